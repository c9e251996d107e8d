import { type Bucket, type BucketPeriod, DAY_MS, HOUR_MS, hourStart, type Period } from './bucket.ts';
import { type LeafSchedule, leafMinutesAt } from './leaf-schedule.ts';

/** The id of the UTC hour that starts at an instant, such as `2026112112`. */
export function hourBucketId(hourStartMs: number): string {
  const date = new Date(hourStartMs);
  return dateId(date) + twoDigits(date.getUTCHours());
}

/** The UTC hour that contains an instant. */
export function hourBucket(ms: number): Bucket {
  const startMs = hourStart(ms);
  return { period: 'hour', id: hourBucketId(startMs), startMs, endMs: startMs + HOUR_MS };
}

/**
 * Divides time into hours, days and months. Hours are UTC's. Days and months are those of the reporting time zone, from
 * local midnight to local midnight: a day has 23 or 25 hours when clocks change, and begins or ends within an hour if
 * the zone's offset is not a whole number of hours. A schedule divides hours into leaves.
 */
export class Calendar {
  readonly timeZone: string;
  readonly #leaves: LeafSchedule;
  readonly #offsetFormat: Intl.DateTimeFormat | undefined;
  /**
   * Offsets by quarter of an hour, within which they are constant: computing one costs more than everything else here.
   */
  readonly #offsets = new Map<number, number>();

  /** @param timeZone an IANA name; throws a RangeError for one the platform does not know. */
  constructor(timeZone: string, leaves: LeafSchedule = {}) {
    this.timeZone = timeZone;
    this.#leaves = leaves;
    this.#offsetFormat =
      timeZone === 'UTC'
        ? undefined
        : new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  }

  /** The bucket of a period that contains an instant. */
  bucketAt(period: Period, ms: number): Bucket {
    if (period === 'hour') return hourBucket(ms);
    const local = this.wallClock(ms);
    const [year, month, day] = [local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()];
    return period === 'day' ? this.#day(year, month, day) : this.#month(year, month);
  }

  /** What clocks of the time zone show at an instant, in the UTC fields of the date. */
  wallClock(ms: number): Date {
    return new Date(ms + this.#offsetMs(ms));
  }

  /**
   * The smallest bucket that contains an instant: a leaf, or the hour if it has none. Its statistics are computed from
   * records.
   */
  finestAt(ms: number): Bucket {
    const minutes = leafMinutesAt(ms, this.#leaves);
    return minutes === undefined ? hourBucket(ms) : leafBucket(ms, minutes);
  }

  /** The bucket with this id. Throws a RangeError for a text that is not an id of the period. */
  bucket(period: BucketPeriod, id: string): Bucket {
    const [year, month, day, hour, minute, leafMinutes] = parseId(period, id);
    if (period === 'leaf') return leafBucket(Date.UTC(year, month, day, hour, minute), leafMinutes);
    if (period === 'hour') return hourBucket(Date.UTC(year, month, day, hour));
    return period === 'day' ? this.#day(year, month, day) : this.#month(year, month);
  }

  /** The buckets of a period that intersect [fromMs, toMs), in order. */
  bucketsBetween(period: Period, fromMs: number, toMs: number): Bucket[] {
    const buckets: Bucket[] = [];
    for (let ms = fromMs; ms < toMs; ) {
      const bucket = this.bucketAt(period, ms);
      buckets.push(bucket);
      ms = bucket.endMs;
    }
    return buckets;
  }

  /**
   * The buckets whose sums make up a bucket's statistics: days, hours (including those only partly in the day), leaves,
   * or none.
   */
  children(bucket: Bucket): Bucket[] {
    switch (bucket.period) {
      case 'month':
        return this.bucketsBetween('day', bucket.startMs, bucket.endMs);
      case 'day':
        return this.bucketsBetween('hour', bucket.startMs, bucket.endMs);
      case 'hour':
        return this.#leavesOf(bucket);
      case 'leaf':
        return [];
    }
  }

  /** The hour of a leaf, the day of an hour (both days if midnight divides it), the month of a day; none for a month. */
  parents(bucket: Bucket): Bucket[] {
    switch (bucket.period) {
      case 'leaf':
        return [hourBucket(bucket.startMs)];
      case 'hour':
        return this.bucketsBetween('day', bucket.startMs, bucket.endMs);
      case 'day':
        return this.bucketsBetween('month', bucket.startMs, bucket.endMs);
      case 'month':
        return [];
    }
  }

  #leavesOf({ startMs, endMs }: Bucket): Bucket[] {
    const minutes = leafMinutesAt(startMs, this.#leaves);
    const leaves: Bucket[] = [];
    if (minutes === undefined) return leaves;
    for (let ms = startMs; ms < endMs; ms += minutes * MINUTE_MS) leaves.push(leafBucket(ms, minutes));
    return leaves;
  }

  #day(year: number, month: number, day: number): Bucket {
    return {
      period: 'day',
      id: dateId(new Date(Date.UTC(year, month, day))),
      startMs: this.#localMidnight(year, month, day),
      endMs: this.#localMidnight(year, month, day + 1),
    };
  }

  #month(year: number, month: number): Bucket {
    return {
      period: 'month',
      id: dateId(new Date(Date.UTC(year, month))).slice(0, 6),
      startMs: this.#localMidnight(year, month, 1),
      endMs: this.#localMidnight(year, month + 1, 1),
    };
  }

  /** The start of a local date: midnight, or the first instant after it where clocks skip midnight. */
  #localMidnight(year: number, month: number, day: number): number {
    const wall = Date.UTC(year, month, day);
    if (this.#offsetFormat === undefined) return wall;
    const before = this.#offsetMs(wall - DAY_MS);
    const after = this.#offsetMs(wall + DAY_MS);
    const candidates = [wall - before, wall - after].filter((ms) => ms + this.#offsetMs(ms) === wall);
    // No candidate: the clocks skip midnight, and the date begins where the offset `before` ends.
    return candidates.length > 0 ? Math.min(...candidates) : wall - before;
  }

  #offsetMs(ms: number): number {
    if (this.#offsetFormat === undefined) return 0;
    const quarter = Math.floor(ms / QUARTER_MS) * QUARTER_MS;
    let offset = this.#offsets.get(quarter);
    if (offset === undefined) {
      if (this.#offsets.size >= MAX_CACHED_OFFSETS) this.#offsets.clear();
      offset = offsetAt(this.#offsetFormat, quarter);
      this.#offsets.set(quarter, offset);
    }
    return offset;
  }
}

const MINUTE_MS = 60_000;
const QUARTER_MS = HOUR_MS / 4;

/** Two years of hours, about a megabyte. */
const MAX_CACHED_OFFSETS = 20_000;

function offsetAt(format: Intl.DateTimeFormat, ms: number): number {
  const name = format.formatToParts(ms).find((part) => part.type === 'timeZoneName')?.value ?? '';
  const match = /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(name);
  if (!match)
    throw new RangeError(
      `The platform returned the UTC offset "${name}", which does not have the form GMT+hh:mm.`,
    );
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = match;
  return (sign === '-' ? -1 : 1) * ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

function dateId(date: Date): string {
  const year = String(date.getUTCFullYear()).padStart(4, '0');
  return year + twoDigits(date.getUTCMonth() + 1) + twoDigits(date.getUTCDate());
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** The id ends with the length, so that it can be read without the schedule. */
function leafBucket(ms: number, minutes: number): Bucket {
  const lengthMs = minutes * MINUTE_MS;
  const startMs = Math.floor(ms / lengthMs) * lengthMs;
  const id = hourBucketId(startMs) + twoDigits(new Date(startMs).getUTCMinutes()) + twoDigits(minutes);
  return { period: 'leaf', id, startMs, endMs: startMs + lengthMs };
}

const ID_LENGTH: Readonly<Record<BucketPeriod, number>> = { leaf: 14, hour: 10, day: 8, month: 6 };

function parseId(period: BucketPeriod, id: string): [number, number, number, number, number, number] {
  if (id.length !== ID_LENGTH[period] || !/^\d+$/.test(id)) {
    throw new RangeError(`"${id}" is not the id of a ${period}: ${ID_LENGTH[period]} digits are expected.`);
  }
  const part = (start: number, end: number, absent: number) =>
    id.length >= end ? Number(id.slice(start, end)) : absent;
  return [part(0, 4, 0), part(4, 6, 1) - 1, part(6, 8, 1), part(8, 10, 0), part(10, 12, 0), part(12, 14, 0)];
}
