import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { components } from '@token-ledger/client/query';
import type { Values } from '../../parts/address.ts';
import { REFRESH_INTERVAL_MS } from '../../parts/as-of.tsx';
import { type AskedRange, askedRange } from '../../parts/range.ts';
import { useSettings } from '../../parts/settings-context.tsx';
import { filterQuery, type UsageFilterValues } from '../../parts/usage-filter-parameters.ts';
import { useNow } from '../../parts/use-now.ts';
import { useSession } from '../../session/session-provider.tsx';
import type { OVERVIEW_PARAMETERS } from './parameters.ts';

export type Overview = components['schemas']['Overview'];

/** What all parts of the page are about. */
export interface Subject {
  readonly range: AskedRange;
  readonly filter: UsageFilterValues;
  /** Both, as parameters of the API. */
  readonly query: AskedRange & ReturnType<typeof filterQuery>;
  /** Live ranges are asked again from time to time. */
  readonly refetchInterval: number | false;
}

export function useOverview(parameters: Values<typeof OVERVIEW_PARAMETERS>) {
  const { api } = useSession();
  const { reportingTimeZone } = useSettings();
  const queries = useQueryClient();
  const range = askedRange(parameters, useNow(), reportingTimeZone);
  const { key, user, model, feature } = parameters;
  const filter = Object.fromEntries(
    Object.entries({ key, user, model, feature }).filter(([, value]) => value !== undefined),
  ) as UsageFilterValues;
  const subject: Subject = {
    range,
    filter,
    query: { ...range, ...filterQuery(filter) },
    refetchInterval: range.to === undefined ? REFRESH_INTERVAL_MS : false,
  };
  const overview = useQuery({
    queryKey: ['overview', subject.query],
    queryFn: ({ signal }) => api.get('/v1/overview', { query: subject.query, signal }),
    refetchInterval: subject.refetchInterval,
  });
  return { overview, subject, refresh: () => void queries.invalidateQueries() };
}
