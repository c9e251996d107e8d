import { beforeEach, describe, expect, it } from '@jest/globals';
import { compareKeys, type LedgerStore, SLICE_MS, type UsageRecord } from '@token-ledger/core';
import { Random } from '../../../scripts/random.ts';
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

    it('has no records in an empty slice', async () => {
      expect(await read(SLICE_START_MS)).toEqual([]);
    });

    it('returns every record exactly, whatever fields it has', async () => {
      const records = [
        usageRecord(),
        fullRecord(),
        usageRecord({ requestId: longUnicodeId('x'), status: 'error' }),
      ];
      await store.putSegment(SLICE_START_MS, records);
      const found = await read(SLICE_START_MS);
      expect(found.toSorted(compareKeys)).toStrictEqual(records.toSorted(compareKeys));
    });

    it('gives revised copies before all others, whenever and with whatever they were put', async () => {
      const plain = usageRecords(40, 'plain_');
      const revised = usageRecords(40, 'revised_', { revision: 2 });
      for (const [index, record] of plain.entries()) {
        await store.putSegment(SLICE_START_MS, [record, revised[index] as UsageRecord]);
        await store.putSegment(SLICE_START_MS, [{ ...record, revision: 3 }]);
      }
      const copies = await read(SLICE_START_MS);
      expect(copies).toHaveLength(120);
      expect(copies.findLastIndex(({ revision }) => revision !== undefined)).toBe(79);
    });

    it('loses plain copies before revised ones, so that a stop between them forgets no revision', async () => {
      await store.putSegment(SLICE_START_MS, [usageRecord({ revision: 2 })]);
      await store.putSegment(SLICE_START_MS, [usageRecord()]);
      await store.putSegment(SLICE_START_MS, [usageRecord({ revision: 3 })]);
      const order: number[] = [];
      await store.removeFromSegments(SLICE_START_MS, ({ revision = 1 }) => {
        if (!order.includes(revision)) order.push(revision);
        return true;
      });
      expect(order[0]).toBe(1);
      expect(await read(SLICE_START_MS)).toEqual([]);
    });

    it('appends: records that are stored twice are there twice', async () => {
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

    it('accepts an empty list', async () => {
      await store.putSegment(SLICE_START_MS, []);
      expect(await collect(store.readSegments(SLICE_START_MS))).toEqual([]);
    });

    it('removes records from all segments of a slice, and no others', async () => {
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

    it('removes records that several callers remove from one segment at once', async () => {
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

    it('writes more in one call than fits into an item, and reads more than fits into an answer', async () => {
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

const random = new Random(1);

/** Incompressible text. */
function noise(length: number): string {
  let text = '';
  while (text.length < length) text += random.next().toString(36).slice(2);
  return text.slice(0, length);
}
