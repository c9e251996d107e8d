import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import KeyValuePairs, { type KeyValuePairsProps } from '@cloudscape-design/components/key-value-pairs';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Count } from '../../parts/figure.tsx';
import { NamedId } from '../../parts/named-id.tsx';
import { QueryState } from '../../parts/query-state.tsx';
import { Instant } from '../../parts/times.tsx';
import { useSession } from '../../session/session-provider.tsx';
import { Reason } from './columns.tsx';
import { type FailedMessage, knownReason } from './failed-message.ts';

export interface MessageDetailsProps {
  readonly id: string;
  /** What can be done with it. */
  readonly actions: (message: FailedMessage) => ReactNode;
  readonly onClose: () => void;
}

/** Everything that is known about one failed message, with all its problems. */
export function MessageDetails({ id, actions, onClose }: MessageDetailsProps) {
  const { t } = useTranslation('failed-messages');
  const { api } = useSession();
  const message = useQuery({
    queryKey: ['failed-message', id],
    queryFn: ({ signal }) => api.get('/v1/failed-messages/{id}', { path: { id }, signal }),
    retry: false,
    refetchOnWindowFocus: false,
  });
  return (
    <Modal
      visible
      size="large"
      header={t('details')}
      onDismiss={onClose}
      footer={message.data && <Box float="right">{actions(message.data)}</Box>}
    >
      <QueryState query={message} lines={6}>
        {(found) => <Details message={found} />}
      </QueryState>
    </Modal>
  );
}

function Details({ message }: { readonly message: FailedMessage }) {
  const { t } = useTranslation('failed-messages');
  const known = knownReason(message);
  const pair = (label: string, value: ReactNode): KeyValuePairsProps.Item[] =>
    value === undefined ? [] : [{ label, value }];
  const { accessKeyId, accessKeyName, requestIds = [], records, bytes, receives } = message;
  return (
    <SpaceBetween size="l">
      <KeyValuePairs
        columns={3}
        items={[
          ...pair(t('reason'), <Reason message={message} />),
          ...pair(t('place'), t(`places.${message.place}`)),
          ...pair(t('receivedAt'), <Instant at={message.receivedAt} />),
          ...pair(t('expiresAt'), <Instant at={message.expiresAt} />),
          ...pair(t('accessKey'), accessKeyId && <NamedId id={accessKeyId} name={accessKeyName} />),
          ...pair(t('model'), message.model),
          ...pair(t('records'), records === undefined ? undefined : <Count value={records} />),
          ...pair(t('requestIds'), requestIds.length > 0 ? requestIds.join(', ') : undefined),
          ...pair(t('alertId'), message.alertId),
          ...pair(t('runId'), message.runId),
          ...pair(t('bytes'), bytes === undefined ? undefined : <Count value={bytes} />),
          ...pair(t('receives'), receives === undefined ? undefined : <Count value={receives} />),
          ...pair(t('id'), message.id),
        ]}
      />
      <Alert type="info" header={t('todo')}>
        {known ? t(`todos.${known}`) : t('todoOther')}
        {!message.retryable && ` ${t('notRetryable')}`}
      </Alert>
      {message.problems.length > 0 && <Problems problems={message.problems} />}
    </SpaceBetween>
  );
}

type Problem = FailedMessage['problems'][number];

function Problems({ problems }: Pick<FailedMessage, 'problems'>) {
  const { t } = useTranslation('failed-messages');
  const columns: readonly Column<Problem>[] = [
    { id: 'path', header: t('field'), cell: ({ path }) => path || '–', csv: ({ path }) => path },
    { id: 'problem', header: t('problem'), cell: ({ message }) => message, csv: ({ message }) => message },
  ];
  return (
    <DataTable
      title={t('problems')}
      variant="borderless"
      columns={columns}
      items={problems}
      rowId={({ path, message }) => JSON.stringify([path, message])}
      isLoading={false}
      empty={null}
      wrapLines
      fileName="problems"
    />
  );
}
