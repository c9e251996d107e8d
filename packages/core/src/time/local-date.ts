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

/** Days since the last Monday: 0 on a Monday, 6 on a Sunday. */
export function daysSinceMonday(utcMs: number): number {
  return (new Date(utcMs).getUTCDay() + 6) % 7;
}
