import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useTranslation } from 'react-i18next';
import { useParameters } from '../../parts/address.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { PageContent } from '../../parts/page-content.tsx';
import { usePreferences } from '../../parts/preferences.ts';
import { formerRange } from '../../parts/range.ts';
import { useSettings } from '../../parts/settings-context.tsx';
import { showMonth } from '../../parts/show-month.ts';
import { useNow } from '../../parts/use-now.ts';
import { useMay } from '../../session/session-provider.tsx';
import { useExportColumns } from './columns.tsx';
import { ExportDialogs } from './dialogs.tsx';
import { EXPORTS_PARAMETERS } from './parameters.ts';
import { useExportLastMonth } from './use-export-last-month.ts';
import { useExports } from './use-exports.ts';

/** Usage as files: what is being written, what can be downloaded, and what to export next. */
export default function ExportsPage() {
  const { t } = useTranslation('exports');
  const may = useMay();
  const { language } = usePreferences();
  const { reportingTimeZone } = useSettings();
  const nowMs = useNow();
  const parts = useTranslation('parts').t;
  const [parameters, change] = useParameters(EXPORTS_PARAMETERS);
  const { pages, exports } = useExports();
  const columns = useExportColumns(({ id }) => change({ export: id, do: undefined }));
  const lastMonth = useExportLastMonth(({ id }) => change({ export: id, do: undefined }));
  const month = showMonth(
    formerRange('formerMonth', nowMs, reportingTimeZone).from,
    language,
    reportingTimeZone,
  );
  const ofLastMonth = may('createExport') && (
    <Button iconName="file" loading={lastMonth.isPending} onClick={() => lastMonth.mutate()}>
      {t('lastMonth.action', { month })}
    </Button>
  );
  const actions = may('createExport') && (
    <SpaceBetween direction="horizontal" size="xs">
      {ofLastMonth}
      <Button variant="primary" onClick={() => change({ export: undefined, do: 'create' })}>
        {t('create.title')}
      </Button>
    </SpaceBetween>
  );
  return (
    <PageContent
      title={t('title')}
      description={t('description')}
      current={{
        asOf: pages.data && new Date(pages.dataUpdatedAt).toISOString(),
        isFetching: pages.isFetching,
        onRefresh: () => void pages.refetch(),
      }}
    >
      <DataTable
        title={t('title')}
        csvText={parts('table.csvOfList')}
        {...(may('createExport') && { description: t('lastMonth.rows', { month }) })}
        columns={columns}
        columnsToChoose
        wrapLines
        items={exports}
        rowId={({ id }) => id}
        isLoading={pages.isPending}
        error={pages.error}
        onRetry={() => void pages.refetch()}
        actions={actions}
        empty={
          <EmptyState title={t('empty')} action={ofLastMonth}>
            {t('emptyHint')}
          </EmptyState>
        }
        fileName="exports"
        onLoadMore={pages.hasNextPage ? () => void pages.fetchNextPage() : undefined}
        isLoadingMore={pages.isFetchingNextPage}
      />
      <ExportDialogs parameters={parameters} change={change} />
    </PageContent>
  );
}
