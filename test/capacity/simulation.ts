import {
  Calendar,
  type Clock,
  DIMENSIONS,
  HOUR_MS,
  hourBucketId,
  type LedgerStore,
  type Period,
  recordUsage,
  rollUp,
  StatisticsFold,
  type StatisticsItem,
  type UsageRecord,
} from '@token-ledger/core';
import { createInMemoryLedgerStore } from '@token-ledger/in-memory';
import { realisticRecord } from '../../bench/realistic-records.ts';
import { Random } from '../../scripts/random.ts';
import { readShippedPrices, shippedPricer } from '../support/prices.ts';
import { CapacityMeter, meteredLedgerStore } from './metered-ledger-store.ts';

/** How usage arrives. */
export interface Load {
  readonly recordsPerHour: number;
  /** Records of one run of the consumer, on average. */
  readonly batch: number;
  /** This share arrives late, by 10 minutes on average (exponentially). */
  readonly shortlyLate: number;
  /** This share arrives late, by up to 20 hours. */
  readonly veryLate: number;
  /** This share is delivered again after the visibility timeout. */
  readonly redelivered: number;
}

/** A million records a day in batches of 2.5 s, late and repeated as in real life. */
export const STEADY: Load = {
  recordsPerHour: 1_000_000 / 24,
  batch: 29,
  shortlyLate: 0.01,
  veryLate: 0.001,
  redelivered: 0.005,
};

/** A million records an hour. */
export const BUSY: Load = { ...STEADY, recordsPerHour: 1_000_000, batch: 347 };

const MINUTE_MS = 60_000;
const SHORTLY_LATE_MEAN_MS = 10 * MINUTE_MS;
const LATEST_MS = 20 * HOUR_MS;
const REDELIVERED_AFTER_MS = 365_000;
const PAGE_ITEMS = 1_000;

export interface Arrival {
  readonly atMs: number;
  readonly record: UsageRecord;
}

/** The deliveries of the records that occur in a span of time, in order. */
export function occurring(load: Load, fromMs: number, toMs: number, random: Random): readonly Arrival[] {
  return deliveries(load, fromMs, toMs, random, (ms, lateMs) => ({ occurredAtMs: ms, atMs: ms + lateMs }));
}

/**
 * The deliveries in a span of time, in order, including late ones from before it; repeated deliveries may come after
 * it.
 */
export function arriving(load: Load, fromMs: number, toMs: number, random: Random): readonly Arrival[] {
  return deliveries(load, fromMs, toMs, random, (ms, lateMs) => ({ occurredAtMs: ms - lateMs, atMs: ms }));
}

function deliveries(
  load: Load,
  fromMs: number,
  toMs: number,
  random: Random,
  times: (ms: number, lateMs: number) => { readonly occurredAtMs: number; readonly atMs: number },
): readonly Arrival[] {
  const arrivals: Arrival[] = [];
  for (let ms = fromMs; ms < toMs; ms += HOUR_MS / load.recordsPerHour) {
    const { occurredAtMs, atMs } = times(Math.floor(ms), Math.floor(latenessMs(load, random)));
    const record = realisticRecord(occurredAtMs);
    arrivals.push({ atMs, record });
    if (random.chance(load.redelivered)) arrivals.push({ atMs: atMs + REDELIVERED_AFTER_MS, record });
  }
  return arrivals.toSorted((a, b) => a.atMs - b.atMs);
}

function latenessMs({ shortlyLate, veryLate }: Load, random: Random): number {
  const kind = random.next();
  if (kind < veryLate) return random.next() * LATEST_MS;
  if (kind < veryLate + shortlyLate) return -Math.log(1 - random.next()) * SHORTLY_LATE_MEAN_MS;
  return 0;
}

/** A ledger in memory that counts every call, with a clock that only moves when it is set. */
export class Simulation {
  readonly meter = new CapacityMeter();
  readonly store: LedgerStore;
  readonly calendar = new Calendar('UTC');
  readonly retention = { retentionDays: 90 };
  readonly readPrices = readShippedPrices;
  nowMs = 0;
  readonly clock: Clock = () => this.nowMs;
  #tokens = 0;
  readonly newToken = () => `token-${String((this.#tokens += 1)).padStart(10, '0')}`;

  constructor() {
    this.store = meteredLedgerStore(createInMemoryLedgerStore({ pageSize: PAGE_ITEMS }), this.meter);
  }

  /** Records deliveries up to an instant, with one run of the consumer per window of time. */
  async consume(arrivals: readonly Arrival[], { batch: size, recordsPerHour }: Load): Promise<void> {
    this.meter.phase = 'record';
    const windowMs = (size / recordsPerHour) * HOUR_MS;
    const batches = Map.groupBy(arrivals, ({ atMs }) => Math.floor(atMs / windowMs));
    for (const [window, batch] of batches) {
      this.nowMs = (window + 1) * windowMs;
      const outcomes = await recordUsage(
        this,
        batch.map(({ record }) => record),
      );
      if (outcomes.some(({ kind }) => kind === 'failed')) throw new Error('A record could not be stored.');
    }
  }

  /** One run of the roll-up. Its work on a period counts as `roll up hour` and so on, lists and its frame apart. */
  async rollUpAt(nowMs: number): Promise<void> {
    this.nowMs = nowMs;
    const framed = async <T>(phase: string, call: () => Promise<T>): Promise<T> => {
      this.meter.phase = 'schedule';
      const answer = await call();
      this.meter.phase = phase;
      return answer;
    };
    const store: LedgerStore = {
      ...this.store,
      // The marks of a period are listed right before it is rolled up.
      putStatistics: (item, replaces) =>
        item.dimension === 'list' ? this.#putList(item, replaces) : this.store.putStatistics(item, replaces),
      listMarks: (period) => framed(`roll up ${period}`, () => this.store.listMarks(period)),
      putHeartbeat: (heartbeat) => framed('', () => this.store.putHeartbeat(heartbeat)),
    };
    const { failures } = await rollUp(
      {
        store,
        clock: this.clock,
        newToken: this.newToken,
        calendar: this.calendar,
        retention: this.retention,
        readPrices: readShippedPrices,
      },
      { maxBuckets: 48, deadlineMs: nowMs + 240_000, coalesceLate: true },
    );
    if (failures.length > 0) throw failures[0]?.error;
  }

  async #putList(item: StatisticsItem, replaces: string | undefined): Promise<boolean> {
    const { phase } = this.meter;
    this.meter.phase = item.period === 'hour' ? 'lists of hour' : 'lists';
    const stored = await this.store.putStatistics(item, replaces);
    this.meter.phase = phase;
    return stored;
  }

  /** Minute by minute: records arriving usage, and runs the roll-up. */
  async run(arrivals: readonly Arrival[], load: Load, fromMs: number, toMs: number): Promise<void> {
    const minutes = Map.groupBy(arrivals, ({ atMs }) => Math.floor((atMs - fromMs) / MINUTE_MS));
    for (let minute = 0; fromMs + minute * MINUTE_MS < toMs; minute += 1) {
      await this.consume(minutes.get(minute) ?? [], load);
      await this.rollUpAt(fromMs + (minute + 1) * MINUTE_MS);
    }
  }

  /** Adds what an hour would count to other hours too, as if the same had happened there; for the bench. */
  async fillHours(records: Iterable<UsageRecord>, hourStartsMs: readonly number[]): Promise<void> {
    this.meter.phase = 'prepare';
    const fold = new StatisticsFold(shippedPricer);
    for (const record of records) fold.add(record);
    const folded = fold.result();
    for (const hourStartMs of hourStartsMs) {
      for (const dimension of DIMENSIONS) {
        for (const [id, statistics] of folded[dimension]) {
          const bucketId = hourBucketId(hourStartMs);
          await this.store.putStatistics({ period: 'hour', bucketId, dimension, id, statistics }, undefined);
        }
      }
    }
  }

  /** The units of reading all statistics of a bucket. */
  async readsOf(period: Period, bucketId: string): Promise<number> {
    this.meter.phase = `probe ${period} ${bucketId}`;
    for (const dimension of DIMENSIONS) {
      let afterId: string | undefined;
      do {
        const options = { consistent: true, ...(afterId === undefined ? {} : { afterId }) };
        ({ nextAfterId: afterId } = await this.store.listStatistics(
          { period, bucketId, dimension },
          options,
        ));
      } while (afterId !== undefined);
    }
    return this.meter.of(this.meter.phase).read;
  }
}
