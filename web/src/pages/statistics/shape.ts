import type { Span } from '../../parts/periods.ts';
import type { UsageFilterValues } from '../../parts/usage-filter-parameters.ts';
import type { Period, Rows } from './parameters.ts';

/** By hours, the API answers about a year at most. */
const MAX_HOURLY_MS = 366 * 86_400_000;

/** Usage of one access key or user has one row in each period, as has one's own. */
export function rowsFor(
  chosen: Rows,
  { filter }: { readonly filter: UsageFilterValues },
  ownUsageOnly: boolean,
): Rows {
  return ownUsageOnly || filter.key !== undefined || filter.user !== undefined ? 'all' : chosen;
}

/** Hours where the API has them. */
export function periodFor(chosen: Period, subject: { readonly span: Span }): Period {
  return chosen === 'hour' && !mayBeHourly(subject) ? 'day' : chosen;
}

export function mayBeHourly({ span }: { readonly span: Span }): boolean {
  return span.toMs - span.fromMs <= MAX_HOURLY_MS;
}
