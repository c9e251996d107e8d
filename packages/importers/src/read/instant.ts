/*
 * Times as exports write them: most without an offset, of which only the exporter knows the time zone.
 */

const LOCAL = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)(?:[.,](\d+))?$/;
const WITH_OFFSET = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)(?:[.,](\d+))?\s?(Z|[+-]\d\d(?::?\d\d)?)$/i;
/** From here on, a number of seconds since the epoch would be in the year 5138, and a number of milliseconds in 1973. */
const FIRST_MILLISECONDS = 1e11;
/** The same for microseconds. */
const FIRST_MICROSECONDS = 1e14;

/**
 * Milliseconds since the epoch of a time as a text, with its offset or in the time zone, or as a number of seconds,
 * milliseconds or microseconds since the epoch. Finer digits are dropped. Undefined if it is none.
 */
export function instantOf(value: unknown, timeZone = 'UTC'): number | undefined {
  if (typeof value === 'number') return ofNumber(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (/^\d{9,16}(?:\.\d+)?$/.test(text)) return ofNumber(Number(text));
  const zoned = WITH_OFFSET.exec(text);
  if (zoned) return finite(Date.parse(isoOf(zoned, offsetOf(zoned[4] ?? 'Z'))));
  const local = LOCAL.exec(text);
  if (!local) return undefined;
  const wall = Date.parse(isoOf(local, 'Z'));
  return Number.isNaN(wall) ? undefined : fromWallClock(wall, timeZone);
}

export function isTimeZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function isoOf([, date = '', time = '', fraction = '']: RegExpExecArray, offset: string): string {
  return `${date}T${time}${time.length === 5 ? ':00' : ''}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`;
}

function offsetOf(text: string): string {
  if (/^z$/i.test(text)) return 'Z';
  const digits = text.replace(':', '');
  return `${digits.slice(0, 3)}:${digits.slice(3) || '00'}`;
}

function ofNumber(value: number): number | undefined {
  if (!Number.isFinite(value) || value < 0) return undefined;
  if (value >= FIRST_MICROSECONDS) return Math.floor(value / 1000);
  return Math.floor(value >= FIRST_MILLISECONDS ? value : value * 1000);
}

/**
 * The instant at which clocks of a time zone show a time, which is given as if it were in UTC. Of two such instants, when clocks
 * go back, the earlier one; of a time that clocks leave out, the one as long after they went forward.
 */
function fromWallClock(wall: number, timeZone: string): number {
  if (timeZone === 'UTC') return wall;
  const candidates = [wall - DAY_MS, wall + DAY_MS]
    .map((near) => wall - offsetAt(near, timeZone))
    .toSorted((a, b) => a - b);
  return (
    candidates.find((instant) => instant + offsetAt(instant, timeZone) === wall) ?? candidates[1] ?? wall
  );
}

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** How far the clocks of a time zone are ahead of UTC at an instant, in milliseconds. */
function offsetAt(instant: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  const second = Math.floor(instant / 1000) * 1000;
  const parts = Object.fromEntries(
    format.formatToParts(second).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second: seconds = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, seconds) - second;
}

function finite(ms: number): number | undefined {
  return Number.isNaN(ms) ? undefined : ms;
}
