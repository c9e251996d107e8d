import { DAY_MS, HOUR_MS, hourStart } from './bucket.ts';
import type { Calendar } from './calendar.ts';

/*
 * Dates of a time zone, represented as UTC midnights. Counting days is then plain arithmetic, while two midnights of
 * the zone may be 23 or 25 hours apart.
 */

/** The UTC midnight of the date that a day's id names. */
export function localDate(dayBucketId: string): number {
  const [year, month, day] = [dayBucketId.slice(0, 4), dayBucketId.slice(4, 6), dayBucketId.slice(6, 8)];
  return Date.UTC(Number(year), Number(month) - 1, Number(day));
}

/** The day's id for a UTC midnight. */
export function dayId(utcMs: number): string {
  return new Date(utcMs).toISOString().slice(0, 10).replaceAll('-', '');
}

/** How long a range is, by the calendar of a time zone. */
export interface CalendarSpan {
  readonly months: number;
  readonly days: number;
  readonly hours: number;
}

/**
 * The start of a range of this length that ends at an instant. It is a whole day, or a whole hour if the length has hours, so that
 * statistics answer for all of it even when their records have expired. A day that the earlier month lacks is its last one.
 */
export function startOfLast(
  calendar: Calendar,
  { months, days, hours }: CalendarSpan,
  endMs: number,
): number {
  const end = new Date(localDate(calendar.bucketAt('day', endMs).id));
  const [year, month] = [end.getUTCFullYear(), end.getUTCMonth() - months];
  const daysOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const dateMs = Date.UTC(year, month, Math.min(end.getUTCDate(), daysOfMonth)) - days * DAY_MS;
  if (hours === 0) return calendar.bucket('day', dayId(dateMs)).startMs;
  const intoDayMs = endMs - calendar.bucketAt('day', endMs).startMs;
  return hourStart(calendar.bucket('day', dayId(dateMs)).startMs + intoDayMs - hours * HOUR_MS);
}

/** Days since the last Monday: 0 on a Monday, 6 on a Sunday. */
export function daysSinceMonday(utcMs: number): number {
  return (new Date(utcMs).getUTCDay() + 6) % 7;
}
