import { type AskedRange, askedRange, type LastRange, type RangeValues } from './range.ts';
import { filterQuery, type UsageFilterValues } from './usage-filter-parameters.ts';

/** What the address of a page asks about, as parameters of the API. */
export type AskedQuery = AskedRange & ReturnType<typeof filterQuery>;

export function askedQuery(
  parameters: RangeValues & UsageFilterValues,
  nowMs: number,
  reportingTimeZone: string,
  otherwise?: LastRange,
): AskedQuery {
  return { ...askedRange(parameters, nowMs, reportingTimeZone, otherwise), ...filterQuery(parameters) };
}
