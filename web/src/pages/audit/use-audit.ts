import { useInfiniteQuery } from '@tanstack/react-query';
import type { components } from '@token-ledger/client/query';
import type { Values } from '../../parts/address.ts';
import { REFRESH_INTERVAL_MS } from '../../parts/as-of.tsx';
import { askedRange, type LastRange } from '../../parts/range.ts';
import { useSettings } from '../../parts/settings-context.tsx';
import { useNow } from '../../parts/use-now.ts';
import { useSession } from '../../session/session-provider.tsx';
import { type AuditEntry, matches } from './matches.ts';
import type { AUDIT_PARAMETERS } from './parameters.ts';

type Page = components['schemas']['Audit'];

export const AUDIT_RANGE: LastRange = '7d';
/** So many entries are shown before the reader asks for more. */
const PAGE_SIZE = 50;
/** The API cannot search, so pages are large where most entries are left out. */
const SEARCHED_PAGE_SIZE = 1_000;
/** Read at once, so that an answer is there soon even where nothing matches. */
const MAX_ANSWERS = 5;

/** The entries that match, page by page, the newest first. */
export function useAudit(parameters: Values<typeof AUDIT_PARAMETERS>) {
  const { api } = useSession();
  const { reportingTimeZone } = useSettings();
  const { actor, operation, target, address, outcome } = parameters;
  const filter = { actor, operation, target, address, outcome };
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const range = askedRange(parameters, useNow(), reportingTimeZone, AUDIT_RANGE);
  const query = { ...range, limit: isFiltered ? SEARCHED_PAGE_SIZE : PAGE_SIZE };
  const pages = useInfiniteQuery({
    queryKey: ['audit', query, filter],
    queryFn: async ({ pageParam, signal }) => {
      const found: AuditEntry[] = [];
      let cursor: string | undefined = pageParam;
      for (let asked = 0; asked < MAX_ANSWERS && cursor !== undefined; asked += 1) {
        const answer: Page = await api.get('/v1/audit', {
          query: { ...query, ...(cursor && { cursor }) },
          signal,
        });
        found.push(...answer.entries.filter((entry) => matches(entry, filter)));
        cursor = answer.nextCursor;
        if (found.length >= PAGE_SIZE) break;
      }
      return { entries: found, nextCursor: cursor };
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // Only the first page moves with the clock; with more loaded, rows would jump under the reader's eyes.
    refetchInterval: ({ state }) =>
      range.to === undefined && (state.data?.pages.length ?? 0) <= 1 ? REFRESH_INTERVAL_MS : false,
  });
  return { pages, entries: pages.data?.pages.flatMap((page) => page.entries) ?? [] };
}
