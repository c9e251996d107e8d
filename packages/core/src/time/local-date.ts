/*
 * Dates of a time zone as if they were UTC's, so that counting days is arithmetic: between two midnights of a zone there may
 * be 23 or 25 hours, too.
 */

/** The midnight of UTC that has the date which the id of a day names. */
export function localDate(dayBucketId: string): number {
  const [year, month, day] = [dayBucketId.slice(0, 4), dayBucketId.slice(4, 6), dayBucketId.slice(6, 8)];
  return Date.UTC(Number(year), Number(month) - 1, Number(day));
}

/** The id of the day which has the date of a midnight of UTC. */
export function dayId(utcMs: number): string {
  return new Date(utcMs).toISOString().slice(0, 10).replaceAll('-', '');
}

/** Days since the last Monday: 0 on a Monday, 6 on a Sunday. */
export function daysSinceMonday(utcMs: number): number {
  return (new Date(utcMs).getUTCDay() + 6) % 7;
}
