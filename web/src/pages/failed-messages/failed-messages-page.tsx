import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParameters } from '../../parts/address.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { useIsNarrow } from '../../parts/narrow.tsx';
import { PageContent } from '../../parts/page-content.tsx';
import { useMay } from '../../session/session-provider.tsx';
import { type Action, ActionDialog, type Asked } from './action-dialog.tsx';
import { useFailedMessageColumns } from './columns.tsx';
import { type FailedMessage, type FailedMessages, nameOf } from './failed-message.ts';
import { MessageDetails } from './message-details.tsx';
import { FAILED_MESSAGES_PARAMETERS, PLACES } from './parameters.ts';
import { useFailedMessages } from './use-failed-messages.ts';

/** What could not be recorded or delivered: why, and what to do with it. */
export default function FailedMessagesPage() {
  const { t } = useTranslation('failed-messages');
  const [{ place, message: openId }, change] = useParameters(FAILED_MESSAGES_PARAMETERS);
  const { pages, messages, first } = useFailedMessages(place);
  const [selectedIds, setSelectedIds] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<Asked>();
  const selected = messages.filter(({ id }) => selectedIds.has(id));
  const isNarrow = useIsNarrow();
  const columns = useFailedMessageColumns(({ id }) => change({ message: id }));
  const option = (value: (typeof PLACES)[number] | undefined) => ({
    value: value ?? 'all',
    label: t(`places.${value ?? 'all'}`),
  });
  return (
    <PageContent
      title={t('title')}
      description={t('description')}
      current={{ asOf: first?.asOf, isFetching: pages.isFetching, onRefresh: () => void pages.refetch() }}
    >
      <SpaceBetween size="l">
        {first?.complete === false && <Incomplete deadLetters={first.deadLetters} />}
        <DataTable
          title={t('title')}
          columns={columns}
          columnsToChoose
          wrapLines={isNarrow}
          items={messages}
          rowId={({ id }) => id}
          isLoading={pages.isPending}
          error={pages.error}
          onRetry={() => void pages.refetch()}
          selection={{
            selected,
            onChange: (chosen) => setSelectedIds(new Set(chosen.map(({ id }) => id))),
            nameOf,
          }}
          actions={<Actions messages={selected} onAsk={setAsked} />}
          empty={
            <EmptyState title={t('empty')}>
              {t(place === undefined ? 'emptyHint' : 'emptyPlaceHint')}
            </EmptyState>
          }
          filter={
            <FormField label={t('place')}>
              <Select
                selectedOption={option(place)}
                options={[undefined, ...PLACES].map(option)}
                onChange={({ detail }) =>
                  change({ place: PLACES.find((each) => each === detail.selectedOption.value) })
                }
              />
            </FormField>
          }
          fileName="failed-messages"
          onLoadMore={pages.hasNextPage ? () => void pages.fetchNextPage() : undefined}
          isLoadingMore={pages.isFetchingNextPage}
        />
      </SpaceBetween>
      {asked ? (
        <ActionDialog
          {...asked}
          onDone={(done) => {
            const ids = new Set(done.map(({ id }) => id));
            setSelectedIds((before) => new Set([...before].filter((id) => !ids.has(id))));
            if (openId !== undefined && ids.has(openId)) change({ message: undefined });
          }}
          onClose={() => setAsked(undefined)}
        />
      ) : (
        openId !== undefined && (
          <MessageDetails
            id={openId}
            actions={(message) => <Actions messages={[message]} onAsk={setAsked} />}
            onClose={() => change({ message: undefined })}
          />
        )
      )}
    </PageContent>
  );
}

interface ActionsProps {
  readonly messages: readonly FailedMessage[];
  readonly onAsk: (asked: Asked) => void;
}

function Actions({ messages, onAsk }: ActionsProps) {
  const { t } = useTranslation('failed-messages');
  const may = useMay();
  const retryable = messages.filter((message) => message.retryable);
  const button = (action: Action, of: readonly FailedMessage[]) => (
    <Button disabled={of.length === 0} onClick={() => onAsk({ action, messages: of })}>
      {t(`${action}.action`)}
      {of.length > 1 && ` (${of.length})`}
    </Button>
  );
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {may('deleteFailedMessage') && button('delete', messages)}
      {may('retryFailedMessage') && button('retry', retryable)}
    </SpaceBetween>
  );
}

function Incomplete({ deadLetters }: Pick<FailedMessages, 'deadLetters'>) {
  const { t } = useTranslation('failed-messages');
  const hidden = Object.values(deadLetters).reduce((sum, queue) => sum + queue.hidden, 0);
  return (
    <Alert type="warning" header={t('incomplete')}>
      {t('incompleteHint', { count: hidden })}
    </Alert>
  );
}
