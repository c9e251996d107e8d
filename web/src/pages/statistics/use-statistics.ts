import { useInfiniteQuery } from '@tanstack/react-query';
import type { components } from '@token-ledger/client/query';
import type { Values } from '../../parts/address.ts';
import type { Subject } from '../../parts/subject.ts';
import { useSubject } from '../../parts/subject.ts';
import { useSession } from '../../session/session-provider.tsx';
import type { Period, Rows, STATISTICS_PARAMETERS } from './parameters.ts';

export type StatisticsRow = components['schemas']['StatisticsRow'];

const PAGE_SIZE = 200;
/** By hours, the API answers about a year at most. */
const MAX_HOURLY_MS = 366 * 86_400_000;

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

/** Usage of one access key or user has one row in each period, as has one's own. */
export function rowsFor(chosen: Rows, { filter }: Pick<Subject, 'filter'>, ownUsageOnly: boolean): Rows {
  return ownUsageOnly || filter.key !== undefined || filter.user !== undefined ? 'all' : chosen;
}

/** Hours where the API has them. */
export function periodFor(chosen: Period, subject: Pick<Subject, 'span'>): Period {
  return chosen === 'hour' && !mayBeHourly(subject) ? 'day' : chosen;
}

export function mayBeHourly({ span }: Pick<Subject, 'span'>): boolean {
  return span.toMs - span.fromMs <= MAX_HOURLY_MS;
}
