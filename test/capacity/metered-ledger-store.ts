import {
  markPartition,
  recordKey,
  segmentPartition,
  statisticsPartition,
  statisticsSortKey,
} from '@token-ledger/aws';
import type { LedgerStore } from '@token-ledger/core';
import { overriddenStore } from '../support/overridden-store.ts';
import { itemBytes, readUnits, writeUnits } from './item-size.ts';
import { type Item, writtenItems } from './written-items.ts';

/*
 * Counts the units that the calls of a ledger store would consume on DynamoDB. The store behind it may be the in-memory
 * one, because it meters our own port. Items and sizes are those that the adapters of packages/aws write.
 */

export interface Units {
  read: number;
  write: number;
}

/** A page of a query ends after about this many bytes. */
const PAGE_BYTES = 1_000_000;

/** Consumed units, by purpose. */
export class CapacityMeter {
  readonly #phases = new Map<string, Units>();
  /** The purpose of the units that follow. */
  phase = '';

  count({ read = 0, write = 0 }: Partial<Units>): void {
    const units = this.of(this.phase);
    units.read += read;
    units.write += write;
    this.#phases.set(this.phase, units);
  }

  of(phase: string): Units {
    return this.#phases.get(phase) ?? { read: 0, write: 0 };
  }

  get phases(): readonly (readonly [string, Units])[] {
    return [...this.#phases];
  }
}

/**
 * The same store, counting every call that recording, rolling up and reading make. Its pages of statistics should have
 * as many items as fit into a megabyte.
 */
export function meteredLedgerStore(store: LedgerStore, meter: CapacityMeter): LedgerStore {
  const tables = new StoredSizes();

  /** A refused write costs as much as a successful one. */
  function countWrite(key: Item, item: Item, takesEffect = true): void {
    const bytes = itemBytes(item);
    meter.count({ write: writeUnits(tables.bytesOf(key), bytes) });
    if (takesEffect) tables.put(key, bytes);
  }

  async function countPut(call: (adapter: LedgerStore) => Promise<unknown>): Promise<void> {
    for (const item of await writtenItems(call)) countWrite(item, item);
  }

  function countQuery(sizes: readonly number[], consistent: boolean): void {
    let [pageBytes, read] = [0, 0];
    for (const bytes of sizes) {
      pageBytes += bytes;
      if (pageBytes < PAGE_BYTES) continue;
      read += readUnits(pageBytes, consistent);
      pageBytes = 0;
    }
    meter.count({ read: read + readUnits(pageBytes, consistent) });
  }

  return overriddenStore(store, {
    async claim(entries) {
      const outcomes = await store.claim(entries);
      const items = await writtenItems((adapter) => adapter.claim(entries));
      for (const [index, item] of items.entries()) {
        const isTaken = outcomes[index]?.kind === 'taken';
        countWrite(item, item, !isTaken);
        // An engine need not say what was there first: then it is read.
        if (isTaken) meter.count({ read: readUnits(tables.bytesOf(item), true) });
      }
      return outcomes;
    },

    async replaceRecord(next, replacesRevision) {
      const outcome = await store.replaceRecord(next, replacesRevision);
      for (const item of await writtenItems((adapter) => adapter.replaceRecord(next, replacesRevision))) {
        countWrite(item, item, outcome.kind === 'replaced');
        if (outcome.kind === 'changed') meter.count({ read: readUnits(tables.bytesOf(item), true) });
      }
      return outcome;
    },

    getRecord(key) {
      meter.count({ read: readUnits(tables.bytesOf({ ...recordKey(key) }), true) });
      return store.getRecord(key);
    },

    async putSegment(sliceStartMs, records) {
      await store.putSegment(sliceStartMs, records);
      await countPut((adapter) => adapter.putSegment(sliceStartMs, records));
    },

    async *readSegments(sliceStartMs) {
      countQuery(tables.partition(segmentPartition(sliceStartMs)), true);
      yield* store.readSegments(sliceStartMs);
    },

    async putMark(mark) {
      await store.putMark(mark);
      await countPut((adapter) => adapter.putMark(mark));
    },

    listMarks(period) {
      countQuery(tables.partition(markPartition(period)), true);
      return store.listMarks(period);
    },

    async deleteMark(mark) {
      const deleted = await store.deleteMark(mark);
      const key = { p: markPartition(mark.period), s: mark.bucketId };
      meter.count({ write: writeUnits(tables.bytesOf(key), 0) });
      if (deleted) tables.delete(key);
      return deleted;
    },

    getStatistics(keys, options) {
      for (const key of keys) {
        const item = { p: statisticsPartition(key), s: statisticsSortKey(key.id) };
        meter.count({ read: readUnits(tables.bytesOf(item), options?.consistent ?? false) });
      }
      return store.getStatistics(keys, options);
    },

    getTotals(keys) {
      for (const key of keys) {
        const item = { p: statisticsPartition(key), s: statisticsSortKey(key.id) };
        meter.count({ read: readUnits(tables.bytesOf(item), true) });
      }
      return store.getTotals(keys);
    },

    getExcerpts(keys, cells) {
      for (const key of keys) {
        const item = { p: statisticsPartition(key), s: statisticsSortKey(key.id) };
        meter.count({ read: readUnits(tables.bytesOf(item), true) });
      }
      return store.getExcerpts(keys, cells);
    },

    async listStatistics(bucket, options) {
      const page = await store.listStatistics(bucket, options);
      const p = statisticsPartition(bucket);
      const sizes = page.items.map(({ id }) => tables.bytesOf({ p, s: statisticsSortKey(id) }));
      countQuery(sizes, options?.consistent ?? false);
      return page;
    },

    async listTotals(bucket, options) {
      const page = await store.listTotals(bucket, options);
      const p = statisticsPartition(bucket);
      // A projection saves no units: the size of the whole item counts.
      countQuery(
        page.items.map(({ id }) => tables.bytesOf({ p, s: statisticsSortKey(id) })),
        true,
      );
      return page;
    },

    async putStatistics(item, replaces) {
      const stored = await store.putStatistics(item, replaces);
      const items = await writtenItems((adapter) => adapter.putStatistics(item, replaces));
      if (items.length > 1) throw new RangeError('The parts of wide statistics are not metered.');
      for (const written of items) countWrite(written, written, stored);
      return stored;
    },

    async putConflict(conflict) {
      await store.putConflict(conflict);
      await countPut((adapter) => adapter.putConflict(conflict));
    },

    async quarantine(record) {
      await store.quarantine(record);
      await countPut((adapter) => adapter.quarantine(record));
    },

    listQuarantined(utcDay) {
      countQuery(tables.partition(`Q#${utcDay}`), true);
      return store.listQuarantined(utcDay);
    },

    async putHeartbeat(heartbeat) {
      await store.putHeartbeat(heartbeat);
      await countPut((adapter) => adapter.putHeartbeat(heartbeat));
    },

    getHeartbeat() {
      meter.count({ read: 1 });
      return store.getHeartbeat();
    },
  });
}

/** The bytes of all items. */
class StoredSizes {
  readonly #partitions = new Map<string, Map<string, number>>();

  put({ p, s }: Item, bytes: number): void {
    const partition = this.#partitions.get(String(p)) ?? new Map<string, number>();
    this.#partitions.set(String(p), partition.set(String(s), bytes));
  }

  delete({ p, s }: Item): void {
    this.#partitions.get(String(p))?.delete(String(s));
  }

  /** 0 if the item does not exist. */
  bytesOf({ p, s }: Item): number {
    return this.#partitions.get(String(p))?.get(String(s)) ?? 0;
  }

  partition(name: string): readonly number[] {
    return [...(this.#partitions.get(name)?.values() ?? [])];
  }
}
