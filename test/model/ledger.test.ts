import { describe, expect, it } from '@jest/globals';
import {
  Calendar,
  DIMENSIONS,
  foldSegments,
  type LedgerStore,
  PERIODS,
  type Period,
  readStatistics,
  recordUsage,
  rollUp,
  StatisticsFold,
  totalMeasures,
  type UsageRecord,
} from '@token-ledger/core';
import { InMemoryLedgerStore } from '@token-ledger/core/in-memory';
import { Interleaving } from '../support/interleaving.ts';
import { Random } from '../support/random.ts';
import { usageRecord } from '../support/records.ts';

/*
 * The ledger's promise, checked over random interleavings of consumers, roll-ups and readers that may die at any call:
 * every acknowledged record is counted once, in the hour of its first accepted record, and never disappears again.
 */

const SCHEDULES = 400;
const NOW = Date.UTC(2026, 11, 2);
const HOUR_A = Date.UTC(2026, 10, 30, 10);
const HOUR_B = Date.UTC(2026, 10, 30, 11);
const calendar = new Calendar('UTC');
const retention = { retentionDays: 90 };

/** Record number i counts 8^i input tokens, so that a sum tells which records it counts, and how often. */
function tokensOf(index: number) {
  return { ...usageRecord().tokens, input: 8 ** index };
}

function countsIn(sum: bigint, records: number): number[] {
  return Array.from({ length: records }, (_, index) => Number((sum >> BigInt(3 * index)) & 7n));
}

class World {
  readonly #store: LedgerStore = new InMemoryLedgerStore();
  readonly #random: Random;
  readonly #interleaving: Interleaving;
  readonly #acknowledged = new Set<string>();
  readonly #ids: string[];
  #tokens = 0;

  constructor(seed: number) {
    this.#random = new Random(seed);
    this.#interleaving = new Interleaving(this.#random, this.#random.pick([0, 0.01, 0.05]));
    this.#ids = Array.from({ length: 2 + this.#random.below(5) }, (_, index) => `req_${index}`);
  }

  async run(): Promise<void> {
    const messages = Array.from({ length: 2 + this.#random.below(4) }, () => this.#message());
    for (const message of messages) {
      for (let delivery = 0; delivery <= this.#random.below(3); delivery += 1) this.#consumer(message, false);
    }
    for (let count = this.#random.below(4); count > 0; count -= 1) this.#rollUp(false);
    for (let count = this.#random.below(4); count > 0; count -= 1) this.#reader();
    await this.#interleaving.finish();

    // What was not acknowledged is delivered again, and the schedule goes on.
    for (const message of messages) this.#consumer(message, true);
    this.#rollUp(true);
    this.#reader();
    await this.#interleaving.finish();
    this.#rollUp(true);
    await this.#interleaving.finish();
    await this.#expectExactStatistics(messages.flat());
  }

  /** One to three records; ids repeat between messages under other times and keys. */
  #message(): UsageRecord[] {
    return Array.from({ length: 1 + this.#random.below(3) }, () => {
      const index = this.#random.below(this.#ids.length);
      return usageRecord({
        requestId: this.#ids[index] as string,
        occurredAtMs: this.#random.pick([HOUR_A, HOUR_A + 3_599_999, HOUR_B]),
        accessKeyId: this.#random.pick(['ak_1', 'ak_2']),
        tokens: tokensOf(index),
      });
    });
  }

  #consumer(message: readonly UsageRecord[], immortal: boolean): void {
    this.#interleaving.start(
      this.#store,
      async (store) => {
        const deps = { store, clock: () => NOW, newToken: () => this.#newToken(), retention };
        const outcomes = await recordUsage(deps, message);
        if (outcomes.every(({ kind }) => kind === 'recorded' || kind === 'duplicate')) {
          for (const { requestId } of message) this.#acknowledged.add(requestId);
        }
      },
      immortal,
    );
  }

  #rollUp(immortal: boolean): void {
    this.#interleaving.start(
      this.#store,
      async (store) => {
        const deps = { store, clock: () => NOW, newToken: () => this.#newToken(), calendar, retention };
        const report = await rollUp(deps, {
          maxBuckets: 100,
          deadlineMs: Number.POSITIVE_INFINITY,
          coalesceLate: false,
        });
        expect(report.failures).toEqual([]);
        expect(report.shrinksRefused).toBe(0);
      },
      immortal,
    );
  }

  #reader(): void {
    const period = this.#random.pick<Period>(['hour', 'day', 'month']);
    const listing = this.#random.chance(0.5);
    this.#interleaving.start(
      this.#store,
      async (store) => {
        const before = new Set(this.#acknowledged);
        const { rows } = await readStatistics(
          { store, clock: () => NOW, calendar, retention },
          {
            dimension: listing ? 'access_key' : 'all',
            ...(listing ? {} : { id: '*' }),
            period,
            fromMs: Date.UTC(2026, 10, 1),
            toMs: Date.UTC(2026, 11, 1),
            limit: 100,
          },
        );
        const sum = rows.reduce((total, row) => total + totalMeasures(row.statistics).input, 0n);
        countsIn(sum, this.#ids.length).forEach((count, index) => {
          const acknowledged = before.has(this.#ids[index] as string);
          expect([index, count]).toEqual([index, acknowledged ? 1 : Math.min(count, 1)]);
        });
      },
      true,
    );
  }

  async #expectExactStatistics(sent: readonly UsageRecord[]): Promise<void> {
    const expected = new StatisticsFold();
    for (const requestId of new Set(sent.map((record) => record.requestId))) {
      expected.add((await this.#store.getRecord(requestId)) as UsageRecord);
    }
    for (const period of PERIODS) expect(await this.#store.listMarks(period)).toEqual([]);
    const { folded } = await foldSegments(this.#store, HOUR_A, HOUR_B + 3_600_000);
    expect(folded).toEqual(expected.result());
    const month = { period: 'month', bucketId: '202611' } as const;
    for (const dimension of DIMENSIONS) {
      const { items } = await this.#store.listStatistics({ ...month, dimension });
      expect(new Map(items.map((item) => [item.id, item.statistics]))).toEqual(folded[dimension]);
    }
  }

  #newToken(): string {
    this.#tokens += 1;
    return `token_${this.#tokens}`;
  }
}

describe('the ledger under concurrency and crashes', () => {
  it(`counts every acknowledged record exactly once in ${SCHEDULES} random schedules`, async () => {
    for (let seed = 1; seed <= SCHEDULES; seed += 1) {
      try {
        await new World(seed).run();
      } catch (error) {
        throw new Error(`Schedule ${seed} breaks the promise.`, { cause: error });
      }
    }
  }, 60_000);
});
