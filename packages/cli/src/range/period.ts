import type { Range } from './range.ts';

const DAY_MS = 86_400_000;

/**
 * The period of a series that people read: hours below 3 days, days up to 90, months above, as in the console. The default of
 * the API is hours up to 7 days, which are for programs: a week of them is 168 rows.
 */
export function periodFor({ from, to }: Range): 'hour' | 'day' | 'month' {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  return days < 3 ? 'hour' : days <= 90 ? 'day' : 'month';
}
