import { useTranslation } from 'react-i18next';
import { useParameters } from '../../parts/address.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { FilterRow } from '../../parts/filter-row.tsx';
import { useIsNarrow } from '../../parts/narrow.tsx';
import { PageContent } from '../../parts/page-content.tsx';
import { RangePicker } from '../../parts/range-picker.tsx';
import { RECORDS_PARAMETERS, RECORDS_RANGE } from './parameters.ts';
import { useRecordColumns } from './record-columns.tsx';
import { RecordDetails } from './record-details.tsx';
import { RecordsFilter } from './records-filter.tsx';
import { useRecords } from './use-records.ts';

/** The single calls: what each used, and what it cost. */
export default function RecordsPage() {
  const { t } = useTranslation('records');
  const [parameters, change] = useParameters(RECORDS_PARAMETERS);
  const { pages, records } = useRecords(parameters);
  const columns = useRecordColumns((record) => change({ record: record.requestId, of: record.accessKeyId }));
  return (
    <PageContent
      title={t('title')}
      description={t('description')}
      current={{
        asOf: pages.data?.pages[0]?.asOf,
        isFetching: pages.isFetching,
        onRefresh: () => void pages.refetch(),
      }}
    >
      <DataTable
        title={t('title')}
        {...(parameters.cost !== undefined && { description: t('costHint') })}
        columns={columns}
        columnsToChoose
        wrapLines={useIsNarrow()}
        items={records}
        rowId={({ accessKeyId, requestId }) => JSON.stringify([accessKeyId, requestId])}
        isLoading={pages.isPending}
        error={pages.error}
        onRetry={() => void pages.refetch()}
        empty={<EmptyState title={t('empty')}>{t('emptyHint')}</EmptyState>}
        filter={
          <FilterRow>
            <RangePicker range={parameters} otherwise={RECORDS_RANGE} onChange={change} />
            <RecordsFilter parameters={parameters} onChange={change} />
          </FilterRow>
        }
        fileName="records"
        onLoadMore={pages.hasNextPage ? () => void pages.fetchNextPage() : undefined}
        isLoadingMore={pages.isFetchingNextPage}
      />
      {parameters.record !== undefined && (
        <RecordDetails
          requestId={parameters.record}
          accessKeyId={parameters.of}
          onClose={() => change({ record: undefined, of: undefined })}
        />
      )}
    </PageContent>
  );
}
