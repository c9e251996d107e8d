import {
  DAY_MS,
  expiresAtMs,
  keyText,
  type LedgerStore,
  type Place,
  type RecordKey,
  type Retention,
  type StatisticsKey,
  sliceStart,
  type UsageRecord,
} from '@token-ledger/core';
import { createInMemoryLedgerStore } from '@token-ledger/in-memory';
import type { Random } from '../../scripts/random.ts';
import { overriddenStore } from './overridden-store.ts';

/** The database deletes an expired item at any time, at the latest after this. */
const LATEST_DELETION_MS = 3 * DAY_MS;

interface Expiring<T> {
  readonly item: T;
  readonly expiresAtMs: number;
}

/** An in-memory ledger whose raw records, aliases, segments and leaves expire as was decided when they were written, in any order. */
export class ExpiringLedgerStore {
  readonly #retention: () => Retention;
  readonly #inner = createInMemoryLedgerStore();
  readonly #places = new Map<string, Expiring<Place>>();
  #segments: Expiring<readonly UsageRecord[]>[] = [];
  #leaves: Expiring<StatisticsKey>[] = [];
  readonly store: LedgerStore;

  constructor(retention: () => Retention) {
    this.#retention = retention;
    this.store = overriddenStore(this.#inner, {
      claim: async (entries) =>
        entries.map((entry) => {
          const place = this.#placeOf(entry);
          if (place) return { kind: 'taken', place };
          const claimed: Place =
            'target' in entry ? { kind: 'alias', target: entry.target } : { kind: 'record', record: entry };
          this.#places.set(keyText(entry), this.#expiring(claimed, entry.occurredAtMs));
          return { kind: 'claimed' };
        }),
      replaceRecord: async (next, replacesRevision) => {
        const place = this.#placeOf(next);
        if (place?.kind !== 'record' || (place.record.revision ?? 1) !== replacesRevision)
          return { kind: 'changed', place };
        this.#places.set(keyText(next), this.#expiring({ kind: 'record', record: next }, next.occurredAtMs));
        return { kind: 'replaced' };
      },
      getRecord: async (key) => {
        const place = this.#placeOf(key);
        return place?.kind === 'record' ? place.record : undefined;
      },
      putSegment: async (sliceStartMs, records) => {
        const parts = Map.groupBy(records, ({ revision }) => revision !== undefined);
        for (const part of parts.values()) this.#segments.push(this.#expiring(part, sliceStartMs));
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
    for (const [key, place] of this.#places) if (!stays(place)) this.#places.delete(key);
    this.#segments = this.#segments.filter(stays);
    const leaves = Map.groupBy(this.#leaves, stays);
    for (const { item } of leaves.get(false) ?? []) this.#inner.loseStatistics(item);
    this.#leaves = leaves.get(true) ?? [];
  }

  #placeOf(key: RecordKey): Place | undefined {
    return this.#places.get(keyText(key))?.item;
  }

  #expiring<T>(item: T, ms: number): Expiring<T> {
    return { item, expiresAtMs: expiresAtMs(ms, this.#retention()) };
  }

  async *#read(sliceStartMs: number): AsyncGenerator<readonly UsageRecord[]> {
    const ofSlice = this.#segments.filter(
      ({ item }) => item[0] && sliceStart(item[0].occurredAtMs) === sliceStartMs,
    );
    // Revised copies come first, and each has a segment of its own here.
    for (const { item } of ofSlice) if (item[0]?.revision !== undefined) yield item;
    for (const { item } of ofSlice) if (item[0]?.revision === undefined) yield item;
  }
}
