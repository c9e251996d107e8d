import type { Bucket } from '../time/bucket.ts';
import type { Dimension, ListedTotals, StatisticsStore, StoredStatisticsItem } from './ledger-store.ts';

/** The items of a bucket and dimension in the order of their ids, read page by page as they are asked for. */
export async function* statisticsItems(
  store: StatisticsStore,
  bucket: Bucket,
  dimension: Dimension,
  options: {
    readonly afterId?: string | undefined;
    readonly pageSize?: number;
    readonly consistent: boolean;
  },
): AsyncGenerator<StoredStatisticsItem> {
  let { afterId } = options;
  do {
    const page = await store.listStatistics(
      { period: bucket.period, bucketId: bucket.id, dimension },
      {
        consistent: options.consistent,
        ...(afterId === undefined ? {} : { afterId }),
        ...(options.pageSize === undefined ? {} : { limit: options.pageSize }),
      },
    );
    yield* page.items;
    afterId = page.nextAfterId;
  } while (afterId !== undefined);
}

/** The totals of a bucket and dimension in the order of their ids, read page by page as they are asked for. */
export async function* totalsItems(
  store: StatisticsStore,
  bucket: Bucket,
  dimension: Dimension,
): AsyncGenerator<ListedTotals> {
  let afterId: string | undefined;
  do {
    const page = await store.listTotals(
      { period: bucket.period, bucketId: bucket.id, dimension },
      afterId === undefined ? {} : { afterId },
    );
    yield* page.items;
    afterId = page.nextAfterId;
  } while (afterId !== undefined);
}
