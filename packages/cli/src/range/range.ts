import { Temporal } from 'temporal-polyfill';
import { refused, UsageError } from '../errors.ts';

/*
 * Times as people name them, in a time zone: a day, a duration, `yesterday`, `last month`.
 */

/** [from, to), as the API takes it. */
export interface Range {
  readonly from: string;
  readonly to: string;
}

export type RangeOptions = {
  readonly last?: string | undefined;
  readonly in?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

export interface Moment {
  readonly nowMs: number;
  readonly timeZone: string;
}

type Zoned = Temporal.ZonedDateTime;
type Unit = 'day' | 'week' | 'month' | 'year';

const HOUR_MS = 3_600_000;
const UNITS: Readonly<Record<string, string>> = {
  m: 'minutes',
  h: 'hours',
  d: 'days',
  w: 'weeks',
  mo: 'months',
  y: 'years',
};
const DURATION = 'a duration such as 24h, 7d, 4w, 3mo, or P1M of ISO 8601';
const TIME =
  'a day (2026-11-21), an instant with its offset (2026-11-21T12:00:00Z), a duration ago (7d), now, today or yesterday';
const PERIOD = 'today, yesterday, this or last week, month or year, a day (2026-11-21) or a month (2026-11)';

/** @throws UsageError if the options contradict each other, or one is no time */
export function parseRange(options: RangeOptions, moment: Moment, byDefault: RangeOptions): Range {
  const isGiven = [options.last, options.in, options.from, options.to].some((value) => value !== undefined);
  const { last, in: period, from, to } = isGiven ? options : byDefault;
  const ways = [last, period, from].filter((value) => value !== undefined).length;
  if (ways > 1) throw new UsageError('Use one of --last, --in, and --from with --to.');
  const now = nowOf(moment);
  if (period !== undefined) {
    if (to !== undefined) throw new UsageError('--to belongs to --from or --last.');
    const [start, end] = parsePeriod(period, now);
    return rangeOf(start, earlier(end, now));
  }
  const end = to === undefined ? now : parseTime('--to', to, now);
  if (last !== undefined) return rangeOf(startOfLast(last, end), end);
  if (from === undefined)
    throw new UsageError('--from is missing.', 'Or use --last 7d, or --in "last month".');
  return rangeOf(parseTime('--from', from, now), end);
}

/** The whole period, such as a day that `--date` names, up to now. */
export function parseDay(option: string, text: string, moment: Moment): Range {
  const now = nowOf(moment);
  const start =
    ['today', 'yesterday'].includes(text) || /^\d{4}-\d\d-\d\d$/.test(text) ? dayOf(text, now) : undefined;
  if (!start) throw refused(option, text, 'today, yesterday or a day such as 2026-11-21');
  return rangeOf(start, start.add({ days: 1 }));
}

/** The whole hours that a range touches, of which none is in the future. */
export function wholeHours({ from, to }: Range, nowMs: number): Range {
  const start = Math.floor(Date.parse(from) / HOUR_MS) * HOUR_MS;
  const end = Math.min(Math.ceil(Date.parse(to) / HOUR_MS) * HOUR_MS, Math.ceil(nowMs / HOUR_MS) * HOUR_MS);
  return { from: new Date(start).toISOString(), to: new Date(Math.max(end, start + HOUR_MS)).toISOString() };
}

/** The start of an hour of UTC, as the ledger counts them: that of an instant, or so many hours before. */
export function hourOf(instant: string | number, hoursBefore = 0): string {
  const startMs = Math.floor(new Date(instant).getTime() / HOUR_MS) * HOUR_MS;
  return new Date(startMs - hoursBefore * HOUR_MS).toISOString();
}

/** An instant as it is shown: to the minute, in the time zone. */
export function showTime(instant: string | undefined | null, timeZone: string): string {
  if (!instant) return '';
  const zoned = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
  return `${zoned.toPlainDate().toString()} ${zoned.toPlainTime().toString({ smallestUnit: 'minute' })}`;
}

/** A range as it is shown, its end exclusive. */
export function showRange({ from, to }: Range, timeZone: string): string {
  return `${showTime(from, timeZone)} to ${showTime(to, timeZone)} ${timeZone}`;
}

/** The range before, with which one is compared: null if its usage is no longer kept. */
export function previousText(previous: Range | null, timeZone: string): string {
  return previous ? showRange(previous, timeZone) : 'not kept any more';
}

/** A period of statistics as it is shown: as short as it is clear. */
export function showPeriod(instant: string, period: 'hour' | 'day' | 'month', timeZone: string): string {
  const shown = showTime(instant, timeZone);
  return period === 'hour' ? shown : shown.slice(0, period === 'day' ? 10 : 7);
}

function nowOf({ nowMs, timeZone }: Moment): Zoned {
  return Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(timeZone);
}

/** How many days or months a unit of `--last` has. */
const CALENDAR: Readonly<Record<string, readonly ['day' | 'month', number]>> = {
  d: ['day', 1],
  w: ['day', 7],
  mo: ['month', 1],
  y: ['month', 12],
};

/**
 * Days, weeks, months and years are whole ones of the calendar, and the one that has not ended counts as one, as in the
 * console, whose days are those of the reporting time zone. A duration of ISO 8601 is counted as the API counts it: from the
 * start of the day so long ago. Hours and minutes are counted back from the end.
 */
function startOfLast(text: string, end: Zoned): Zoned {
  const duration = parseDuration('--last', text);
  const [, amount, unit = ''] = /^(\d+)(d|w|mo|y)$/.exec(text) ?? [];
  const calendar = CALENDAR[unit];
  if (!calendar) return isOfDays(duration) ? end.subtract(duration).startOfDay() : end.subtract(duration);
  const [period, times] = calendar;
  const current = startOf(period, end.subtract({ milliseconds: 1 }));
  return current.subtract({ [`${period}s`]: times * Number(amount) - 1 }).startOfDay();
}

function isOfDays({ hours, minutes, seconds, milliseconds }: Temporal.Duration): boolean {
  return hours === 0 && minutes === 0 && seconds === 0 && milliseconds === 0;
}

function parseDuration(option: string, text: string): Temporal.Duration {
  const [, amount, unit = ''] = /^(\d{1,4})(m|h|d|w|mo|y)$/.exec(text) ?? [];
  const name = UNITS[unit];
  try {
    const duration = name ? Temporal.Duration.from({ [name]: Number(amount) }) : Temporal.Duration.from(text);
    if (duration.sign > 0) return duration;
  } catch {
    // Reported below, in the words of this command.
  }
  throw refused(option, text, DURATION);
}

function parseTime(option: string, text: string, now: Zoned): Zoned {
  if (text === 'now') return now;
  const day = dayOf(text, now);
  if (day) return day;
  if (/^\d{1,4}(m|h|d|w|mo|y)$|^P/.test(text)) return now.subtract(parseDuration(option, text));
  try {
    if (/(Z|[+-]\d\d:\d\d)$/.test(text))
      return Temporal.Instant.from(text).toZonedDateTimeISO(now.timeZoneId);
    if (/^\d{4}-\d\d$/.test(text)) return monthOf(text, now);
  } catch {
    // Reported below, in the words of this command.
  }
  throw refused(option, text, TIME);
}

function parsePeriod(text: string, now: Zoned): readonly [Zoned, Zoned] {
  const day = dayOf(text, now);
  if (day) return [day, day.add({ days: 1 })];
  const [, which, unit] = /^(this|last)[ _-](week|month|year)$/.exec(text) ?? [];
  if (unit !== undefined) {
    const start = startOf(unit as Unit, now);
    const step = { [`${unit}s`]: 1 };
    return which === 'this' ? [start, start.add(step)] : [start.subtract(step), start];
  }
  try {
    if (/^\d{4}-\d\d$/.test(text)) {
      const start = monthOf(text, now);
      return [start, start.add({ months: 1 })];
    }
  } catch {
    // Reported below, in the words of this command.
  }
  throw refused('--in', text, PERIOD);
}

function dayOf(text: string, now: Zoned): Zoned | undefined {
  if (text === 'today') return now.startOfDay();
  if (text === 'yesterday') return now.startOfDay().subtract({ days: 1 }).startOfDay();
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toZonedDateTime(now.timeZoneId);
  } catch {
    return undefined;
  }
}

function monthOf(text: string, now: Zoned): Zoned {
  return Temporal.PlainYearMonth.from(text).toPlainDate({ day: 1 }).toZonedDateTime(now.timeZoneId);
}

/** Weeks begin on Monday. */
function startOf(unit: Unit, now: Zoned): Zoned {
  const day = now.startOfDay();
  if (unit === 'week') return day.subtract({ days: now.dayOfWeek - 1 }).startOfDay();
  if (unit === 'month') return day.with({ day: 1 }).startOfDay();
  return unit === 'year' ? day.with({ month: 1, day: 1 }).startOfDay() : day;
}

function earlier(a: Zoned, b: Zoned): Zoned {
  return Temporal.ZonedDateTime.compare(a, b) <= 0 ? a : b;
}

function rangeOf(start: Zoned, end: Zoned): Range {
  if (Temporal.ZonedDateTime.compare(start, end) >= 0)
    throw new UsageError('The range ends before it begins.');
  return { from: iso(start), to: iso(end) };
}

function iso(time: Zoned): string {
  return new Date(time.epochMilliseconds).toISOString();
}
