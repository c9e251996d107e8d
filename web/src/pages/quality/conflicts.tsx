import Link from '@cloudscape-design/components/link';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Count } from '../../parts/figure.tsx';
import type { AskedRange } from '../../parts/range.ts';
import { SourceName } from '../../parts/source-name.tsx';
import { Instant, useZone } from '../../parts/times.tsx';
import { useSession } from '../../session/session-provider.tsx';
import type { Conflict } from './answers.ts';
import { ConflictDetails } from './conflict-details.tsx';

/** Where alarms lead to. */
export const CONFLICTS_ID = 'conflicts';

export interface ConflictsProps {
  readonly range: AskedRange;
  readonly open: string | undefined;
  readonly onOpen: (id: string | undefined) => void;
}

/** The reports that contradict a record. */
export function Conflicts({ range, open, onOpen }: ConflictsProps) {
  const { t } = useTranslation('quality');
  const zone = useZone();
  const { api } = useSession();
  const pages = useInfiniteQuery({
    queryKey: ['conflicts', range],
    queryFn: ({ pageParam, signal }) =>
      api.get('/v1/conflicts', { query: { ...range, ...(pageParam && { cursor: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const conflicts = pages.data?.pages.flatMap((page) => page.conflicts) ?? [];
  const opened = conflicts.find(({ id }) => id === open);
  const columns: readonly Column<Conflict>[] = [
    {
      id: 'receivedAt',
      header: t('conflict.receivedIn', { zone }),
      cell: ({ id, receivedAt }) => (
        <Link
          href="#"
          onFollow={(event) => {
            event.preventDefault();
            onOpen(id);
          }}
        >
          <Instant at={receivedAt} withoutZone />
        </Link>
      ),
      csv: ({ receivedAt }) => receivedAt,
    },
    {
      id: 'reason',
      header: t('conflict.reason'),
      cell: ({ reason }) => t(`conflict.reasons.${reason}`),
      csv: ({ reason }) => reason,
    },
    {
      id: 'accessKey',
      isShownNarrow: false,
      header: t('conflict.accessKey'),
      cell: ({ accessKeyId, accessKeyName }) => accessKeyName ?? accessKeyId,
      csv: ({ accessKeyId }) => accessKeyId,
    },
    {
      id: 'requestId',
      isShownNarrow: false,
      header: t('conflict.requestId'),
      cell: ({ recorded }) => recorded.requestId,
      csv: ({ recorded }) => recorded.requestId,
    },
    {
      id: 'recorded',
      isShownNarrow: false,
      header: t('conflict.recordedTokens'),
      cell: ({ recorded }) => <Count value={recorded.tokens.total} />,
      csv: ({ recorded }) => recorded.tokens.total,
      isFigure: true,
    },
    {
      id: 'reported',
      isShownNarrow: false,
      header: t('conflict.reportedTokens'),
      cell: ({ reported }) => <Count value={reported.tokens.total} />,
      csv: ({ reported }) => reported.tokens.total,
      isFigure: true,
    },
    {
      id: 'source',
      isShownNarrow: false,
      header: t('conflict.source'),
      cell: ({ reported }) => <SourceName source={reported.source} />,
      csv: ({ reported }) => reported.source,
    },
  ];
  return (
    <div id={CONFLICTS_ID}>
      <DataTable
        title={t('conflict.title')}
        description={t('conflict.hint')}
        columns={columns}
        columnsToChoose
        items={conflicts}
        rowId={({ id }) => id}
        isLoading={pages.isPending}
        error={pages.error}
        onRetry={() => void pages.refetch()}
        empty={<EmptyState title={t('conflict.empty')}>{t('conflict.emptyHint')}</EmptyState>}
        fileName="conflicts"
        onLoadMore={pages.hasNextPage ? () => void pages.fetchNextPage() : undefined}
        isLoadingMore={pages.isFetchingNextPage}
      />
      {opened && <ConflictDetails conflict={opened} onClose={() => onOpen(undefined)} />}
    </div>
  );
}
