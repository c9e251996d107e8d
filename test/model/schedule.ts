import {
  BUCKET_PERIODS,
  type Calendar,
  DIMENSIONS,
  type Dimension,
  dimensionId,
  FIRST_PRICE_SCHEDULE,
  HOUR_MS,
  LISTED_DIMENSIONS,
  PERIODS,
  type Pricer,
  type PriceSchedule,
  type PriceStore,
  type RecordKey,
  type RowPosition,
  readStatistics,
  readTopConsumers,
  recordUsage,
  reprice,
  revisionAt,
  rollUp,
  StatisticsFold,
  type StatisticsQuery,
  sameStatistics,
  sliceStart,
  totalMeasures,
  type UsageRecord,
} from '@token-ledger/core';
import { InMemoryPriceStore } from '@token-ledger/in-memory';
import { Random } from '../../scripts/random.ts';
import { type AtomicCall, Interleaving, NO_FAULTS } from '../support/interleaving.ts';
import { keptLists } from '../support/kept-lists.ts';
import { wrongList } from '../support/lists-at-rest.ts';
import { ObservedStore } from './observed-store.ts';
import { TrueLedger, VARIANTS } from './true-ledger.ts';
import { Violation } from './violation.ts';
import type { Workload } from './workloads.ts';
import { ALL_CLOSED, bucketsOf, CALENDARS, drawTime, FAULTS, HOURS, RETENTION, timesIn } from './world.ts';

/*
 * One schedule: consumers, roll-ups, readers and perhaps a correction over one store, any of which may die, be refused or
 * lose an answer at any call; then redelivery and a roll-up without faults, after which all must be exact. Everything is
 * drawn from the seed, so a schedule that fails fails again.
 */

/** Runs the schedule of a seed. Rejects with a `Violation` if the ledger breaks its promise. Returns the steps taken. */
export async function runSchedule(workload: Workload, seed: number): Promise<number> {
  return new Schedule(workload, seed).run();
}

class Schedule {
  readonly #workload: Workload;
  readonly #random: Random;
  readonly #interleaving: Interleaving;
  readonly #calendar: Calendar;
  readonly #hours: readonly number[];
  readonly #times: readonly number[];
  readonly #recordCount: number;
  readonly #keys: readonly RecordKey[];
  readonly #truth: TrueLedger;
  readonly #store: ObservedStore;
  readonly #lists = keptLists();
  #nowMs: number;
  /** The second price book exists, and holds nowhere yet. */
  #prices: PriceSchedule = { ...FIRST_PRICE_SCHEDULE, latestRevision: 2 };
  #tokens = 0;

  constructor(workload: Workload, seed: number) {
    const random = new Random(seed);
    this.#workload = workload;
    this.#random = random;
    this.#recordCount = this.#draw(workload.records);
    this.#hours = HOURS.slice(0, this.#draw(workload.hours));
    this.#times = timesIn(this.#hours);
    this.#calendar = CALENDARS[workload.hoursAre];
    const buckets = this.#times.flatMap((ms) => bucketsOf(this.#calendar, ms));
    this.#keys = Array.from({ length: this.#recordCount }, (_, index) => keyOf(index, workload.alike));
    this.#truth = new TrueLedger(buckets, this.#keys);
    const places = {
      slices: new Set(this.#times.map(sliceStart)),
      buckets: new Set(buckets.map(({ period, id }) => `${period} ${id}`)),
    };
    this.#store = new ObservedStore(this.#truth, places, 1 + random.below(2));
    const faults = random.below(workload.faultless) === 0 ? NO_FAULTS : random.pick(FAULTS);
    this.#interleaving = new Interleaving(random, workload.scheduling, faults, () => this.#truth.check());
    this.#nowMs = drawTime(random);
  }

  async run(): Promise<number> {
    const { messages: count, deliveries, rollUps, readers, correction, repricing } = this.#workload;
    const messages = Array.from({ length: this.#draw(count) }, (_, index) => this.#message(index));
    const settled = this.#draw(this.#workload.settled);
    for (const message of messages.slice(0, settled)) this.#consumer([message], true);
    await this.#interleaving.finish();
    for (const message of messages.slice(settled)) {
      const times = this.#draw(deliveries);
      for (let delivery = 0; delivery < times; delivery += 1) {
        // Now and then one invocation is given two messages.
        this.#consumer(this.#random.chance(0.15) ? [message, this.#random.pick(messages)] : [message]);
      }
    }
    for (let left = this.#draw(rollUps); left > 0; left -= 1) this.#rollUp();
    for (let left = this.#draw(readers); left > 0; left -= 1)
      if (this.#random.chance(0.3)) this.#ranking();
      else this.#reader();
    if (correction) this.#correction(this.#random.below(this.#recordCount));
    if (repricing) this.#repricing();
    this.#timePasses();
    await this.#interleaving.finish();

    // What was not acknowledged is delivered again, and the schedule goes on.
    this.#nowMs = ALL_CLOSED;
    for (const message of messages) this.#consumer([message], true);
    this.#rollUp(true);
    this.#reader();
    this.#ranking();
    await this.#interleaving.finish();
    // Where usage moves between items, a level takes two runs.
    for (let runs = 0; runs < 8 && (await this.#isMarked()); runs += 1) {
      this.#rollUp(true);
      await this.#interleaving.finish();
    }
    // Lists that were read before must not stand for what is there now.
    this.#ranking();
    await this.#interleaving.finish();
    await this.#expectExactness();
    return this.#interleaving.steps;
  }

  #draw([least, most]: readonly [number, number]): number {
    return least + this.#random.below(most - least + 1);
  }

  /** Calls repeat within and between messages under other times, users and contents. */
  #message(number = 0): UsageRecord[] {
    if (this.#workload.alike) return [this.#record(number % this.#recordCount, this.#times[0] as number)];
    const length = this.#draw(this.#workload.recordsPerMessage);
    return Array.from({ length }, () => {
      const index = this.#random.below(this.#recordCount);
      return {
        ...this.#record(index, this.#random.pick(this.#times)),
        userId: this.#random.chance(0.5) ? 'u_1' : 'u_2',
        model: this.#random.chance(0.7) ? 'model-a' : 'model-b',
        tokens: tokensOf(
          index,
          this.#random.chance(0.7) || this.#workload.repricing ? VARIANTS.first : VARIANTS.conflicting,
        ),
      };
    });
  }

  #record(index: number, occurredAtMs: number): UsageRecord {
    return {
      ...(this.#keys[index] as RecordKey),
      occurredAtMs,
      receivedAtMs: occurredAtMs,
      model: 'model-a',
      tokens: tokensOf(index, VARIANTS.first),
      status: 'ok',
    };
  }

  /** Records the messages together and acknowledges each that has nothing left to try again. */
  #consumer(messages: readonly (readonly UsageRecord[])[], reliable = false): void {
    this.#start(reliable, async (call) => {
      const deps = { ...this.#deps(call), store: this.#store.seenBy(call) };
      const outcomes = await recordUsage(deps, messages.flat());
      let end = 0;
      for (const message of messages) {
        const start = end;
        end += message.length;
        if (outcomes.slice(start, end).every(({ kind }) => kind !== 'failed')) {
          this.#truth.acknowledged(message);
        }
      }
    });
  }

  #rollUp(reliable = false): void {
    this.#start(reliable, async (call) => {
      const report = await rollUp(
        { ...this.#deps(call), store: this.#store.seenBy(call) },
        { maxBuckets: 100, deadlineMs: Number.POSITIVE_INFINITY, coalesceLate: false },
      );
      if (reliable && report.failures[0]) throw report.failures[0].error;
      if (report.shrinksRefused > 0 && !this.#workload.correction) {
        throw new Violation(`A roll-up found ${report.shrinksRefused} items that count more than there is`);
      }
    });
  }

  /** Reads page by page and judges the sum of all rows by what was acknowledged before it began. */
  #reader(): void {
    const query = this.#query();
    const matches = (record: UsageRecord) =>
      record.occurredAtMs >= query.fromMs &&
      record.occurredAtMs < query.toMs &&
      (query.id === undefined || dimensionId(query.dimension, record) === query.id);
    this.#start(true, async (call) => {
      const deps = { ...this.#deps(call), store: this.#store.seenBy(call) };
      const atLeast = this.#truth.expectedBy(matches);
      let sum = 0n;
      let after: RowPosition | undefined;
      do {
        const { rows, next } = await readStatistics(deps, { ...query, ...(after ? { after } : {}) });
        for (const { statistics } of rows) sum += totalMeasures(statistics).cost;
        after = next;
      } while (after);
      this.#truth.judge(sum, atLeast, matches);
    });
  }

  /** Ranks access keys or users, which reads lists, those of users also from a cache, and judges the sum of all of them. */
  #ranking(): void {
    const { fromMs, toMs } = this.#query();
    const kind = this.#random.pick(LISTED_DIMENSIONS);
    const models = this.#random.chance(0.3) ? new Set(['model-a']) : undefined;
    const matches = (record: UsageRecord) =>
      record.occurredAtMs >= fromMs && record.occurredAtMs < toMs && (models?.has(record.model) ?? true);
    this.#start(true, async (call) => {
      const cached = kind === 'user' && { listCache: this.#lists };
      const deps = { ...this.#deps(call), ...cached, store: this.#store.seenBy(call) };
      const atLeast = this.#truth.expectedBy(matches);
      const thresholds = { minTokens: 0n, minRequests: 0n, limit: 100 };
      const query = { kind, fromMs, toMs, sort: 'cost', ...thresholds, ...(models && { models }) } as const;
      const { consumers, totals } = await readTopConsumers(deps, { kind: 'everything' }, query);
      const sum = consumers.reduce((cost, consumer) => cost + consumer.totals.cost, 0n);
      if (sum !== totals.cost) throw new Violation('A ranking does not add up to its totals');
      this.#truth.judge(sum, atLeast, matches);
    });
  }

  #query(): StatisticsQuery {
    const dimension = this.#random.pick<Dimension>(DIMENSIONS);
    const id = this.#random.chance(0.5)
      ? dimensionId(dimension, this.#message()[0] as UsageRecord)
      : undefined;
    const period = this.#random.pick(PERIODS);
    const { startMs, endMs } = this.#calendar.bucketAt(
      // Hour by hour over a month would mostly read hours in which nothing can be.
      period === 'hour' ? this.#random.pick(['hour', 'day'] as const) : this.#random.pick(PERIODS),
      this.#random.pick(this.#hours),
    );
    return {
      dimension,
      ...(id === undefined ? {} : { id }),
      period,
      fromMs: startMs,
      // Now and then a part of the hour only.
      toMs: this.#random.chance(0.1) ? endMs - 1 : endMs,
      limit: this.#random.pick([1, 2, 100]),
    };
  }

  /**
   * Corrects or erases a record once it is acknowledged, as a correction has to: it makes sure that every item that the old
   * content may yet be written to exists, changes what the segments give, and asks for a repair, again until it succeeds.
   */
  #correction(index: number): void {
    this.#start(true, async (call) => {
      for (let tries = 0; !this.#truth.isAcknowledged(index); tries += 1) {
        if (tries === 40) return;
        await call(() => {});
      }
      const store = this.#store.seenBy(call);
      const record = this.#truth.record(index) as UsageRecord;
      const { period, id: bucketId } = this.#calendar.finestAt(record.occurredAtMs);
      for (const dimension of DIMENSIONS) {
        const key = { period, bucketId, dimension, id: dimensionId(dimension, record) };
        await store.putStatistics({ ...key, statistics: { count: 0, cells: [] } }, undefined);
      }
      const corrected = this.#random.chance(0.5)
        ? { ...record, tokens: tokensOf(index, VARIANTS.corrected) }
        : undefined;
      await call(() => {
        this.#truth.corrected(index, corrected);
        this.#store.correct(record, corrected ?? 'erased');
      });
      const token = this.#newToken();
      await store.putMark({ period, bucketId, token, firstMarkedAtMs: this.#nowMs, repair: true });
    });
  }

  /** Has everything priced again, as an operator does: again until it succeeds. */
  #repricing(): void {
    this.#start(true, async (call) => {
      const prices = { ...NO_PRICE_STORE, ...this.#priceStore(call) };
      const deps = { ...this.#deps(call), store: this.#store.seenBy(call), prices };
      const [fromMs = 0] = this.#hours;
      await reprice(deps, { fromMs, toMs: fromMs + HOUR_MS });
    });
  }

  #priceStore(call: AtomicCall): Pick<PriceStore, 'getPriceSchedule' | 'putPriceSchedule'> {
    return {
      getPriceSchedule: () => call(() => this.#prices),
      putPriceSchedule: (next) =>
        call(() => {
          this.#prices = next;
          this.#truth.repriced();
          return true;
        }),
    };
  }

  #timePasses(): void {
    this.#start(true, (call) =>
      call(() => {
        this.#nowMs = ALL_CLOSED;
      }),
    );
  }

  #start(reliable: boolean, run: (call: AtomicCall) => Promise<void>): void {
    this.#interleaving.start(run, { reliable });
  }

  #deps(call: AtomicCall) {
    return {
      clock: () => this.#nowMs,
      newToken: () => this.#newToken(),
      calendar: this.#calendar,
      retention: RETENTION,
      readPrices: async () => {
        // Where prices do not change, reading them takes no turn.
        const schedule = this.#workload.repricing
          ? await this.#priceStore(call).getPriceSchedule()
          : this.#prices;
        const at = (ms: number) => this.#pricerAt(ms, schedule);
        return {
          pricerAt: async (ms: number) => at(ms),
          pricerOf: async (revision: number) => pricerOf(revision),
        };
      },
    };
  }

  #pricerAt(ms: number, schedule = this.#prices): Pricer {
    return pricerOf(revisionAt(schedule, ms));
  }

  #newToken(): string {
    this.#tokens += 1;
    return `token_${this.#tokens}`;
  }

  async #isMarked(): Promise<boolean> {
    const marks = await Promise.all(BUCKET_PERIODS.map((period) => this.#store.inner.listMarks(period)));
    return marks.flat().length > 0;
  }

  /** At rest nothing is marked and every item of every bucket is the plain sum of the true records, and there is no other. */
  async #expectExactness(): Promise<void> {
    const { inner } = this.#store;
    const pricer: Pricer = {
      priceRecord: (record) => this.#pricerAt(record.occurredAtMs).priceRecord(record),
    };
    const all = this.#times.flatMap((ms) => bucketsOf(this.#calendar, ms));
    for (const period of BUCKET_PERIODS) {
      const [mark] = await inner.listMarks(period);
      if (mark) throw new Violation(`At rest ${period} ${mark.bucketId} is still marked`);
      const buckets = new Map(all.filter((b) => b.period === period).map((b) => [b.id, b]));
      for (const bucket of buckets.values()) {
        const fold = new StatisticsFold(pricer);
        for (let index = 0; index < this.#recordCount; index += 1) {
          const record = this.#truth.current(index);
          if (record && record.occurredAtMs >= bucket.startMs && record.occurredAtMs < bucket.endMs)
            fold.add(record);
        }
        const expected = fold.result();
        for (const dimension of DIMENSIONS) {
          const { items } = await inner.listStatistics(
            { period, bucketId: bucket.id, dimension },
            { limit: 100 },
          );
          // Where something was erased an item that counts nothing is left.
          const counting = items.filter(
            ({ statistics }) => statistics.count > 0 || statistics.cells.length > 0,
          );
          const right = counting.every(({ id, statistics }) => {
            const sums = expected[dimension].get(id);
            return sums && sameStatistics(sums, statistics);
          });
          if (!right || counting.length !== expected[dimension].size) {
            throw new Violation(`At rest ${period} ${bucket.id} is wrong by ${dimension}`);
          }
        }
        const wrong = await wrongList(inner, bucket, expected);
        if (wrong) throw new Violation(`At rest ${period} ${bucket.id} is wrong in the list ${wrong}`);
      }
    }
  }
}

/** What an input token costs by each price book. */
const PRICES: Readonly<Record<number, number>> = { 1: VARIANTS.first, 2: VARIANTS.corrected };

function pricerOf(revision: number): Pricer {
  return {
    priceRecord({ model, tokens }) {
      const cost = BigInt(tokens.input * (PRICES[revision] ?? 0));
      const costs = { netNanoDollars: cost, listNanoDollars: cost };
      return {
        ...costs,
        unpriced: false,
        reasons: [],
        uncertain: false,
        shares: [{ model, tokens, ...costs }],
      };
    },
  };
}

/** Repricing reads no price book: the schedule names it. */
const NO_PRICE_STORE: PriceStore = new InMemoryPriceStore();

/** Every two records have one name, under two access keys; those that are alike have one key. */
function keyOf(index: number, alike: boolean): RecordKey {
  if (alike) return { accessKeyId: 'ak_1', requestId: `req_${index}` };
  return { accessKeyId: `ak_${1 + (index % 2)}`, requestId: `req_${Math.floor(index / 2)}` };
}

function tokensOf(index: number, variant: number) {
  return {
    input: TrueLedger.tokensOf(index, variant),
    output: variant,
    cacheCreation5m: 1,
    cacheCreation1h: 2,
    cacheCreationUnattributed: 3,
    cacheRead: index,
  };
}
