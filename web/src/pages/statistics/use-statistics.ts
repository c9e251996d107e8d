import { useInfiniteQuery } from '@tanstack/react-query';
import type { components } from '@token-ledger/client/query';
import type { Values } from '../../parts/address.ts';
import { useSubject } from '../../parts/subject.ts';
import { useSession } from '../../session/session-provider.tsx';
import type { STATISTICS_PARAMETERS } from './parameters.ts';
import { periodFor, rowsFor } from './shape.ts';

export type StatisticsRow = components['schemas']['StatisticsRow'];

const PAGE_SIZE = 200;

/** What the address asks for, and the rows, page by page. */
export function useStatistics(parameters: Values<typeof STATISTICS_PARAMETERS>) {
  const { api, me } = useSession();
  const subject = useSubject(parameters);
  const rows = rowsFor(parameters.rows ?? 'all', subject, me.ownUsageOnly);
  const period = periodFor(parameters.period ?? 'day', subject);
  const query = {
    ...subject.query,
    ...(rows !== 'all' && { dimension: rows === 'key' ? ('access_key' as const) : ('user' as const) }),
    period,
    limit: PAGE_SIZE,
  };
  const pages = useInfiniteQuery({
    queryKey: ['statistics', query],
    queryFn: ({ pageParam, signal }) =>
      api.get('/v1/statistics', { query: { ...query, ...(pageParam && { cursor: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // Later pages continue the answer of the first, which is why they are not refreshed on their own.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) <= 1 ? subject.refetchInterval : false),
  });
  return { subject, rows, period, pages, items: pages.data?.pages.flatMap((page) => page.rows) ?? [] };
}
