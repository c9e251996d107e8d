import { useInfiniteQuery } from '@tanstack/react-query';
import type { components } from '@token-ledger/client/query';
import type { Values } from '../../parts/address.ts';
import { REFRESH_INTERVAL_MS } from '../../parts/as-of.tsx';
import { askedRange } from '../../parts/range.ts';
import { useSettings } from '../../parts/settings-context.tsx';
import { filterQuery } from '../../parts/usage-filter-parameters.ts';
import { useNow } from '../../parts/use-now.ts';
import { useSession } from '../../session/session-provider.tsx';
import { type RECORDS_PARAMETERS, RECORDS_RANGE } from './parameters.ts';

export type UsageRecord = components['schemas']['Record'];

const PAGE_SIZE = 50;
/** Asked for at once, so that a page is there soon even where nothing matches. */
const MAX_ANSWERS = 10;

/** The records that match, page by page. */
export function useRecords(parameters: Values<typeof RECORDS_PARAMETERS>) {
  const { api } = useSession();
  const { reportingTimeZone } = useSettings();
  const { min, max, cost, status, source, request, order } = parameters;
  const range = askedRange(parameters, useNow(), reportingTimeZone, RECORDS_RANGE);
  const query = {
    ...range,
    ...filterQuery(parameters),
    ...(min !== undefined && { minTokens: min }),
    ...(max !== undefined && { maxTokens: max }),
    ...(cost !== undefined && { minCostUsd: cost }),
    ...(status && { status }),
    ...(source && { source }),
    ...(request !== undefined && { requestId: request }),
    ...(order && { order }),
    limit: PAGE_SIZE,
  };
  const pages = useInfiniteQuery({
    queryKey: ['records', query],
    queryFn: async ({ pageParam, signal }) => {
      const ask = (cursor: string) =>
        api.get('/v1/records', { query: { ...query, ...(cursor && { cursor }) }, signal });
      let answer = await ask(pageParam);
      const { asOf, records } = answer;
      const all = [...records];
      // A page of the API is short where records are rare or filtered out.
      for (let asked = 1; all.length < PAGE_SIZE && answer.nextCursor && asked < MAX_ANSWERS; asked += 1) {
        answer = await ask(answer.nextCursor);
        all.push(...answer.records);
      }
      return { asOf, records: all, nextCursor: answer.nextCursor };
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // Only the first page moves with the clock; with more loaded, rows would jump under the reader's eyes.
    refetchInterval: ({ state }) =>
      range.to === undefined && (state.data?.pages.length ?? 0) <= 1 ? REFRESH_INTERVAL_MS : false,
  });
  return { pages, records: pages.data?.pages.flatMap(({ records }) => records) ?? [] };
}
