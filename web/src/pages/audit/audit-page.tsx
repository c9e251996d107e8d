import { useTranslation } from 'react-i18next';
import { useParameters } from '../../parts/address.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { FilterRow } from '../../parts/filter-row.tsx';
import { PageContent } from '../../parts/page-content.tsx';
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
          <FilterRow>
            <RangePicker range={parameters} otherwise={AUDIT_RANGE} onChange={change} />
            <AuditFilterBar parameters={parameters} entries={entries} onChange={change} />
          </FilterRow>
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
    </PageContent>
  );
}
