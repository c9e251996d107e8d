import {
  type AuditOptions,
  type AuditReport,
  audit,
  type BucketPeriod,
  Calendar,
  createReadPrices,
  eraseUser,
  HOUR_MS,
  type LeafSchedule,
  type LedgerStore,
  type Retention,
  recordUsage,
  rollUp,
  sweep,
  type TimeRange,
  type UsageRecord,
} from '@token-ledger/core';
import {
  createInMemoryLedgerStore,
  InMemoryPriceStore,
  InMemoryWitnessStore,
  type Step,
} from '@token-ledger/in-memory';
import { ROLL_UP_ALL } from './ledger-over.ts';
import { NOON } from './records.ts';

/** An in-memory ledger with a manual clock, and everything that keeps it correct. */
export class AuditedLedger {
  nowMs = NOON;
  /** Runs every atomic operation of the store; may be replaced by one that fails. */
  step: Step = async (_operation, effect) => effect();
  readonly store = createInMemoryLedgerStore({
    pageSize: 3,
    step: (operation, effect) => this.step(operation, effect),
  });
  readonly prices = new InMemoryPriceStore();
  readonly witnesses = new InMemoryWitnessStore();
  #tokens = 0;
  readonly deps;

  constructor(leaves: LeafSchedule = {}) {
    this.deps = {
      store: this.store,
      clock: () => this.nowMs,
      newToken: () => `token_${(this.#tokens += 1)}`,
      calendar: new Calendar('UTC', leaves),
      retention: { retentionDays: 90 } satisfies Retention,
      prices: this.prices,
      witnesses: this.witnesses,
      readPrices: createReadPrices(this.prices),
    };
  }

  record(...records: readonly UsageRecord[]) {
    return this.recordOn(this.store, ...records);
  }

  recordOn(store: LedgerStore, ...records: readonly UsageRecord[]) {
    return recordUsage({ ...this.deps, store }, records);
  }

  rollUp(store: LedgerStore = this.store) {
    return rollUp({ ...this.deps, store }, ROLL_UP_ALL);
  }

  audit(options: Partial<AuditOptions> = {}, store: LedgerStore = this.store): Promise<AuditReport> {
    const { fromMs = NOON - 24 * HOUR_MS, toMs = NOON + 24 * HOUR_MS } = options;
    return audit({ ...this.deps, store }, { repair: false, ...options, fromMs, toMs });
  }

  erase(userId: string, range?: TimeRange, store: LedgerStore = this.store) {
    return eraseUser({ ...this.deps, store }, userId, range);
  }

  sweep(hours: number) {
    return sweep(this.deps, hours);
  }

  async marks(period: BucketPeriod): Promise<string[]> {
    return (await this.store.listMarks(period)).map(({ bucketId }) => bucketId);
  }

  /** The ids and counts of a dimension in a bucket; ids without counts are left out. */
  async counts(period: BucketPeriod, bucketId: string, dimension: 'all' | 'access_key' | 'user' = 'user') {
    const { items } = await this.store.listStatistics({ period, bucketId, dimension }, { limit: 1000 });
    const counted = items.filter(({ statistics }) => statistics.count > 0);
    return Object.fromEntries(counted.map(({ id, statistics }) => [id, statistics.count]));
  }
}
