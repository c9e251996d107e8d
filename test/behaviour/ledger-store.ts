import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  type Cell,
  compareIds,
  DAY_MS,
  type LedgerStore,
  type Mark,
  type Measures,
  NO_MEASURES,
  type QuarantinedRecord,
  type Rebuild,
  SLICE_MS,
  type StatisticsItem,
  type StatisticsKey,
  type StatisticsTotals,
  sameStatistics,
  totalMeasures,
  type UsageRecord,
} from '@token-ledger/core';
import {
  collect,
  fullRecord,
  longUnicodeId,
  SLICE_START_MS,
  usageRecord,
  usageRecords,
} from './usage-records.ts';

/** What every ledger store does, whatever it is made of. `create` makes an empty one. */
export function describeLedgerStore(name: string, create: () => LedgerStore | Promise<LedgerStore>): void {
  describe(name, () => {
    let store: LedgerStore;
    beforeEach(async () => {
      store = await create();
    });

    describe('claiming records', () => {
      it('claims a record that nobody claimed before', async () => {
        expect(await store.claim([usageRecord()])).toEqual([{ kind: 'claimed' }]);
        expect(await store.getRecord('req_1')).toStrictEqual(usageRecord());
      });

      it('keeps what was claimed first and hands it to whoever claims the same id', async () => {
        const second = usageRecord({
          occurredAtMs: SLICE_START_MS + DAY_MS,
          model: 'another',
          userId: 'late',
        });
        await store.claim([usageRecord()]);
        expect(await store.claim([second])).toStrictEqual([{ kind: 'duplicate', canonical: usageRecord() }]);
        expect(await store.getRecord('req_1')).toStrictEqual(usageRecord());
      });

      it('returns every field of the canonical record exactly', async () => {
        await store.claim([fullRecord()]);
        const [outcome] = await store.claim([usageRecord({ requestId: 'req_full' })]);
        expect(outcome).toStrictEqual({ kind: 'duplicate', canonical: fullRecord() });
        const { metadata } = (await store.getRecord('req_full')) as Required<UsageRecord>;
        expect(Object.entries(metadata)).toContainEqual(['__proto__', 'own']);
      });

      it.each(['ok', 'error', 'partial'] as const)('returns the status %s', async (status) => {
        await store.claim([usageRecord({ status })]);
        expect((await store.getRecord('req_1'))?.status).toBe(status);
      });

      it('tells a clock that was corrected from one that was found right', async () => {
        await store.claim([fullRecord({ clockClamped: true })]);
        expect((await store.getRecord('req_full'))?.clockClamped).toBe(true);
      });

      it('claims 60 records in one call', async () => {
        const records = usageRecords(60);
        expect(await store.claim(records)).toEqual(records.map(() => ({ kind: 'claimed' })));
        expect(await store.getRecord('req_59')).toStrictEqual(records[59]);
      });

      it('answers in the order of the records when some are taken', async () => {
        const taken = usageRecords(60).filter((_, index) => index % 7 === 3);
        await store.claim(taken);
        const outcomes = await store.claim(usageRecords(60, 'req_', { model: 'another' }));
        expect(outcomes).toStrictEqual(
          usageRecords(60).map((canonical, index) =>
            index % 7 === 3 ? { kind: 'duplicate', canonical } : { kind: 'claimed' },
          ),
        );
      });

      it('lets exactly one of two concurrent claims win', async () => {
        const [a, b] = [usageRecords(30, 'req_', { userId: 'a' }), usageRecords(30, 'req_', { userId: 'b' })];
        const [ofA, ofB] = await Promise.all([store.claim(a), store.claim(b)]);
        for (const index of a.keys()) {
          const kinds = new Set([ofA[index]?.kind, ofB[index]?.kind]);
          expect(kinds).toEqual(new Set(['claimed', 'duplicate']));
          const winner = ofA[index]?.kind === 'claimed' ? a[index] : b[index];
          expect([ofA[index], ofB[index]]).toContainEqual({ kind: 'duplicate', canonical: winner });
        }
      });

      it('tells apart ids of 128 characters of any script', async () => {
        const [x, y] = [
          usageRecord({ requestId: longUnicodeId('x') }),
          usageRecord({ requestId: longUnicodeId('y') }),
        ];
        expect(await store.claim([x, y])).toEqual([{ kind: 'claimed' }, { kind: 'claimed' }]);
        expect(await store.getRecord(x.requestId)).toStrictEqual(x);
      });

      it('claims nothing when there is nothing to claim', async () => {
        expect(await store.claim([])).toEqual([]);
      });

      it('finds no record under an id that was never claimed', async () => {
        expect(await store.getRecord('req_unknown')).toBeUndefined();
      });

      it('scans every record exactly, and nothing but records', async () => {
        const records = [...usageRecords(30), fullRecord()];
        await store.claim(records);
        const scanned = (await collect(store.scanRecords())).flat();
        const byId = (a: UsageRecord, b: UsageRecord) => compareIds(a.requestId, b.requestId);
        expect(scanned.toSorted(byId)).toStrictEqual(records.toSorted(byId));
      });

      it('scans nothing where nothing was claimed', async () => {
        expect((await collect(store.scanRecords())).flat()).toEqual([]);
      });

      it('is not affected by what callers do with their records afterwards', async () => {
        const tokens = { ...usageRecord().tokens };
        await store.claim([usageRecord({ tokens })]);
        tokens.input = 7;
        expect((await store.getRecord('req_1'))?.tokens.input).toBe(1000);
      });
    });

    describe('erasing records', () => {
      const ofUser = (userId: string) => usageRecord({ requestId: `of ${userId}`, userId });

      it('leaves nothing of a record but its id, which stays taken', async () => {
        await store.claim([ofUser('u_1'), ofUser('u_2')]);
        expect(await store.eraseRecord('of u_1', 'u_1')).toBe(true);
        expect(await store.getRecord('of u_1')).toBeUndefined();
        expect((await collect(store.scanRecords())).flat()).toStrictEqual([ofUser('u_2')]);
        const late = usageRecord({ requestId: 'of u_1', userId: 'another' });
        expect(await store.claim([ofUser('u_2'), ofUser('u_1')])).toStrictEqual([
          { kind: 'duplicate', canonical: ofUser('u_2') },
          { kind: 'erased' },
        ]);
        expect(await store.claim([late])).toStrictEqual([{ kind: 'erased' }]);
        expect(await store.eraseRecord('of u_1', 'another')).toBe(false);
      });

      it('leaves records of others alone', async () => {
        await store.claim([ofUser('u_1'), usageRecord({ requestId: 'of nobody' })]);
        expect(await store.eraseRecord('of u_1', 'u_2')).toBe(false);
        expect(await store.eraseRecord('of nobody', 'u_2')).toBe(false);
        expect(await store.getRecord('of u_1')).toStrictEqual(ofUser('u_1'));
      });

      it('finds nothing to erase the second time, or where nothing was', async () => {
        await store.claim([ofUser('u_1')]);
        await store.eraseRecord('of u_1', 'u_1');
        expect(await store.eraseRecord('of u_1', 'u_1')).toBe(false);
        expect(await store.eraseRecord('unknown', 'u_1')).toBe(false);
      });
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
        const records = [
          usageRecord(),
          fullRecord(),
          usageRecord({ requestId: longUnicodeId('x'), status: 'error' }),
        ];
        await store.putSegment(SLICE_START_MS, records);
        expect(await read(SLICE_START_MS)).toStrictEqual(records);
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

    describe('marks', () => {
      const mark: Mark = { period: 'hour', bucketId: '2026112112', token: 'first', firstMarkedAtMs: 1000 };

      it('lists the marks of a period in the order of their buckets', async () => {
        for (const bucketId of ['2026112113', '2026112023', '2026112112'])
          await store.putMark({ ...mark, bucketId });
        await store.putMark({ ...mark, period: 'day', bucketId: '20261121' });
        await store.putMark({ ...mark, period: 'month', bucketId: '202611' });
        const listed = async (period: Mark['period']) =>
          (await store.listMarks(period)).map(({ bucketId }) => bucketId);
        expect(await listed('hour')).toEqual(['2026112023', '2026112112', '2026112113']);
        expect(await listed('day')).toEqual(['20261121']);
        expect(await listed('month')).toEqual(['202611']);
      });

      it('replaces the token and keeps the first time when a bucket is marked again', async () => {
        await store.putMark(mark);
        await store.putMark({ ...mark, token: 'second', firstMarkedAtMs: 2000 });
        expect(await store.listMarks('hour')).toStrictEqual([{ ...mark, token: 'second' }]);
      });

      it('deletes a mark whose token is still the one that was read', async () => {
        await store.putMark(mark);
        expect(await store.deleteMark(mark)).toBe(true);
        expect(await store.listMarks('hour')).toEqual([]);
      });

      it('leaves a mark alone that was written again meanwhile', async () => {
        await store.putMark(mark);
        await store.putMark({ ...mark, token: 'second' });
        expect(await store.deleteMark(mark)).toBe(false);
        expect(await store.listMarks('hour')).toStrictEqual([{ ...mark, token: 'second' }]);
      });

      it('deletes a mark once', async () => {
        await store.putMark(mark);
        await store.deleteMark(mark);
        expect(await store.deleteMark(mark)).toBe(false);
      });

      it('keeps a repair that was asked for until the mark is deleted', async () => {
        await store.putMark(mark);
        await store.putMark({ ...mark, token: 'second', repair: true });
        await store.putMark({ ...mark, token: 'third' });
        expect(await store.listMarks('hour')).toStrictEqual([{ ...mark, token: 'third', repair: true }]);
        await store.deleteMark({ ...mark, token: 'third' });
        await store.putMark(mark);
        expect(await store.listMarks('hour')).toStrictEqual([mark]);
      });

      it('begins a new first time after the bucket was clean', async () => {
        await store.putMark(mark);
        await store.deleteMark(mark);
        await store.putMark({ ...mark, token: 'third', firstMarkedAtMs: 3000 });
        expect(await store.listMarks('hour')).toStrictEqual([
          { ...mark, token: 'third', firstMarkedAtMs: 3000 },
        ]);
      });
    });

    describe('statistics', () => {
      /** What is stored, without its versions. */
      const read = async (keys: readonly StatisticsKey[]) =>
        (await store.getStatistics(keys, { consistent: true })).map(
          ({ version: _version, ...stored }) => stored,
        );
      const versionOf = async (key: StatisticsKey) => (await store.getStatistics([key]))[0]?.version;

      it('stores an item where there is none, and only there', async () => {
        expect(await store.putStatistics(item(3), undefined)).toBe(true);
        expect(await store.putStatistics(item(5), undefined)).toBe(false);
        expect(await read([KEY])).toStrictEqual([item(3)]);
      });

      it('replaces an item that still has the version the writer read', async () => {
        await store.putStatistics(item(3), undefined);
        expect(await store.putStatistics(item(2), await versionOf(KEY))).toBe(true);
        expect(await read([KEY])).toStrictEqual([item(2)]);
      });

      it('refuses a writer that read an earlier version, though it counted the same', async () => {
        await store.putStatistics(item(3), undefined);
        const earlier = await versionOf(KEY);
        await store.putStatistics(item(3), earlier);
        expect(await versionOf(KEY)).not.toBe(earlier);
        expect(await store.putStatistics(item(9), earlier)).toBe(false);
        expect(await read([KEY])).toStrictEqual([item(3)]);
      });

      it('refuses to replace an item that does not exist', async () => {
        await store.putStatistics({ ...item(3), id: 'another' }, undefined);
        expect(await store.putStatistics(item(3), await versionOf({ ...KEY, id: 'another' }))).toBe(false);
        expect(await read([KEY])).toEqual([]);
      });

      it('lets exactly one of several writers with the same view win', async () => {
        await store.putStatistics(item(1), undefined);
        const version = await versionOf(KEY);
        const counts = [2, 3, 4, 5];
        const won = await Promise.all(counts.map((count) => store.putStatistics(item(count), version)));
        expect(won.filter(Boolean)).toHaveLength(1);
        const winner = counts[won.indexOf(true)] as number;
        expect(await read([KEY])).toStrictEqual([item(winner)]);
      });

      it('keeps sums beyond 2^53 exact, as number, cell by cell', async () => {
        const cells = [2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 80n, 2n ** 80n + 1n].map(
          (input, index) => cell(`model-${index}`, '-', { requests: 1n, input, cacheRead: input }),
        );
        const huge: StatisticsItem = { ...KEY, statistics: { count: 5, cells } };
        await store.putStatistics(huge, undefined);
        expect(await read([KEY])).toStrictEqual([huge]);
      });

      it('keeps every measure of a cell', async () => {
        const names = Object.keys(NO_MEASURES) as (keyof Measures)[];
        const measures = Object.fromEntries(
          names.map((name, index) => [name, BigInt(index + 1)]),
        ) as Measures;
        const full: StatisticsItem = {
          ...KEY,
          statistics: { count: 1, cells: [{ model: 'm', feature: 'f', measures }] },
        };
        await store.putStatistics(full, undefined);
        expect(await read([KEY])).toStrictEqual([full]);
      });

      it('holds 10,000 cells in one item', async () => {
        const cells = Array.from({ length: 10_000 }, (_, index) =>
          cell(`model-${Math.floor(index / 100)}`, `feature-${index % 100}`, {
            requests: BigInt(1 + (index % 977)),
            input: BigInt(index) * 7_919n,
            output: BigInt(index) * 104_729n,
            cacheRead: BigInt(index) ** 2n,
          }),
        );
        const large: StatisticsItem = { ...KEY, statistics: { count: 4_878_505, cells } };
        await store.putStatistics(large, undefined);
        expect(await read([KEY])).toStrictEqual([large]);
      });

      it('holds 60,000 cells in one item, which a wider and a narrower one replace', async () => {
        const wide = (cells: number, first: number): StatisticsItem => ({
          ...KEY,
          statistics: {
            count: cells,
            cells: Array.from({ length: cells }, (_, index) => {
              const sum = (BigInt(first + index) * 6_364_136_223_846_793_005n) % 1_000_000_007n;
              return cell(`model-${Math.floor(index / 200)}`, `feature-${index % 200}`, {
                requests: 1n,
                input: sum,
                output: sum / 7n,
                cacheRead: sum * 3n,
              });
            }),
          },
        });
        // Beside it, so that a list has more than the wide one.
        await store.putStatistics({ ...item(1), id: 'a' }, undefined);
        await store.putStatistics({ ...item(1), id: 'z' }, undefined);
        let version: string | undefined;
        for (const written of [wide(60_000, 1), wide(70_000, 2), wide(50_000, 3)]) {
          expect(await store.putStatistics(written, version)).toBe(true);
          const [read] = await store.getStatistics([KEY], { consistent: true });
          expect(read && sameStatistics(read.statistics, written.statistics)).toBe(true);
          expect(await list(undefined)).toEqual(['a', KEY.id, 'z']);
          const { items } = await store.listStatistics(KEY, { afterId: 'a', limit: 1, consistent: true });
          expect(items[0] && sameStatistics(items[0].statistics, written.statistics)).toBe(true);
          version = read?.version;
        }
        expect(await store.putStatistics(item(2), version)).toBe(true);
        expect(await read([KEY])).toStrictEqual([item(2)]);
      });

      it('reads 250 keys at once and leaves out those that do not exist', async () => {
        const keys = Array.from({ length: 250 }, (_, index): StatisticsKey => ({ ...KEY, id: `u_${index}` }));
        const existing = keys.filter((_, index) => index % 2 === 0);
        await Promise.all(existing.map((key) => store.putStatistics({ ...item(1), ...key }, undefined)));
        const found = await store.getStatistics(keys, { consistent: true });
        expect(found.map(({ id }) => id).toSorted()).toEqual(existing.map(({ id }) => id).toSorted());
      });

      it('reads no keys', async () => {
        expect(await store.getStatistics([])).toEqual([]);
      });

      it('keeps periods, buckets, dimensions and ids apart', async () => {
        const keys: StatisticsKey[] = [
          KEY,
          { ...KEY, period: 'day', bucketId: '20261121' },
          { ...KEY, period: 'month', bucketId: '202611' },
          { ...KEY, bucketId: '2026112113' },
          { ...KEY, dimension: 'access_key' },
          { ...KEY, dimension: 'all', id: '*' },
          { ...KEY, id: '~rank' },
          { ...KEY, id: longUnicodeId('x') },
        ];
        for (const [index, key] of keys.entries()) {
          expect(await store.putStatistics({ ...item(index + 1), ...key }, undefined)).toBe(true);
        }
        for (const [index, key] of keys.entries()) {
          expect(await read([key])).toStrictEqual([{ ...item(index + 1), ...key }]);
        }
      });

      it('lists the items of one bucket and dimension in the order of their ids, page by page', async () => {
        // U+FF5E sorts before U+1F600 by code point, and after its surrogates.
        const ids = ['😀', '～', 'b', 'B', '~rank', 'a', 'a b', '-', 'ab'];
        for (const id of ids) await store.putStatistics({ ...item(1), id }, undefined);
        await store.putStatistics({ ...item(1), dimension: 'access_key', id: 'other dimension' }, undefined);
        await store.putStatistics({ ...item(1), bucketId: '2026112113', id: 'other bucket' }, undefined);
        const sorted = ids.toSorted(compareIds);
        for (const limit of [1, 2, 4, 9, 10]) expect(await list(limit)).toEqual(sorted);
        expect(await list(undefined)).toEqual(sorted);
      });

      it('lists from behind an id that does not exist', async () => {
        for (const id of ['a', 'c', 'd']) await store.putStatistics({ ...item(1), id }, undefined);
        const { items } = await store.listStatistics(KEY, { afterId: 'b', limit: 10, consistent: true });
        expect(items.map(({ id }) => id)).toEqual(['c', 'd']);
      });

      it('reads the totals of those that exist', async () => {
        await store.putStatistics(item(3), undefined);
        const { totals } = { totals: totalMeasures(item(3).statistics) };
        expect(await store.getTotals([KEY, { ...KEY, id: 'nobody' }])).toStrictEqual([{ ...KEY, totals }]);
      });

      it('lists the totals of all items, in the same order', async () => {
        const ids = ['😀', '～', 'b', 'a b', '-'];
        for (const [index, id] of ids.entries())
          await store.putStatistics({ ...item(index + 1), id }, undefined);
        const found: StatisticsTotals[] = [];
        let afterId: string | undefined;
        do {
          const page = await store.listTotals(KEY, afterId === undefined ? {} : { afterId });
          found.push(...page.items);
          afterId = page.nextAfterId;
        } while (afterId !== undefined);
        expect(found).toEqual(
          ids.toSorted(compareIds).map((id) => {
            return { id, totals: totalMeasures(item(ids.indexOf(id) + 1).statistics) };
          }),
        );
      });

      it('lists nothing where there is nothing', async () => {
        expect(await store.listTotals(KEY)).toStrictEqual({ items: [] });
        expect(await store.listStatistics(KEY)).toStrictEqual({ items: [] });
      });

      async function list(limit: number | undefined): Promise<string[]> {
        const ids: string[] = [];
        let afterId: string | undefined;
        do {
          const page = await store.listStatistics(KEY, {
            consistent: true,
            ...(limit === undefined ? {} : { limit }),
            ...(afterId === undefined ? {} : { afterId }),
          });
          if (limit !== undefined) expect(page.items.length).toBeLessThanOrEqual(limit);
          ids.push(...page.items.map(({ id }) => id));
          afterId = page.nextAfterId;
        } while (afterId !== undefined);
        return ids;
      }
    });

    describe('quarantine', () => {
      const record: QuarantinedRecord = {
        id: longUnicodeId('x') + 'y'.repeat(72),
        receivedAtMs: Date.UTC(2026, 10, 21, 23, 59, 59, 999),
        reason: 'invalid_record',
        problems: [
          { path: 'usage.input_tokens', message: 'is negative' },
          { path: '', message: '' },
        ],
        record: JSON.stringify({ requestId: 'x'.repeat(4_000) }),
      };

      it('lists what was quarantined on a day in the order of the ids', async () => {
        const [b, a] = [
          { ...record, id: 'b' },
          { ...record, id: 'a' },
        ];
        for (const one of [b, a, record]) await store.quarantine(one);
        await store.quarantine({ ...record, receivedAtMs: record.receivedAtMs + 1 });
        expect(await store.listQuarantined('20261121')).toStrictEqual([a, b, record]);
        expect(await store.listQuarantined('20261122')).toHaveLength(1);
        expect(await store.listQuarantined('20261120')).toEqual([]);
      });

      it('lists them page by page, and gets one', async () => {
        const all = ['a', 'b', 'c'].map((id) => ({ ...record, id, complete: true }));
        for (const one of all) await store.quarantine(one);
        const page = (options: { afterId?: string; limit?: number }) =>
          store.listQuarantined('20261121', options);
        expect(await page({ limit: 2 })).toStrictEqual(all.slice(0, 2));
        expect(await page({ limit: 2, afterId: 'b' })).toStrictEqual(all.slice(2));
        expect(await page({ afterId: 'a' })).toStrictEqual(all.slice(1));
        expect(await page({ afterId: 'c' })).toEqual([]);
        expect(await store.getQuarantined('20261121', 'b')).toStrictEqual(all[1]);
        expect(await store.getQuarantined('20261122', 'b')).toBeUndefined();
        expect(await store.getQuarantined('20261121', 'd')).toBeUndefined();
      });

      it('forgets what is deleted, and only that', async () => {
        await store.quarantine({ ...record, id: 'a' });
        await store.quarantine({ ...record, id: 'b' });
        await store.deleteQuarantined({ ...record, id: 'a' });
        await store.deleteQuarantined({ ...record, id: 'never was' });
        expect(await store.listQuarantined('20261121')).toStrictEqual([{ ...record, id: 'b' }]);
      });

      it('keeps the first when the same record is quarantined again', async () => {
        await store.quarantine(record);
        await store.quarantine({ ...record, receivedAtMs: record.receivedAtMs - 1, reason: 'too_old' });
        expect(await store.listQuarantined('20261121')).toStrictEqual([record]);
      });
    });

    describe('rebuilds', () => {
      const rebuild: Rebuild = {
        id: 'first',
        fromMs: SLICE_START_MS,
        toMs: SLICE_START_MS + DAY_MS,
        repair: false,
        markedHours: 24,
        skippedFrozenHours: 0,
        startedAtMs: 1_795_262_400_123,
      };

      it('has none before the first', async () => {
        expect(await store.getCurrentRebuild()).toBeUndefined();
        expect(await store.getRebuild('first')).toBeUndefined();
      });

      it('returns them by their ids, and the one started last', async () => {
        const second = { ...rebuild, id: 'second', repair: true };
        expect(await store.startRebuild(rebuild, undefined)).toBe(true);
        expect(await store.startRebuild(second, 'first')).toBe(true);
        expect(await store.getRebuild('first')).toStrictEqual(rebuild);
        expect(await store.getCurrentRebuild()).toStrictEqual(second);
      });

      it('starts only after the one that the caller knows', async () => {
        await store.startRebuild(rebuild, undefined);
        expect(await store.startRebuild({ ...rebuild, id: 'second' }, undefined)).toBe(false);
        expect(await store.startRebuild({ ...rebuild, id: 'third' }, 'second')).toBe(false);
        expect(await store.getCurrentRebuild()).toStrictEqual(rebuild);
      });

      it('lets exactly one of several start at once', async () => {
        const ids = ['a', 'b', 'c', 'd'];
        const won = await Promise.all(ids.map((id) => store.startRebuild({ ...rebuild, id }, undefined)));
        expect(won.filter(Boolean)).toHaveLength(1);
        expect((await store.getCurrentRebuild())?.id).toBe(ids[won.indexOf(true)]);
      });

      it('keeps the new state of one', async () => {
        await store.startRebuild(rebuild, undefined);
        await store.updateRebuild({ ...rebuild, markedAtMs: 7 });
        expect(await store.getRebuild('first')).toStrictEqual({ ...rebuild, markedAtMs: 7 });
        expect(await store.getCurrentRebuild()).toStrictEqual({ ...rebuild, markedAtMs: 7 });
      });

      it('is not confused by ids such as "current"', async () => {
        await store.startRebuild({ ...rebuild, id: 'current' }, undefined);
        await store.startRebuild(rebuild, 'current');
        expect((await store.getRebuild('current'))?.id).toBe('current');
        expect((await store.getCurrentRebuild())?.id).toBe('first');
      });
    });

    describe('heartbeat', () => {
      it('has none before the first run', async () => {
        expect(await store.getHeartbeat()).toBeUndefined();
      });

      it('returns the last one', async () => {
        await store.putHeartbeat({ completedAtMs: 1 });
        await store.putHeartbeat({ completedAtMs: 1_795_262_400_123 });
        expect(await store.getHeartbeat()).toStrictEqual({ completedAtMs: 1_795_262_400_123 });
      });
    });
  });
}

const KEY: StatisticsKey = { period: 'hour', bucketId: '2026112112', dimension: 'user', id: 'u_1' };

function item(count: number): StatisticsItem {
  return {
    ...KEY,
    statistics: { count, cells: [cell('claude-opus-5', '-', { requests: BigInt(count), output: 7n })] },
  };
}

function cell(model: string, feature: string, measures: Partial<Measures>): Cell {
  return { model, feature, measures: { ...NO_MEASURES, ...measures } };
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
