/*
 * Statistics of buckets in a table, as the roll-up writes them: of one bucket they are folded and written, the others have copies.
 */
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import {
  ACCESS_KEY_LIST_PARTITION,
  createDynamoLedgerStore,
  directoryKey,
  statisticsPartition,
  statisticsSortKey,
  USER_PARTITION,
} from '@token-ledger/aws';
import {
  type Bucket,
  createPricer,
  DIMENSIONS,
  type FoldedStatistics,
  type LedgerStore,
  listKey,
  listOf,
  listsOf,
  SHIPPED_PRICE_BOOK,
  StatisticsFold,
  type UsageRecord,
} from '@token-ledger/core';
import type { ItemTable } from './item-table.ts';

export const LEDGER_TABLE = 'statistics';

/** The deployed adapter over a table in memory. */
export function ledgerStoreOver({ client }: Pick<ItemTable, 'client'>): LedgerStore {
  return createDynamoLedgerStore({
    client,
    ledgerTable: LEDGER_TABLE,
    recordsTable: 'records',
    retention: () => ({ retentionDays: 90 }),
  });
}

/** What so many records add up to, at list prices. */
export function foldOf(count: number, record: (index: number) => UsageRecord): FoldedStatistics {
  const fold = new StatisticsFold(createPricer(SHIPPED_PRICE_BOOK));
  for (let index = 0; index < count; index += 1) fold.add(record(index));
  return fold.result();
}

/** Writes the statistics of a bucket, and its lists. */
export async function putFolded(store: LedgerStore, bucket: Bucket, folded: FoldedStatistics): Promise<void> {
  for (const dimension of DIMENSIONS) {
    const key = { period: bucket.period, bucketId: bucket.id, dimension };
    for (const [id, statistics] of folded[dimension])
      await store.putStatistics({ ...key, id, statistics }, undefined);
  }
  for (const name of listsOf(bucket))
    await store.putStatistics({ ...listKey(bucket, name), statistics: listOf(folded, name) }, undefined);
}

/** Copies what a bucket has to another one: all of it, or only what is of everybody and of one user. */
export function copyBucket(table: ItemTable, from: Bucket, to: Bucket, onlyUser?: string): void {
  for (const dimension of [...DIMENSIONS, 'list'] as const) {
    const partition = ({ period, id }: Bucket) => statisticsPartition({ period, bucketId: id, dimension });
    const isWanted = (sortKey: string) =>
      onlyUser === undefined || dimension === 'all' || sortKey === statisticsSortKey(onlyUser);
    table.copy(partition(from), partition(to), isWanted);
  }
}

/** Names all users and access keys that have statistics. */
export async function putNames({ client }: ItemTable, folded: FoldedStatistics): Promise<void> {
  for (const [partition, ids] of [
    [USER_PARTITION, folded.user.keys()],
    [ACCESS_KEY_LIST_PARTITION, folded.access_key.keys()],
  ] as const)
    for (const id of ids) {
      const Item = { ...directoryKey(partition, id), name: `The name of ${id}` };
      await client.send(new PutCommand({ TableName: LEDGER_TABLE, Item }));
    }
}
