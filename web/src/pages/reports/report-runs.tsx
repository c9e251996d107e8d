import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { REFRESH_INTERVAL_MS } from '../../parts/as-of.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { isOver, PROGRESS_INTERVAL_MS } from '../../parts/files/export-progress.tsx';
import { useSession } from '../../session/session-provider.tsx';
import { useRunColumns } from './run-columns.tsx';

/** The runs of a report, the newest first. One that is under way is followed. */
export function ReportRuns({ reportId }: { readonly reportId: string }) {
  const { t } = useTranslation('reports');
  const { api } = useSession();
  const pages = useInfiniteQuery({
    queryKey: ['report-runs', reportId],
    queryFn: ({ pageParam, signal }) =>
      api.get('/v1/reports/{id}/runs', {
        path: { id: reportId },
        query: pageParam ? { before: pageParam } : {},
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ nextBefore }) => nextBefore,
    refetchInterval: ({ state }) => {
      const shown = state.data?.pages.flatMap(({ runs }) => runs) ?? [];
      return shown.every(({ status }) => isOver(status)) ? REFRESH_INTERVAL_MS : PROGRESS_INTERVAL_MS;
    },
  });
  const columns = useRunColumns();
  return (
    <DataTable
      title={t('runs')}
      description={t('runsHint')}
      variant="embedded"
      columns={columns}
      items={pages.data?.pages.flatMap(({ runs }) => runs) ?? []}
      rowId={({ id }) => id}
      isLoading={pages.isPending}
      error={pages.error}
      onRetry={() => void pages.refetch()}
      empty={<EmptyState title={t('noRuns')}>{t('noRunsHint')}</EmptyState>}
      fileName="runs"
      onLoadMore={pages.hasNextPage ? () => void pages.fetchNextPage() : undefined}
      isLoadingMore={pages.isFetchingNextPage}
    />
  );
}
