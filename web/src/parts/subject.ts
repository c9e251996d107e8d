import { REFRESH_INTERVAL_MS } from './as-of.tsx';
import { type AskedRange, askedRange, type LastRange, type RangeValues } from './range.ts';
import { useSettings } from './settings-context.tsx';
import { filterQuery, type UsageFilterValues } from './usage-filter-parameters.ts';

/** What all parts of a page are about. */
export interface Subject {
  readonly range: AskedRange;
  readonly filter: UsageFilterValues;
  /** Both, as parameters of the API. */
  readonly query: AskedRange & ReturnType<typeof filterQuery>;
  /** Live ranges are asked again from time to time. */
  readonly refetchInterval: number | false;
}

/** What the address of a page asks about. */
export function useSubject(parameters: RangeValues & UsageFilterValues, otherwise?: LastRange): Subject {
  const { reportingTimeZone } = useSettings();
  const range = askedRange(parameters, Date.now(), reportingTimeZone, otherwise);
  const { key, user, model, feature } = parameters;
  const filter = Object.fromEntries(
    Object.entries({ key, user, model, feature }).filter(([, value]) => value !== undefined),
  ) as UsageFilterValues;
  return {
    range,
    filter,
    query: { ...range, ...filterQuery(filter) },
    refetchInterval: range.to === undefined ? REFRESH_INTERVAL_MS : false,
  };
}
