import { useInfiniteQuery } from '@tanstack/react-query';
import type { Values } from '../../parts/address.ts';
import { REFRESH_INTERVAL_MS } from '../../parts/as-of.tsx';
import { askedRange } from '../../parts/range.ts';
import { useSettings } from '../../parts/settings-context.tsx';
import { useNow } from '../../parts/use-now.ts';
import { useSession } from '../../session/session-provider.tsx';
import { type AUDIT_PARAMETERS, AUDIT_RANGE } from './parameters.ts';

/** So many entries are shown before the reader asks for more; fewer where the API has searched enough for one answer. */
const PAGE_SIZE = 50;

/** The entries that match, page by page, the newest first. */
export function useAudit(parameters: Values<typeof AUDIT_PARAMETERS>) {
  const { api } = useSession();
  const { reportingTimeZone } = useSettings();
  const { actor, operation, target, address, outcome } = parameters;
  const range = askedRange(parameters, useNow(), reportingTimeZone, AUDIT_RANGE);
  const query = {
    ...range,
    limit: PAGE_SIZE,
    ...(actor !== undefined && { actor }),
    ...(operation !== undefined && { operation }),
    ...(target !== undefined && { target }),
    ...(address !== undefined && { address }),
    ...(outcome !== undefined && { outcome }),
  };
  const pages = useInfiniteQuery({
    queryKey: ['audit', query],
    queryFn: ({ pageParam, signal }) =>
      api.get('/v1/audit', { query: { ...query, ...(pageParam && { cursor: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // Only the first page moves with the clock; with more loaded, rows would jump under the reader's eyes.
    refetchInterval: ({ state }) =>
      range.to === undefined && (state.data?.pages.length ?? 0) <= 1 ? REFRESH_INTERVAL_MS : false,
  });
  return { pages, entries: pages.data?.pages.flatMap((page) => page.entries) ?? [] };
}
