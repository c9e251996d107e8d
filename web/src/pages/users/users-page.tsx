import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useTranslation } from 'react-i18next';
import { useParameters } from '../../parts/address.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { DirectoryFilter } from '../../parts/directory-filter.tsx';
import { isLookedFor } from '../../parts/directory-parameters.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { PageContent } from '../../parts/page-content.tsx';
import { useWholeList } from '../../parts/use-whole-list.ts';
import { useMay, useSession } from '../../session/session-provider.tsx';
import { useUserColumns } from './columns.tsx';
import { UserDialogs } from './dialogs.tsx';
import { USERS_PARAMETERS } from './parameters.ts';

/** The people and services that calls are made for, with the names that usage shows. */
export default function UsersPage() {
  const { t } = useTranslation('users');
  const parts = useTranslation('parts').t;
  const [parameters, change] = useParameters(USERS_PARAMETERS);
  const { api } = useSession();
  const may = useMay();
  const { list, items } = useWholeList('users', async (query, signal) => {
    const { users, nextCursor } = await api.get('/v1/users', { query, signal });
    return { items: users, nextCursor };
  });
  const shown = items.filter(({ id, name, email, disabled }) =>
    isLookedFor(parameters, [id, name, email], disabled),
  );
  const columns = useUserColumns(({ id }) => change({ user: id, do: undefined }));
  const actions = (
    <SpaceBetween direction="horizontal" size="xs">
      {may('importUsers') && (
        <Button onClick={() => change({ user: undefined, do: 'import' })}>{t('import.title')}</Button>
      )}
      {may('createUser') && (
        <Button variant="primary" onClick={() => change({ user: undefined, do: 'create' })}>
          {t('create.title')}
        </Button>
      )}
    </SpaceBetween>
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
        actions={actions}
        filter={<DirectoryFilter values={parameters} matches={shown.length} onChange={change} />}
        empty={
          items.length > 0 ? (
            <EmptyState title={parts('form.noMatch')}>{t('noMatchHint')}</EmptyState>
          ) : (
            <EmptyState title={t('empty')} action={actions}>
              {t('emptyHint')}
            </EmptyState>
          )
        }
        fileName="users"
      />
      <UserDialogs parameters={parameters} change={change} />
    </PageContent>
  );
}
