import { expect } from '@jest/globals';
import {
  type Calendar,
  DIMENSIONS,
  type LedgerStore,
  PERIODS,
  StatisticsFold,
  type UsageRecord,
} from '@token-ledger/core';
import { wrongList } from './lists-at-rest.ts';
import { shippedPricer } from './prices.ts';

/** The statistics of the buckets that the records are in are those of the records and of nothing else. */
export async function expectFold(
  store: LedgerStore,
  calendar: Calendar,
  records: readonly UsageRecord[],
): Promise<void> {
  for (const period of PERIODS) {
    const buckets = Map.groupBy(records, ({ occurredAtMs }) => calendar.bucketAt(period, occurredAtMs).id);
    for (const [bucketId, ofBucket] of buckets) {
      const fold = new StatisticsFold(shippedPricer);
      for (const record of ofBucket) fold.add(record);
      for (const dimension of DIMENSIONS) {
        const { items } = await store.listStatistics({ period, bucketId, dimension }, { limit: 1000 });
        expect(new Map(items.map(({ id, statistics }) => [id, statistics]))).toEqual(
          fold.result()[dimension],
        );
      }
      expect(await wrongList(store, calendar.bucket(period, bucketId), fold.result())).toBeUndefined();
    }
  }
}
