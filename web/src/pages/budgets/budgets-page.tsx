import Button from '@cloudscape-design/components/button';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParameters } from '../../parts/address.ts';
import { REFRESH_INTERVAL_MS } from '../../parts/as-of.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { isLookedFor } from '../../parts/directory-parameters.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { useIsNarrow } from '../../parts/narrow.tsx';
import { PageContent } from '../../parts/page-content.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { useMay, useSession } from '../../session/session-provider.tsx';
import { useBudgetColumns } from './columns.tsx';
import { BudgetDialogs } from './dialogs.tsx';
import { BUDGETS_PARAMETERS } from './parameters.ts';
import { type IssuedSecret, WebhookSecret } from './webhook-secret.tsx';

/** What may be spent, how much of it is, and who was warned. */
export default function BudgetsPage() {
  const { t } = useTranslation('budgets');
  const parts = useTranslation('parts').t;
  const [parameters, change] = useParameters(BUDGETS_PARAMETERS);
  const [issued, setIssued] = useState<IssuedSecret>();
  const { api } = useSession();
  const may = useMay();
  const query = useQuery({
    queryKey: ['budgets'],
    queryFn: ({ signal }) => api.get('/v1/budgets', { signal }),
    refetchInterval: REFRESH_INTERVAL_MS,
  });
  const budgets = query.data?.budgets ?? [];
  const shown = budgets.filter(({ name, scope }) =>
    isLookedFor({ search: parameters.search }, [name, scope.dimension, scope.id, scope.name], false),
  );
  const columns = useBudgetColumns(({ id }) => change({ budget: id, do: undefined }));
  const create = may('createBudget') && (
    <Button variant="primary" onClick={() => change({ budget: undefined, do: 'create' })}>
      {t('create.title')}
    </Button>
  );
  return (
    <PageContent
      title={t('title')}
      description={t('description')}
      current={{
        asOf: query.data?.asOf,
        isFetching: query.isFetching,
        onRefresh: () => void query.refetch(),
      }}
    >
      <DataTable
        title={t('title')}
        columns={columns}
        columnsToChoose
        wrapLines={useIsNarrow()}
        items={shown}
        rowId={({ id }) => id}
        isLoading={query.isPending}
        error={query.error}
        onRetry={() => void query.refetch()}
        pageSize={50}
        actions={create}
        filter={
          <SearchField
            search={parameters.search}
            matches={shown.length}
            onChange={(search) => change({ search })}
          />
        }
        empty={
          budgets.length > 0 ? (
            <EmptyState title={parts('form.noMatch')} />
          ) : (
            <EmptyState title={t('empty')} action={create}>
              {t(may('createBudget') ? 'emptyHint' : 'emptyHintViewer')}
            </EmptyState>
          )
        }
        fileName="budgets"
      />
      {issued ? (
        <WebhookSecret issued={issued} onClose={() => setIssued(undefined)} />
      ) : (
        <BudgetDialogs query={query} parameters={parameters} change={change} onIssued={setIssued} />
      )}
    </PageContent>
  );
}
