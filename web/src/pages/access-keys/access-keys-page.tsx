import Button from '@cloudscape-design/components/button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParameters } from '../../parts/address.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { DirectoryFilter } from '../../parts/directory-filter.tsx';
import { isLookedFor } from '../../parts/directory-parameters.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { notify } from '../../parts/notifications.tsx';
import { PageContent } from '../../parts/page-content.tsx';
import { useWholeList } from '../../parts/use-whole-list.ts';
import { useMay, useSession } from '../../session/session-provider.tsx';
import type { IssuedAccessKey } from './access-key.ts';
import { useAccessKeyColumns } from './columns.tsx';
import { AccessKeyDialogs } from './dialogs.tsx';
import { IssuedKey } from './issued-key.tsx';
import { ACCESS_KEYS_PARAMETERS } from './parameters.ts';
import { RotatedNotice } from './rotated-notice.tsx';
import { endOfOldSecret } from './rotation.ts';

/** The keys by which programs report and query: who has which, and what each may do. */
export default function AccessKeysPage() {
  const { t } = useTranslation('access-keys');
  const parts = useTranslation('parts').t;
  const [parameters, change] = useParameters(ACCESS_KEYS_PARAMETERS);
  const [issued, setIssued] = useState<IssuedAccessKey>();
  const { api } = useSession();
  const may = useMay();
  const { list, items } = useWholeList('access-keys', async (query, signal) => {
    const { accessKeys, nextCursor } = await api.get('/v1/access-keys', { query, signal });
    return { items: accessKeys, nextCursor };
  });
  const shown = items.filter(({ id, name, ownerUserId, ownerName, scopes, disabled }) =>
    isLookedFor(parameters, [id, name, ownerUserId, ownerName, ...scopes], disabled),
  );
  const columns = useAccessKeyColumns(({ id }) => change({ key: id, do: undefined }));
  const stored = () => {
    setIssued(undefined);
    const end = issued && endOfOldSecret(issued);
    // Not the key itself: its secret would stay in the list of notices.
    if (end) {
      const { id, name } = issued;
      notify({ type: 'success', content: <RotatedNotice id={id} name={name} end={end} /> });
    }
  };
  const create = may('createAccessKey') && (
    <Button variant="primary" onClick={() => change({ key: undefined, do: 'create' })}>
      {t('create.title')}
    </Button>
  );
  return (
    <PageContent
      title={t('title')}
      description={t('description')}
      current={{ asOf: undefined, isFetching: list.isFetching, onRefresh: () => void list.refetch() }}
    >
      <DataTable
        title={t('title')}
        columns={columns}
        columnsToChoose
        items={shown}
        rowId={({ id }) => id}
        isLoading={list.isPending}
        error={list.error}
        onRetry={() => void list.refetch()}
        pageSize={50}
        actions={create}
        filter={<DirectoryFilter values={parameters} matches={shown.length} onChange={change} />}
        empty={
          items.length > 0 ? (
            <EmptyState title={parts('form.noMatch')}>{parts('form.noMatchHint')}</EmptyState>
          ) : (
            <EmptyState title={t('empty')} action={create}>
              {t('emptyHint')}
            </EmptyState>
          )
        }
        fileName="access-keys"
      />
      {issued ? (
        <IssuedKey issued={issued} onClose={stored} />
      ) : (
        <AccessKeyDialogs
          parameters={parameters}
          change={change}
          onIssued={(key) => {
            setIssued(key);
            change({ do: undefined, key: undefined });
          }}
        />
      )}
    </PageContent>
  );
}
