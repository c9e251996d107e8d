import Button from '@cloudscape-design/components/button';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParameters } from '../../parts/address.ts';
import { REFRESH_INTERVAL_MS } from '../../parts/as-of.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { useIsNarrow } from '../../parts/narrow.tsx';
import { PageContent } from '../../parts/page-content.tsx';
import { SecretDialog } from '../../parts/secret-dialog.tsx';
import { useSettings } from '../../parts/settings-context.tsx';
import { useMay, useSession } from '../../session/session-provider.tsx';
import { useReportColumns } from './columns.tsx';
import { type IssuedSecret, ReportDialogs } from './dialogs.tsx';
import { REPORTS_PARAMETERS } from './parameters.ts';

/** Saved exports that run by themselves or on request. */
export default function ReportsPage() {
  const { t } = useTranslation('reports');
  const parts = useTranslation('parts').t;
  const [parameters, change] = useParameters(REPORTS_PARAMETERS);
  const [issued, setIssued] = useState<IssuedSecret>();
  const { api } = useSession();
  const { reportingTimeZone } = useSettings();
  const may = useMay();
  const query = useQuery({
    queryKey: ['reports'],
    queryFn: ({ signal }) => api.get('/v1/reports', { signal }),
    refetchInterval: REFRESH_INTERVAL_MS,
  });
  const columns = useReportColumns(
    ({ id }) => change({ report: id, do: undefined }),
    query.data?.timeZone ?? reportingTimeZone,
  );
  const create = may('createReport') && (
    <Button variant="primary" onClick={() => change({ report: undefined, do: 'create' })}>
      {t('create.title')}
    </Button>
  );
  return (
    <PageContent
      title={t('title')}
      description={t('description')}
      current={{
        asOf: query.data && new Date(query.dataUpdatedAt).toISOString(),
        isFetching: query.isFetching,
        onRefresh: () => void query.refetch(),
      }}
    >
      <DataTable
        title={t('title')}
        csvText={parts('table.csvOfList')}
        columns={columns}
        columnsToChoose
        wrapLines={useIsNarrow()}
        items={query.data?.reports ?? []}
        rowId={({ id }) => id}
        isLoading={query.isPending}
        error={query.error}
        onRetry={() => void query.refetch()}
        pageSize={50}
        actions={create}
        empty={
          <EmptyState title={t('empty')} action={create}>
            {t(may('createReport') ? 'emptyHint' : 'emptyHintViewer')}
          </EmptyState>
        }
        fileName="reports"
      />
      {issued ? (
        <SecretDialog
          title={t('secret.title', { name: issued.title })}
          secret={issued.secret}
          onClose={() => setIssued(undefined)}
        >
          {t('secret.explain')}
        </SecretDialog>
      ) : (
        <ReportDialogs parameters={parameters} change={change} onIssued={setIssued} />
      )}
    </PageContent>
  );
}
