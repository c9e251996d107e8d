import { startOfDate, startOfHour } from '../../parts/zone-time.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The full hours of UTC that hold the dates from the first to the last one, not beyond the hour under way. */
export function hoursOfDates(first: string, last: string, zone: string, nowMs: number) {
  const next = new Date(Date.parse(`${last}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
  const end = Math.min(nextHour(startOfDate(next, zone)), startOfHour(nowMs) + HOUR_MS);
  return {
    from: new Date(startOfHour(startOfDate(first, zone))).toISOString(),
    to: new Date(end).toISOString(),
  };
}

/** Days of zones with half hours begin and end within an hour of UTC. */
function nextHour(ms: number): number {
  return Math.ceil(ms / HOUR_MS) * HOUR_MS;
}

/** Whether it is a date that is not in the future. */
export function isPastDate(date: string, zone: string, nowMs: number): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(date) && startOfDate(date, zone) <= nowMs;
}
