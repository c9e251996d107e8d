import {
  DAY_MS,
  expiresAtMs,
  type LedgerStore,
  type Retention,
  type StatisticsKey,
  sliceStart,
  type UsageRecord,
} from '@token-ledger/core';
import { InMemoryLedgerStore } from '@token-ledger/in-memory';
import type { Random } from '../../scripts/random.ts';
import { overriddenStore } from './overridden-store.ts';

/** The database deletes an expired item at any time, at the latest after this. */
const LATEST_DELETION_MS = 3 * DAY_MS;

interface Expiring<T> {
  readonly item: T;
  readonly expiresAtMs: number;
}

/** An in-memory ledger whose claims, segments and leaves expire as decided when they were written, in any order. */
export class ExpiringLedgerStore {
  readonly #retention: () => Retention;
  readonly #inner = new InMemoryLedgerStore();
  #claims: Expiring<UsageRecord>[] = [];
  #segments: Expiring<readonly UsageRecord[]>[] = [];
  #leaves: Expiring<StatisticsKey>[] = [];
  readonly store: LedgerStore;

  constructor(retention: () => Retention) {
    this.#retention = retention;
    this.store = overriddenStore(this.#inner, {
      claim: async (records) =>
        records.map((record) => {
          const claim = this.#claims.find(({ item }) => item.requestId === record.requestId);
          if (claim) return { kind: 'duplicate', canonical: claim.item };
          this.#claims.push(this.#expiring(record, record.occurredAtMs));
          return { kind: 'claimed' };
        }),
      getRecord: async (id) => this.#claims.find(({ item }) => item.requestId === id)?.item,
      putSegment: async (sliceStartMs, records) => {
        this.#segments.push(this.#expiring(records, sliceStartMs));
      },
      readSegments: (sliceStartMs) => this.#read(sliceStartMs),
      putStatistics: (item, replaces) => {
        if (item.expiresAtMs !== undefined) this.#leaves.push({ item, expiresAtMs: item.expiresAtMs });
        return this.#inner.putStatistics(item, replaces);
      },
    });
  }

  /** Deletes some of the expired items, and all that expired too long ago. */
  expire(nowMs: number, random: Random): void {
    const stays = <T>({ expiresAtMs: atMs }: Expiring<T>) =>
      nowMs < atMs || (nowMs < atMs + LATEST_DELETION_MS && random.chance(0.5));
    this.#claims = this.#claims.filter(stays);
    this.#segments = this.#segments.filter(stays);
    const leaves = Map.groupBy(this.#leaves, stays);
    for (const { item } of leaves.get(false) ?? []) this.#inner.loseStatistics(item);
    this.#leaves = leaves.get(true) ?? [];
  }

  #expiring<T>(item: T, ms: number): Expiring<T> {
    return { item, expiresAtMs: expiresAtMs(ms, this.#retention()) };
  }

  async *#read(sliceStartMs: number): AsyncGenerator<readonly UsageRecord[]> {
    for (const { item } of this.#segments) {
      if (item[0] && sliceStart(item[0].occurredAtMs) === sliceStartMs) yield item;
    }
  }
}
