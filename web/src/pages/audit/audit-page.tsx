import ContentLayout from '@cloudscape-design/components/content-layout';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import { useTranslation } from 'react-i18next';
import { useParameters } from '../../parts/address.ts';
import { AsOf } from '../../parts/as-of.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { RangePicker } from '../../parts/range-picker.tsx';
import { AuditFilterBar } from './audit-filter.tsx';
import { useAuditColumns } from './columns.tsx';
import { EntryDetails } from './entry-details.tsx';
import { AUDIT_PARAMETERS, AUDIT_RANGE } from './parameters.ts';
import { useAudit } from './use-audit.ts';

/** Who administered what, and who was refused. */
export default function AuditPage() {
  const { t } = useTranslation('audit');
  const [parameters, change] = useParameters(AUDIT_PARAMETERS);
  const { pages, entries } = useAudit(parameters);
  const columns = useAuditColumns(({ id }) => change({ entry: id }));
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={t('description')}
          actions={
            <AsOf
              asOf={pages.data && new Date(pages.dataUpdatedAt).toISOString()}
              isFetching={pages.isFetching}
              onRefresh={() => void pages.refetch()}
            />
          }
        >
          {t('title')}
        </Header>
      }
    >
      <DataTable
        title={t('entries')}
        columns={columns}
        columnsToChoose
        items={entries}
        rowId={({ id }) => id}
        isLoading={pages.isPending}
        error={pages.error}
        onRetry={() => void pages.refetch()}
        empty={<EmptyState title={t('empty')}>{t(pages.hasNextPage ? 'emptyMore' : 'emptyHint')}</EmptyState>}
        filter={
          <Grid
            gridDefinition={[
              { colspan: { default: 12, s: 5, l: 4 } },
              { colspan: { default: 12, s: 7, l: 8 } },
            ]}
          >
            <RangePicker range={parameters} otherwise={AUDIT_RANGE} onChange={change} />
            <AuditFilterBar parameters={parameters} entries={entries} onChange={change} />
          </Grid>
        }
        fileName="audit"
        onLoadMore={pages.hasNextPage ? () => void pages.fetchNextPage() : undefined}
        isLoadingMore={pages.isFetchingNextPage}
      />
      {parameters.entry !== undefined && (
        <EntryDetails
          pages={pages}
          entry={entries.find(({ id }) => id === parameters.entry)}
          onClose={() => change({ entry: undefined })}
        />
      )}
    </ContentLayout>
  );
}
