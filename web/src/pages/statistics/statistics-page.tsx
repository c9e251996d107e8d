import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useTranslation } from 'react-i18next';
import { useParameters } from '../../parts/address.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { sumOf } from '../../parts/divided-series.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { FilterRow } from '../../parts/filter-row.tsx';
import { measureOf } from '../../parts/measures.ts';
import { PageContent } from '../../parts/page-content.tsx';
import { RangePicker } from '../../parts/range-picker.tsx';
import { UnpricedNote } from '../../parts/unpriced-note.tsx';
import { UsageFilter } from '../../parts/usage-filter.tsx';
import { Choices } from './choices.tsx';
import { useStatisticsColumns } from './columns.tsx';
import { STATISTICS_PARAMETERS } from './parameters.ts';
import { useStatistics } from './use-statistics.ts';

/** The counters of each hour, day or month, exact. */
export default function StatisticsPage() {
  const { t } = useTranslation('statistics');
  const [parameters, change] = useParameters(STATISTICS_PARAMETERS);
  const { subject, rows, period, pages, items } = useStatistics(parameters);
  const columns = useStatisticsColumns({ subject, rows, period });
  const answers = pages.data?.pages;
  const loadAll = async () => {
    for (;;) {
      const { hasNextPage, isError } = await pages.fetchNextPage();
      if (!hasNextPage || isError) return;
    }
  };
  return (
    <PageContent
      title={t('title')}
      description={t('description')}
      current={{
        asOf: answers?.[0]?.asOf,
        isFetching: pages.isFetching,
        onRefresh: () => void pages.refetch(),
      }}
    >
      <DataTable
        key={rows}
        title={t('table')}
        description={
          answers && (
            <>
              <Notes
                exact={answers.every(({ exact }) => exact)}
                pendingHours={answers[0]?.pendingHours.length ?? 0}
              />
              <UnpricedNote
                count={sumOf(items.map((row) => measureOf(row, 'unpricedRequests')))}
                range={subject.range}
              />
            </>
          )
        }
        columns={columns}
        columnsToChoose
        items={items}
        rowId={({ from, id }) => JSON.stringify([from, id])}
        isLoading={pages.isPending}
        error={pages.error}
        onRetry={() => void pages.refetch()}
        empty={<EmptyState title={t('nothing')}>{t('nothingHint')}</EmptyState>}
        filter={
          <SpaceBetween size="s">
            <FilterRow>
              <RangePicker range={parameters} onChange={change} />
              <UsageFilter values={subject.filter} onChange={change} />
            </FilterRow>
            <Choices subject={subject} rows={rows} period={period} onChange={change} />
          </SpaceBetween>
        }
        actions={
          pages.hasNextPage && (
            <Button onClick={() => void loadAll()} loading={pages.isFetchingNextPage}>
              {t('loadAll')}
            </Button>
          )
        }
        fileName={`statistics-${rows}-${period}`}
        onLoadMore={pages.hasNextPage ? () => void pages.fetchNextPage() : undefined}
        isLoadingMore={pages.isFetchingNextPage}
      />
    </PageContent>
  );
}

/** How exact the rows are. */
function Notes({ exact, pendingHours }: { readonly exact: boolean; readonly pendingHours: number }) {
  const { t } = useTranslation('statistics');
  if (!exact) return t('inexact');
  return pendingHours > 0 ? t('pendingHours', { count: pendingHours }) : t('exact');
}
