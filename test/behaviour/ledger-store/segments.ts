import { beforeEach, describe, expect, it } from '@jest/globals';
import { type LedgerStore, SLICE_MS, type UsageRecord } from '@token-ledger/core';
import {
  collect,
  fullRecord,
  longUnicodeId,
  SLICE_START_MS,
  usageRecord,
  usageRecords,
} from '../usage-records.ts';

export function describeSegments(created: () => LedgerStore): void {
  let store: LedgerStore;
  beforeEach(() => {
    store = created();
  });

  describe('segments', () => {
    async function read(sliceStartMs: number): Promise<UsageRecord[]> {
      const pages = await collect(store.readSegments(sliceStartMs));
      return pages.flat();
    }

    it('has no records in a slice that nothing was put into', async () => {
      expect(await read(SLICE_START_MS)).toEqual([]);
    });

    it('returns every record exactly, whatever fields it has', async () => {
      const records = [usageRecord(), usageRecord({ requestId: longUnicodeId('x'), status: 'error' })];
      await store.putSegment(SLICE_START_MS, [...records, fullRecord()]);
      // What was revised comes first.
      expect(await read(SLICE_START_MS)).toStrictEqual([fullRecord(), ...records]);
    });

    it('appends: what is put twice is there twice', async () => {
      await store.putSegment(SLICE_START_MS, usageRecords(3));
      await store.putSegment(SLICE_START_MS, usageRecords(5));
      const ids = (await read(SLICE_START_MS)).map(({ requestId }) => requestId);
      expect(ids.toSorted()).toEqual([
        'req_0',
        'req_0',
        'req_1',
        'req_1',
        'req_2',
        'req_2',
        'req_3',
        'req_4',
      ]);
    });

    it('keeps slices apart, up to their first and last millisecond', async () => {
      const nextSliceMs = SLICE_START_MS + SLICE_MS;
      const last = usageRecord({ requestId: 'last', occurredAtMs: nextSliceMs - 1 });
      const first = usageRecord({ requestId: 'first', occurredAtMs: nextSliceMs });
      await store.putSegment(SLICE_START_MS, [last]);
      await store.putSegment(nextSliceMs, [first]);
      expect(await read(SLICE_START_MS)).toStrictEqual([last]);
      expect(await read(nextSliceMs)).toStrictEqual([first]);
    });

    it('refuses a record of another slice', async () => {
      const next = usageRecord({ occurredAtMs: SLICE_START_MS + SLICE_MS });
      await expect(store.putSegment(SLICE_START_MS, [usageRecord(), next])).rejects.toThrow(RangeError);
      expect(await read(SLICE_START_MS)).toEqual([]);
    });

    it('stores nothing when there is nothing to store', async () => {
      await store.putSegment(SLICE_START_MS, []);
      expect(await collect(store.readSegments(SLICE_START_MS))).toEqual([]);
    });

    it('loses what is removed from all its segments, and nothing else', async () => {
      const [a, b] = [usageRecords(3, 'a'), usageRecords(2, 'b')];
      await store.putSegment(SLICE_START_MS, [...a, ...b]);
      await store.putSegment(SLICE_START_MS, a);
      await store.putSegment(SLICE_START_MS, b);
      const next = usageRecord({ requestId: 'a9', occurredAtMs: SLICE_START_MS + SLICE_MS });
      await store.putSegment(SLICE_START_MS + SLICE_MS, [next]);
      const isA = ({ requestId }: UsageRecord) => requestId.startsWith('a');
      const removed = await store.removeFromSegments(SLICE_START_MS, isA);
      expect(removed.map(({ requestId }) => requestId).toSorted()).toEqual([
        'a0',
        'a0',
        'a1',
        'a1',
        'a2',
        'a2',
      ]);
      expect(await collect(store.readSegments(SLICE_START_MS))).toStrictEqual([b, b]);
      expect(await read(SLICE_START_MS + SLICE_MS)).toStrictEqual([next]);
      expect(await store.removeFromSegments(SLICE_START_MS, isA)).toEqual([]);
    });

    it('loses all that several remove from the same segment at once', async () => {
      const records = usageRecords(12);
      for (let copies = 0; copies < 3; copies += 1) await store.putSegment(SLICE_START_MS, records);
      await Promise.all(
        [0, 1, 2].map((remainder) =>
          store.removeFromSegments(
            SLICE_START_MS,
            ({ requestId }) => Number(requestId.slice(4)) % 4 === remainder,
          ),
        ),
      );
      const ids = new Set((await read(SLICE_START_MS)).map(({ requestId }) => requestId));
      expect(ids).toEqual(new Set(['req_3', 'req_7', 'req_11']));
    });

    it('takes more in one call than fits into an item, and reads more than fits into an answer', async () => {
      const records = usageRecords(6_000).map((record) => ({ ...record, metadata: { noise: noise(450) } }));
      await store.putSegment(SLICE_START_MS, records);
      const found = await read(SLICE_START_MS);
      expect(found).toHaveLength(records.length);
      expect(new Map(found.map((record) => [record.requestId, record]))).toEqual(
        new Map(records.map((record) => [record.requestId, record])),
      );
    });
  });
}

/** Text that does not compress: a linear congruential generator's digits. */
let state = 1;
function noise(length: number): string {
  let text = '';
  while (text.length < length) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += state.toString(36);
  }
  return text.slice(0, length);
}
