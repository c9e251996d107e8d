import type { TimeSpan } from '../queries/previous-range.ts';
import { DAY_MS } from '../time/bucket.ts';
import type { Calendar } from '../time/calendar.ts';
import { dayId, daysSinceMonday, localDate } from '../time/local-date.ts';

type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year';

/**
 * `last`: the whole unit before the current one. `this`: the current unit so far. `days`: this many whole days before
 * today.
 */
type Rule = { readonly last: Unit } | { readonly this: Unit } | { readonly days: number };

const RULES = {
  today: { this: 'day' },
  yesterday: { last: 'day' },
  this_week: { this: 'week' },
  last_week: { last: 'week' },
  this_month: { this: 'month' },
  last_month: { last: 'month' },
  this_quarter: { this: 'quarter' },
  last_quarter: { last: 'quarter' },
  this_year: { this: 'year' },
  last_year: { last: 'year' },
  last_7_days: { days: 7 },
  last_30_days: { days: 30 },
  last_90_days: { days: 90 },
  last_365_days: { days: 365 },
} as const satisfies Record<string, Rule>;

export type ReportRangeName = keyof typeof RULES;
/** The names of all ranges. */
export const REPORT_RANGES = Object.keys(RULES) as [ReportRangeName, ...ReportRangeName[]];

/** Whether a range may exceed 366 days: in a leap year, if the zone sets its clocks back permanently. */
export function isYear(name: ReportRangeName): boolean {
  return name === 'this_year' || name === 'last_year';
}

/**
 * The range that a name stands for at an instant: days, weeks (from Monday), months, quarters and years of the
 * reporting time zone, [fromMs, toMs). Never empty: at the first instant of a day, `today` is still the day that just
 * ended. The same holds for every `this_…` range.
 */
export function reportRange(calendar: Calendar, name: ReportRangeName, atMs: number): TimeSpan {
  const rule: Rule = RULES[name];
  if ('this' in rule) return { fromMs: startOf(calendar, rule.this, atMs - 1, 0), toMs: atMs };
  if ('last' in rule) {
    return { fromMs: startOf(calendar, rule.last, atMs, -1), toMs: startOf(calendar, rule.last, atMs, 0) };
  }
  return { fromMs: startOf(calendar, 'day', atMs, -rule.days), toMs: startOf(calendar, 'day', atMs, 0) };
}

/** The start of the unit that contains an instant, or of the unit `later` units after it. */
function startOf(calendar: Calendar, unit: Unit, ms: number, later: number): number {
  const date = localDate(calendar.bucketAt('day', ms).id);
  return calendar.bucket('day', dayId(firstDate(unit, date, later))).startMs;
}

function firstDate(unit: Unit, date: number, later: number): number {
  const [year, month] = [new Date(date).getUTCFullYear(), new Date(date).getUTCMonth()];
  switch (unit) {
    case 'day':
      return date + later * DAY_MS;
    case 'week':
      return date + (7 * later - daysSinceMonday(date)) * DAY_MS;
    case 'month':
      return Date.UTC(year, month + later);
    case 'quarter':
      return Date.UTC(year, 3 * (Math.floor(month / 3) + later));
    case 'year':
      return Date.UTC(year + later, 0);
  }
}
