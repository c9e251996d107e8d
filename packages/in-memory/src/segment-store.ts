import { type SegmentStore, sliceStart, type UsageRecord } from '@token-ledger/core';
import { frozenCopy } from './frozen-copy.ts';
import type { InMemoryStoreOptions } from './store-options.ts';

type Slice = Map<string, readonly UsageRecord[]>;

/** Copies of the records of each slice: a page for each segment, read when the caller asks for it. */
export function createInMemorySegmentStore({ step }: Pick<InMemoryStoreOptions, 'step'>): SegmentStore {
  const slices = new Map<number, Slice>();
  let segmentCount = 0;

  function add(sliceStartMs: number, records: readonly UsageRecord[]): void {
    segmentCount += 1;
    // Unlike the order of writing, as with keys that several writers draw: what is written later may well come first.
    const drawn = String(Math.imul(segmentCount, 0x9e3779b1) >>> 0).padStart(10, '0');
    const key = `${records.some(isRevised) ? '!' : ''}${drawn}`;
    const slice: Slice = slices.get(sliceStartMs) ?? new Map();
    slices.set(sliceStartMs, slice.set(key, frozenCopy(records)));
  }

  return {
    async putSegment(sliceStartMs, records) {
      const stray = records.find(({ occurredAtMs }) => sliceStart(occurredAtMs) !== sliceStartMs);
      if (stray)
        throw new RangeError(
          `A record at ${stray.occurredAtMs} is outside the slice that starts at ${sliceStartMs}.`,
        );
      const parts = [records.filter(isRevised), records.filter((record) => !isRevised(record))];
      for (const part of parts) {
        if (part.length > 0) await step('putSegment', () => add(sliceStartMs, part));
      }
    },

    async *readSegments(sliceStartMs) {
      let after = '';
      while (true) {
        const page = await step('readSegments', () => {
          const slice: Slice = slices.get(sliceStartMs) ?? new Map();
          const [key] = [...slice.keys()].filter((candidate) => candidate > after).toSorted();
          const records = key === undefined ? undefined : slice.get(key);
          return key !== undefined && records && { key, records };
        });
        if (!page) return;
        after = page.key;
        yield page.records;
      }
    },

    async removeFromSegments(sliceStartMs, unwanted) {
      const found: UsageRecord[] = [];
      const keys = [...(slices.get(sliceStartMs)?.keys() ?? [])];
      for (const key of keys.toSorted().toReversed()) {
        await step('removeFromSegments', () => {
          const slice = slices.get(sliceStartMs);
          const records = slice?.get(key) ?? [];
          const kept = records.filter((record) => !unwanted(record));
          found.push(...records.filter(unwanted));
          if (kept.length === 0) slice?.delete(key);
          else slice?.set(key, Object.freeze(kept));
        });
      }
      return found;
    },
  };
}

function isRevised({ revision = 1 }: UsageRecord): boolean {
  return revision > 1;
}
