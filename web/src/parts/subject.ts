import { REFRESH_INTERVAL_MS } from './as-of.tsx';
import type { AskedQuery } from './asked-query.ts';
import type { Span } from './periods.ts';
import { type AskedRange, askedRange, type LastRange, type RangeValues } from './range.ts';
import { useSettings } from './settings-context.tsx';
import { filterQuery, type UsageFilterValues } from './usage-filter-parameters.ts';
import { useNow } from './use-now.ts';

/** What all parts of a page are about. */
export interface Subject {
  readonly range: AskedRange;
  /** The same as instants; a range without an end ends now. */
  readonly span: Span;
  readonly filter: UsageFilterValues;
  /** Both, as parameters of the API. */
  readonly query: AskedQuery;
  /** Live ranges are asked again from time to time. */
  readonly refetchInterval: number | false;
}

/** What the address of a page asks about. */
export function useSubject(parameters: RangeValues & UsageFilterValues, otherwise?: LastRange): Subject {
  const { reportingTimeZone } = useSettings();
  const nowMs = useNow();
  const range = askedRange(parameters, nowMs, reportingTimeZone, otherwise);
  const { key, user, model, feature } = parameters;
  const filter = Object.fromEntries(
    Object.entries({ key, user, model, feature }).filter(([, value]) => value !== undefined),
  ) as UsageFilterValues;
  return {
    range,
    span: { fromMs: Date.parse(range.from), toMs: range.to === undefined ? nowMs : Date.parse(range.to) },
    filter,
    query: { ...range, ...filterQuery(parameters) },
    refetchInterval: range.to === undefined ? REFRESH_INTERVAL_MS : false,
  };
}
