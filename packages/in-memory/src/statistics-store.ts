import {
  amountsOf,
  columnsOf,
  compareIds,
  filterCells,
  NO_CELLS,
  progressOf,
  type StatisticsKey,
  type StatisticsPage,
  type StatisticsStore,
  type StoredStatisticsItem,
  totalMeasures,
} from '@token-ledger/core';
import { frozenCopy } from './frozen-copy.ts';
import { type Maps, within } from './nested-maps.ts';
import type { InMemoryStoreOptions } from './store-options.ts';

export interface InMemoryStatisticsStore extends StatisticsStore {
  /** Removes statistics, as only a fault can: for tests of the fault detection. */
  loseStatistics(key: StatisticsKey): void;
}

/** The statistics of all buckets, which never expire. */
export function createInMemoryStatisticsStore({
  step,
  pageSize,
}: InMemoryStoreOptions): InMemoryStatisticsStore {
  /** By period, bucket, dimension and id. */
  const statistics: Maps<Maps<Maps<Map<string, StoredStatisticsItem>>>> = new Map();
  let writeCount = 0;

  function itemsOf({
    period,
    bucketId,
    dimension,
  }: Omit<StatisticsKey, 'id'>): Map<string, StoredStatisticsItem> {
    // One text key of all three would have to be built and hashed for every item that is read.
    return within(within(within(statistics, period), bucketId), dimension);
  }

  const getStatistics: StatisticsStore['getStatistics'] = (keys) =>
    step('getStatistics', () =>
      keys.map((key) => itemsOf(key).get(key.id)).filter((item) => item !== undefined),
    );

  const listStatistics: StatisticsStore['listStatistics'] = (bucket, { afterId, limit = pageSize } = {}) =>
    step('listStatistics', (): StatisticsPage => {
      const items = [...itemsOf(bucket).values()]
        .filter(({ id }) => afterId === undefined || compareIds(id, afterId) > 0)
        .toSorted((a, b) => compareIds(a.id, b.id))
        .slice(0, limit);
      const last = items.at(-1);
      // A full page promises a next one, which may be empty.
      return last && items.length === limit ? { items, nextAfterId: last.id } : { items };
    });

  return {
    getStatistics,
    listStatistics,

    async getTotals(keys) {
      const items = await getStatistics(keys);
      return items.map(({ period, bucketId, dimension, id, statistics: found }) => {
        return { period, bucketId, dimension, id, totals: totalMeasures(found) };
      });
    },

    async getExcerpts(keys, cells) {
      const items = await getStatistics(keys);
      return items.map(({ statistics: found, ...item }) => ({
        ...item,
        ...progressOf(found),
        cells: cells ? columnsOf(filterCells(found, cells).cells) : NO_CELLS,
      }));
    },

    async listTotals(bucket, options = {}) {
      const { items, ...next } = await listStatistics(bucket, options);
      return {
        items: items.map(({ id, statistics: found }) => ({ id, amounts: amountsOf(totalMeasures(found)) })),
        ...next,
      };
    },

    putStatistics: (item, replaces) =>
      step('putStatistics', () => {
        const items = itemsOf(item);
        if (items.get(item.id)?.version !== replaces) return false;
        writeCount += 1;
        items.set(item.id, frozenCopy({ ...item, version: `write ${writeCount}` }));
        return true;
      }),

    loseStatistics(key) {
      itemsOf(key).delete(key.id);
    },
  };
}
