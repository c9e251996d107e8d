import { queryOptions } from '@tanstack/react-query';
import type { QueryClient as Api } from '@token-ledger/client/query';
import type { Values } from '../../parts/address.ts';
import { type AskedQuery, askedQuery } from '../../parts/asked-query.ts';
import { periodFor } from '../../parts/periods.ts';
import type { Beginning } from '../page.ts';
import type { OVERVIEW_PARAMETERS } from './parameters.ts';

/** Models with a color of their own: those that cost most, whichever measure is shown. The others are one series. */
const BY_MODEL = { splitBy: 'model', sort: 'cost', limit: 5 } as const;
const CONSUMERS = { sort: 'cost', limit: 5 } as const;

/** The figures of the range. */
export function overviewOf(api: Api, query: AskedQuery) {
  return queryOptions({
    queryKey: ['overview', query],
    // The rankings beside it count who is active.
    queryFn: ({ signal }) => api.get('/v1/overview', { query: { ...query, active: 'false' }, signal }),
  });
}

/** The range over time, divided by model. */
export function trendOf(api: Api, query: AskedQuery) {
  const { from, to } = query;
  const toMs = to === undefined ? Date.now() : Date.parse(to);
  const asked = { ...query, ...BY_MODEL, period: periodFor({ fromMs: Date.parse(from), toMs }) };
  return queryOptions({
    queryKey: ['trend-by-model', asked],
    queryFn: ({ signal }) => api.get('/v1/trends', { query: asked, signal }),
  });
}

/** Who costs most. */
export function topOf(
  api: Api,
  dimension: 'access_key' | 'user',
  { from, to, models, features }: AskedQuery,
) {
  const query = {
    from,
    ...(to !== undefined && { to }),
    ...(models && { models }),
    ...(features && { features }),
    ...CONSUMERS,
    dimension,
  };
  return queryOptions({
    queryKey: ['top-consumers', query],
    queryFn: ({ signal }) => api.get('/v1/top-consumers', { query, signal }),
  });
}

/** Consumers are those of a company. One of them is alone on their page. */
export function showsConsumers({ accessKeyId, userId }: AskedQuery, ownUsageOnly: boolean): boolean {
  return accessKeyId === undefined && userId === undefined && !ownUsageOnly;
}

/** Asks all of it before the page is drawn. Resolves with the figures, which show first. */
export async function askOverview(
  begin: Beginning,
  parameters: Values<typeof OVERVIEW_PARAMETERS>,
): Promise<void> {
  const { api, me, queries, reportingTimeZone } = begin;
  const query = askedQuery(parameters, Date.now(), reportingTimeZone);
  const figures = queries.query(overviewOf(api, query));
  const showsAll = showsConsumers(query, me.ownUsageOnly);
  const top = (dimension: 'access_key' | 'user') =>
    showsAll ? queries.query(topOf(api, dimension, query)) : Promise.resolve();
  // There are most users, and ranking them takes longest.
  const others: readonly Promise<unknown>[] = [
    top('user'),
    queries.query(trendOf(api, query)),
    top('access_key'),
  ];
  // The page asks again for what failed, and shows why.
  void Promise.allSettled(others);
  await Promise.allSettled([figures]);
}
