const HOUR_MS = 3_600_000;

/** The start of the hour of UTC; zones with half hours have other starts, whose hours the ledger does not know. */
export function startOfHour(ms: number): number {
  return Math.floor(ms / HOUR_MS) * HOUR_MS;
}

/** The start of the day in a zone, `daysBefore` days earlier. */
export function startOfDay(ms: number, zone: string, daysBefore = 0): number {
  const { year, month, day } = partsIn(ms, zone);
  return instantOf(Date.UTC(year, month - 1, day - daysBefore), zone);
}

/** The start of the week in a zone, a Monday, `weeksBefore` weeks earlier. */
export function startOfWeek(ms: number, zone: string, weeksBefore = 0): number {
  const { year, month, day } = partsIn(ms, zone);
  const daysSinceMonday = (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;
  return startOfDay(ms, zone, daysSinceMonday + 7 * weeksBefore);
}

/** The start of the month in a zone, `monthsBefore` months earlier. */
export function startOfMonth(ms: number, zone: string, monthsBefore = 0): number {
  const { year, month } = partsIn(ms, zone);
  return instantOf(Date.UTC(year, month - 1 - monthsBefore, 1), zone);
}

/** The start of a date, such as `2026-11-29`, in a zone. */
export function startOfDate(date: string, zone: string): number {
  return instantOf(Date.parse(`${date}T00:00:00Z`), zone);
}

/** How far the clocks of a zone are ahead of UTC at an instant. */
export function offsetMinutes(ms: number, zone: string): number {
  const { year, month, day, hour, minute } = partsIn(ms, zone);
  const minutes = Math.floor(ms / 60_000);
  return Date.UTC(year, month - 1, day, hour, minute) / 60_000 - minutes;
}

/** The instant at which clocks of the zone show what UTC shows at `wallMs`. */
function instantOf(wallMs: number, zone: string): number {
  const first = wallMs - offsetMinutes(wallMs, zone) * 60_000;
  // Clocks may have changed in between.
  return wallMs - offsetMinutes(first, zone) * 60_000;
}

function partsIn(ms: number, zone: string) {
  const parts = Object.fromEntries(
    clockOf(zone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Readonly<Record<'year' | 'month' | 'day' | 'hour' | 'minute', number>>;
  return parts;
}

/** Kept for the page: to make one takes longer than to ask it. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  clocks.set(zone, clock);
  return clock;
}
