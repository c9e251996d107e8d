import {
  BUCKET_PERIODS,
  type Bucket,
  type Calendar,
  type Conflict,
  DIMENSIONS,
  type Dimension,
  keyText,
  type LedgerStore,
  PERIODS,
  type Pricer,
  type RecordKey,
  type RowPosition,
  readStatistics,
  recordUsage,
  rollUp,
  type StatisticsQuery,
  sliceStart,
  totalMeasures,
  type UsageRecord,
} from '@token-ledger/core';
import { Random } from '../../../scripts/random.ts';
import { type AtomicCall, Interleaving, NO_FAULTS } from '../../support/interleaving.ts';
import { ObservedStore } from '../observed-store.ts';
import { Violation } from '../violation.ts';
import { ALL_CLOSED, bucketsOf, CALENDARS, drawTime, FAULTS, HOURS, RETENTION, timesIn } from '../world.ts';
import {
  expectAgreement,
  expectConflictsOnRecord,
  expectItems,
  expectNoMarks,
  expectTiesOnRecord,
} from './at-rest.ts';
import type { CallWorkload } from './call-workloads.ts';
import { BASE, CONTENTS, contentOf, digitOf, recordContent } from './contents.ts';
import { TrueCalls } from './true-calls.ts';

/*
 * One schedule of calls that are reported several times: consumers, roll-ups and readers over one store, any of which may
 * die, be refused or lose an answer at any call; then redelivery and roll-ups without faults, after which all must be exact.
 */

const USERS = ['u_1', 'u_2'] as const;
/** Usage that moves between items takes two runs a level. */
const MOST_ROLL_UPS = 10;

/** Runs the schedule of a seed. Rejects with a `Violation` if the ledger breaks its promise. Returns the steps taken. */
export async function runCallSchedule(workload: CallWorkload, seed: number): Promise<number> {
  return new CallSchedule(workload, seed).run();
}

class CallSchedule {
  readonly #workload: CallWorkload;
  readonly #random: Random;
  readonly #interleaving: Interleaving;
  readonly #calendar: Calendar;
  readonly #hours: readonly number[];
  readonly #times: readonly number[];
  readonly #calls: number;
  /** Of each call: the lowest rank of the reports that name its user. */
  readonly #namedFrom: readonly number[];
  readonly #truth: TrueCalls;
  readonly #store: ObservedStore;
  readonly #pricer: Pricer;
  /** Messages that were acknowledged. */
  readonly #done = new Set<readonly UsageRecord[]>();
  #nowMs: number;
  #tokens = 0;

  constructor(workload: CallWorkload, seed: number) {
    const random = new Random(seed);
    this.#workload = workload;
    this.#random = random;
    this.#calls = this.#draw(workload.calls);
    this.#namedFrom = Array.from({ length: this.#calls }, () => this.#draw(workload.namedFrom));
    this.#hours = HOURS.slice(0, this.#draw(workload.hours));
    this.#times = timesIn(this.#hours);
    this.#calendar = random.chance(0.2) ? CALENDARS.divided : CALENDARS.whole;
    const keys = Array.from({ length: this.#calls }, (_, call) => [
      keyOf(call, 'req'),
      keyOf(call, 'msg'),
    ]).flat();
    this.#truth = new TrueCalls(workload.agreeing, keys, this.#times, (ms) => bucketsOf(this.#calendar, ms));
    this.#pricer = pricerOf(keys);
    const buckets = this.#times.flatMap((ms) => bucketsOf(this.#calendar, ms));
    const places = {
      slices: new Set(this.#times.map(sliceStart)),
      buckets: new Set(buckets.map(({ period, id }) => `${period} ${id}`)),
    };
    this.#store = new ObservedStore(this.#truth, places, 1 + random.below(2), { listsAtOnce: true });
    const faults = random.below(workload.faultless) === 0 ? NO_FAULTS : random.pick(FAULTS);
    const scheduling = random.pick(workload.scheduling);
    this.#interleaving = new Interleaving(random, scheduling, faults, () => this.#truth.check());
    this.#nowMs = drawTime(random);
  }

  async run(): Promise<number> {
    const { messages: count, deliveries, rollUps, readers } = this.#workload;
    const messages = Array.from({ length: this.#draw(count) }, () => this.#message());
    const settled = this.#draw(this.#workload.settled);
    for (const message of messages.slice(0, settled)) this.#consumer([message], true);
    await this.#interleaving.finish();
    for (const message of messages.slice(settled)) {
      for (let left = this.#draw(deliveries); left > 0; left -= 1) {
        // Now and then one invocation is given two messages.
        this.#consumer(this.#random.chance(0.15) ? [message, this.#random.pick(messages)] : [message]);
      }
    }
    for (let left = this.#draw(rollUps); left > 0; left -= 1) this.#rollUp();
    for (let left = this.#draw(readers); left > 0; left -= 1) this.#reader();
    this.#start(true, (call) => call(() => void (this.#nowMs = ALL_CLOSED)));
    await this.#interleaving.finish();

    // What was not acknowledged is delivered again, and the schedule goes on.
    this.#nowMs = ALL_CLOSED;
    // Now and then also what was acknowledged, as a queue may.
    const again = this.#random.chance(0.5)
      ? messages
      : messages.filter((message) => !this.#done.has(message));
    for (const message of again) this.#consumer([message], true);
    this.#rollUp(true);
    this.#reader();
    await this.#interleaving.finish();
    await this.#expectExactness(messages.flat());
    return this.#interleaving.steps;
  }

  #draw([least, most]: readonly [number, number]): number {
    return least + this.#random.below(most - least + 1);
  }

  #message(): UsageRecord[] {
    return Array.from({ length: this.#draw(this.#workload.reportsPerMessage) }, () => this.#report());
  }

  #report(): UsageRecord {
    const { contents, namings, otherUsers, strayTies } = this.#workload;
    const call = this.#random.below(this.#calls);
    const occurredAtMs = this.#random.pick(this.#times);
    const content = CONTENTS[this.#random.pick(contents)];
    const naming = this.#random.pick(namings);
    const { accessKeyId, requestId } = keyOf(call, naming === 'message' ? 'msg' : 'req');
    // The call before last has the same access key.
    const tied = strayTies && call >= 2 && this.#random.chance(0.2) ? call - 2 : call;
    const named = this.#workload.namedAtRandom
      ? this.#random.chance(0.5)
      : content.rank >= (this.#namedFrom[call] as number);
    const userId = otherUsers && this.#random.chance(0.3) ? this.#random.pick(USERS) : USERS[0];
    return {
      requestId,
      ...(naming === 'both' && { otherName: keyOf(tied, 'msg').requestId }),
      accessKeyId,
      occurredAtMs,
      receivedAtMs: occurredAtMs,
      ...(named && { userId }),
      model: 'model-a',
      ...recordContent(content),
    };
  }

  /** Records the messages together and acknowledges each that has nothing left to try again. */
  #consumer(messages: readonly (readonly UsageRecord[])[], reliable = false): void {
    this.#start(reliable, async (call) => {
      this.#truth.delivered(messages.flat());
      const copied: UsageRecord[] = [];
      const store = this.#store.seenBy(call, (records) => copied.push(...records));
      const outcomes = await recordUsage({ ...this.#deps(), store }, messages.flat());
      const failure = outcomes.find((outcome) => outcome.kind === 'failed');
      if (reliable && failure) throw failure.error;
      let end = 0;
      for (const message of messages) {
        const start = end;
        end += message.length;
        const own = outcomes.slice(start, end);
        if (own.some(({ kind }) => kind === 'failed')) continue;
        this.#truth.acknowledged(message, own, copied);
        this.#done.add(message);
      }
    });
  }

  #rollUp(reliable = false): void {
    this.#start(reliable, async (call) => {
      const report = await rollUp(
        { ...this.#deps(), store: this.#store.seenBy(call) },
        { maxBuckets: 100, deadlineMs: Number.POSITIVE_INFINITY, coalesceLate: false },
      );
      if (reliable && report.failures[0]) throw report.failures[0].error;
      if (report.shrinksRefused > 0)
        throw new Violation(`A roll-up found ${report.shrinksRefused} items that count more than there is`);
    });
  }

  /** Reads page by page and judges the sum of all rows by what was acknowledged before it began. */
  #reader(): void {
    const query = this.#query();
    const inRange = ({ occurredAtMs }: UsageRecord) =>
      occurredAtMs >= query.fromMs && occurredAtMs < query.toMs;
    this.#start(true, async (call) => {
      const deps = { ...this.#deps(), store: this.#store.seenBy(call) };
      const read = this.#truth.beginRead({ inRange, dimension: query.dimension, id: query.id });
      const seen: { id: string; cost: bigint }[] = [];
      let after: RowPosition | undefined;
      do {
        const { rows, next } = await readStatistics(deps, { ...query, ...(after ? { after } : {}) });
        seen.push(...rows.map(({ id, statistics }) => ({ id, cost: totalMeasures(statistics).cost })));
        after = next;
      } while (after);
      this.#truth.judge(seen, read);
    });
  }

  #query(): StatisticsQuery {
    const dimension = this.#random.pick<Dimension>(DIMENSIONS);
    const ids = { all: ['*'], access_key: ['ak_1', 'ak_2'], user: ['-', ...USERS] } as const;
    const id = this.#random.chance(0.5) ? this.#random.pick<string>(ids[dimension]) : undefined;
    const period = this.#random.pick(PERIODS);
    const { startMs, endMs } = this.#calendar.bucketAt(
      // Hour by hour over a month would mostly read hours in which nothing can be.
      period === 'hour' ? this.#random.pick(['hour', 'day'] as const) : this.#random.pick(PERIODS),
      this.#random.pick(this.#hours),
    );
    const toMs = this.#random.chance(0.1) ? endMs - 1 : endMs;
    const limit = this.#random.pick([1, 2, 100]);
    return { dimension, ...(id !== undefined && { id }), period, fromMs: startMs, toMs, limit };
  }

  #start(reliable: boolean, run: (call: AtomicCall) => Promise<void>): void {
    this.#interleaving.start(run, { reliable });
  }

  #deps() {
    return {
      clock: () => this.#nowMs,
      newToken: () => `token_${(this.#tokens += 1)}`,
      calendar: this.#calendar,
      retention: RETENTION,
      readPrices: async () => ({ pricerAt: async () => this.#pricer, pricerOf: async () => this.#pricer }),
    };
  }

  async #expectExactness(reports: readonly UsageRecord[]): Promise<void> {
    const { inner } = this.#store;
    for (let runs = 0; runs < MOST_ROLL_UPS && (await isMarked(inner)); runs += 1) {
      this.#rollUp(true);
      await this.#interleaving.finish();
    }
    await expectNoMarks(inner);
    const days = new Set(
      this.#times.map((ms) => new Date(ms).toISOString().slice(0, 10).replaceAll('-', '')),
    );
    const conflicts: Conflict[] = [];
    for (const day of days) conflicts.push(...(await inner.listConflicts(day)));
    if (this.#workload.agreeing) expectAgreement(this.#truth, reports, conflicts);
    else {
      expectConflictsOnRecord(this.#truth, reports, conflicts);
      expectTiesOnRecord(reports, conflicts);
    }
    const buckets = new Map<string, Bucket>();
    for (const bucket of this.#times.flatMap((ms) => bucketsOf(this.#calendar, ms)))
      buckets.set(`${bucket.period} ${bucket.id}`, bucket);
    await expectItems(inner, this.#truth, buckets);
  }
}

async function isMarked(store: LedgerStore): Promise<boolean> {
  const marks = await Promise.all(BUCKET_PERIODS.map((period) => store.listMarks(period)));
  return marks.flat().length > 0;
}

/** Every two calls have the same names, under two access keys. */
function keyOf(call: number, name: 'req' | 'msg'): RecordKey {
  return { accessKeyId: `ak_${1 + (call % 2)}`, requestId: `${name}_${call >> 1}` };
}

/** What a record costs shows its place and its content. */
function pricerOf(keys: readonly RecordKey[]): Pricer {
  const indexes = new Map(keys.map((key, index) => [keyText(key), index] as const));
  return {
    priceRecord(record) {
      const digit = digitOf(contentOf(record));
      const cost = BigInt(digit * BASE ** (indexes.get(keyText(record)) as number));
      return {
        netNanoDollars: cost,
        listNanoDollars: cost,
        unpriced: false,
        reasons: [],
        uncertain: false,
        shares: [{ model: record.model, tokens: record.tokens, netNanoDollars: cost, listNanoDollars: cost }],
      };
    },
  };
}
