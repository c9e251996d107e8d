import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  type Cell,
  type CellFilter,
  cellsOf,
  compareIds,
  type LedgerStore,
  type Measures,
  measuresOf,
  NO_MEASURES,
  type StatisticsItem,
  type StatisticsKey,
  sameStatistics,
  totalMeasures,
} from '@token-ledger/core';
import { longUnicodeId } from '../usage-records.ts';

export function describeStatistics(created: () => LedgerStore): void {
  let store: LedgerStore;
  beforeEach(() => {
    store = created();
  });

  describe('statistics', () => {
    /** The stored items, without their versions. */
    const read = async (keys: readonly StatisticsKey[]) =>
      (await store.getStatistics(keys, { consistent: true })).map(
        ({ version: _version, ...stored }) => stored,
      );
    const versionOf = async (key: StatisticsKey) => (await store.getStatistics([key]))[0]?.version;

    it('stores a new item only if there is none', async () => {
      expect(await store.putStatistics(item(3), undefined)).toBe(true);
      expect(await store.putStatistics(item(5), undefined)).toBe(false);
      expect(await read([KEY])).toStrictEqual([item(3)]);
    });

    it('replaces an item that still has the version the writer read', async () => {
      await store.putStatistics(item(3), undefined);
      expect(await store.putStatistics(item(2), await versionOf(KEY))).toBe(true);
      expect(await read([KEY])).toStrictEqual([item(2)]);
    });

    it('refuses a writer that read an earlier version, even with equal counts', async () => {
      await store.putStatistics(item(3), undefined);
      const earlier = await versionOf(KEY);
      await store.putStatistics(item(3), earlier);
      expect(await versionOf(KEY)).not.toBe(earlier);
      expect(await store.putStatistics(item(9), earlier)).toBe(false);
      expect(await read([KEY])).toStrictEqual([item(3)]);
    });

    it('keeps how far its records were revised, also where no measures are left', async () => {
      const revised = item(3);
      const stored = { ...revised, statistics: { ...revised.statistics, revisions: 2 ** 40 } };
      await store.putStatistics(stored, undefined);
      expect(await read([KEY])).toStrictEqual([stored]);
      const progress: StatisticsItem = {
        ...KEY,
        id: 'left',
        statistics: { count: 2, revisions: 1, cells: [] },
      };
      await store.putStatistics(progress, undefined);
      expect(await read([progress])).toStrictEqual([progress]);
      const [totals] = await store.getTotals([progress]);
      expect(totals?.totals).toEqual(NO_MEASURES);
      const listed = await store.listStatistics(KEY, { limit: 10 });
      expect(listed.items.map(({ statistics }) => statistics.revisions)).toEqual(
        expect.arrayContaining([2 ** 40, 1]),
      );
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

    it('keeps sums beyond 2^53 exact, as numbers, cell by cell', async () => {
      const cells = [2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 80n, 2n ** 80n + 1n].map(
        (input, index) => cell(`model-${index}`, '-', { requests: 1n, input, cacheRead: input }),
      );
      const huge: StatisticsItem = { ...KEY, statistics: { count: 5, cells } };
      await store.putStatistics(huge, undefined);
      expect(await read([KEY])).toStrictEqual([huge]);
    });

    it('keeps every measure of a cell', async () => {
      const names = Object.keys(NO_MEASURES) as (keyof Measures)[];
      const measures = Object.fromEntries(names.map((name, index) => [name, BigInt(index + 1)])) as Measures;
      const full: StatisticsItem = {
        ...KEY,
        statistics: { count: 1, cells: [{ model: 'm', feature: 'f', measures }] },
      };
      await store.putStatistics(full, undefined);
      expect(await read([KEY])).toStrictEqual([full]);
    });

    it('returns excerpts: all totals, and of the cells those that are asked for, or none', async () => {
      const cells = [
        cell('model-a', 'chat', { requests: 1n, input: 5n }),
        cell('model-a', 'search', { requests: 2n, input: 2n ** 60n }),
        cell('model-b', 'chat', { requests: 3n, cost: 7n }),
      ];
      const stored: StatisticsItem = { ...KEY, statistics: { count: 6, revisions: 4, cells } };
      await store.putStatistics(stored, undefined);
      const absent = { ...KEY, id: 'absent' };
      const excerpt = async (wanted?: CellFilter) => {
        const excerpts = await store.getExcerpts([absent, KEY], wanted);
        expect(excerpts.map(({ version }) => version)).toEqual([await versionOf(KEY)]);
        return excerpts.map((found) => ({
          ...found,
          cells: cellsOf(found.cells),
        }));
      };
      const totals = totalMeasures(stored.statistics);
      const whole = { ...KEY, version: expect.any(String), count: 6, revisions: 4, totals };
      expect(await excerpt()).toEqual([{ ...whole, cells: [] }]);
      expect(await excerpt({})).toEqual([{ ...whole, cells }]);
      const [models, features] = [new Set(['model-a']), new Set(['chat', 'other'])];
      expect(await excerpt({ models })).toEqual([{ ...whole, cells: cells.slice(0, 2) }]);
      expect(await excerpt({ features })).toEqual([{ ...whole, cells: [cells[0], cells[2]] }]);
      expect(await excerpt({ models, features })).toEqual([{ ...whole, cells: cells.slice(0, 1) }]);
    });

    it('keeps lists apart from the items of dimensions', async () => {
      const list: StatisticsItem = { ...item(3), dimension: 'list', id: 'user/model' };
      await store.putStatistics(list, undefined);
      expect(await read([list])).toStrictEqual([list]);
      expect((await store.listStatistics(KEY)).items).toEqual([]);
      expect((await store.listStatistics({ ...KEY, dimension: 'all' })).items).toEqual([]);
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

    it('holds 60,000 cells in one item, and replaces it with a wider and a narrower one', async () => {
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
      // So that the list has more than the wide item.
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

    it('accepts an empty list of keys', async () => {
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

    it('lists the items of one bucket and dimension, ordered by id, page by page', async () => {
      // U+FF5E sorts before U+1F600 by code point, and after its surrogates.
      const ids = ['😀', '～', 'b', 'B', '~rank', 'a', 'a b', '-', 'ab'];
      for (const id of ids) await store.putStatistics({ ...item(1), id }, undefined);
      await store.putStatistics({ ...item(1), dimension: 'access_key', id: 'other dimension' }, undefined);
      await store.putStatistics({ ...item(1), bucketId: '2026112113', id: 'other bucket' }, undefined);
      const sorted = ids.toSorted(compareIds);
      for (const limit of [1, 2, 4, 9, 10]) expect(await list(limit)).toEqual(sorted);
      expect(await list(undefined)).toEqual(sorted);
    });

    it('lists from an id that does not exist', async () => {
      for (const id of ['a', 'c', 'd']) await store.putStatistics({ ...item(1), id }, undefined);
      const { items } = await store.listStatistics(KEY, { afterId: 'b', limit: 10, consistent: true });
      expect(items.map(({ id }) => id)).toEqual(['c', 'd']);
    });

    it('reads the totals of those that exist', async () => {
      await store.putStatistics(item(3), undefined);
      const { totals } = { totals: totalMeasures(item(3).statistics) };
      expect(await store.getTotals([KEY, { ...KEY, id: 'missing' }])).toStrictEqual([{ ...KEY, totals }]);
    });

    it('lists the totals of all items, in the same order', async () => {
      const ids = ['😀', '～', 'b', 'a b', '-'];
      for (const [index, id] of ids.entries())
        await store.putStatistics({ ...item(index + 1), id }, undefined);
      const found: { readonly id: string; readonly totals: Measures }[] = [];
      let afterId: string | undefined;
      do {
        const page = await store.listTotals(KEY, afterId === undefined ? {} : { afterId });
        found.push(...page.items.map(({ id, amounts }) => ({ id, totals: measuresOf(amounts) })));
        afterId = page.nextAfterId;
      } while (afterId !== undefined);
      expect(found).toEqual(
        ids.toSorted(compareIds).map((id) => {
          return { id, totals: totalMeasures(item(ids.indexOf(id) + 1).statistics) };
        }),
      );
    });

    it('lists an empty bucket', async () => {
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
