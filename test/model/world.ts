import { type Bucket, Calendar, HOUR_MS, type LeafSchedule, PERIODS } from '@token-ledger/core';
import type { Random } from '../../scripts/random.ts';
import type { Faults } from '../support/interleaving.ts';

/* The time in which schedules take place, and what may go wrong in them. */

export const HOURS = [
  Date.UTC(2026, 10, 30, 10),
  Date.UTC(2026, 10, 30, 11),
  // Another day of the same month, and another month.
  Date.UTC(2026, 10, 29, 23),
  Date.UTC(2026, 11, 1, 0),
] as const;
export const ALL_CLOSED = Date.UTC(2027, 0, 2);
/** The first of December is open, November is not. */
const DECEMBER_OPEN = Date.UTC(2026, 11, 1, 0, 30);
/** The last of November is open, and hours of it are closed. */
const DAY_OPEN = Date.UTC(2026, 10, 30, 12, 30);

/** The time in which a schedule begins. */
export function drawTime(random: Random): number {
  const drawn = random.below(10);
  if (drawn < 3) return DECEMBER_OPEN;
  return drawn < 5 ? DAY_OPEN : ALL_CLOSED;
}

export const RETENTION = { retentionDays: 90 };
export const FAULTS: readonly Faults[] = [
  { kill: 0.01, refuse: 0, loseAnswer: 0 },
  { kill: 0.03, refuse: 0.02, loseAnswer: 0.02 },
  { kill: 0, refuse: 0.1, loseAnswer: 0.05 },
];

/** Knows only the buckets a record can be in: the children left out never have statistics. */
class SparseCalendar extends Calendar {
  readonly #children = new Map<string, Bucket[]>();
  readonly #named = new Map<string, Bucket>();

  constructor(leaves: LeafSchedule) {
    super('UTC', leaves);
    const times = timesIn(HOURS);
    for (const period of PERIODS) {
      for (const hour of HOURS) {
        const parent = this.bucketAt(period, hour);
        const within = super.children(parent);
        this.#children.set(
          parent.id,
          within.filter(({ startMs, endMs }) => times.some((ms) => ms >= startMs && ms < endMs)),
        );
      }
    }
  }

  override children(bucket: Bucket): Bucket[] {
    return this.#children.get(bucket.id) ?? super.children(bucket);
  }

  override bucket(period: Bucket['period'], id: string): Bucket {
    let bucket = this.#named.get(id);
    if (!bucket) this.#named.set(id, (bucket = super.bucket(period, id)));
    return bucket;
  }
}

export const CALENDARS = { whole: new SparseCalendar({}), divided: new SparseCalendar({ leafMinutes: 15 }) };

/** The first and last instant of each hour: in its first leaf and in its last. */
export function timesIn(hours: readonly number[]): number[] {
  return hours.flatMap((ms) => [ms, ms + HOUR_MS - 1]);
}

/** Every bucket that an instant lies in, finest first. */
export function bucketsOf(calendar: Calendar, ms: number): Bucket[] {
  const coarser = PERIODS.map((period) => calendar.bucketAt(period, ms));
  const finest = calendar.finestAt(ms);
  return finest.period === 'hour' ? coarser : [finest, ...coarser];
}
