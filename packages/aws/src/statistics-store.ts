import { randomUUID } from 'node:crypto';
import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import {
  MEASURE_NAMES,
  type StatisticsItem,
  type StatisticsKey,
  type StatisticsStore,
  type StoredStatisticsItem,
  totalMeasures,
} from '@token-ledger/core';
import { batchGet, type Item } from './batch-get.ts';
import { decodeCells, decodeSum, encodeCells } from './cells-codec.ts';
import { conditionally } from './conditional-write.ts';
import {
  PARTITION_KEY,
  SORT_KEY,
  STATISTICS_ATTRIBUTES,
  statisticsId,
  statisticsKey,
  statisticsPartition,
  statisticsSortKey,
} from './key-schema.ts';
import { CorruptDataError } from './packed-rows.ts';
import { wait as sleep, type Wait } from './retry.ts';

const { count: COUNT, totals: TOTALS, packedCells: CELLS, writeId: WRITE_ID } = STATISTICS_ATTRIBUTES;

export interface DynamoStatisticsStoreOptions {
  readonly client: DynamoDBDocumentClient;
  readonly statisticsTable: string;
  readonly wait?: Wait;
}

/** An item holds about 16,000 cells (400 KB); a write with more is rejected by DynamoDB and stores nothing. */
export function createDynamoStatisticsStore({
  client,
  statisticsTable,
  wait = sleep,
}: DynamoStatisticsStoreOptions): StatisticsStore {
  return {
    async getStatistics(keys, { consistent = false } = {}) {
      const wanted = new Map(
        keys.map((key) => [`${statisticsPartition(key)} ${statisticsSortKey(key.id)}`, key] as const),
      );
      const options = { client, table: statisticsTable, consistent, wait };
      const items = await batchGet(options, keys.map(statisticsKey));
      return items.map((item) => {
        const key = wanted.get(`${String(item[PARTITION_KEY])} ${String(item[SORT_KEY])}`);
        if (!key) throw new CorruptDataError('DynamoDB returned statistics that were not asked for.');
        return decodeItem(key, item);
      });
    },

    async listStatistics(bucket, { afterId, limit, consistent = false } = {}) {
      const { Items, LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: statisticsTable,
          KeyConditionExpression: '#p = :p AND begins_with(#s, :prefix)',
          ExpressionAttributeNames: { '#p': PARTITION_KEY, '#s': SORT_KEY },
          ExpressionAttributeValues: { ':p': statisticsPartition(bucket), ':prefix': statisticsSortKey('') },
          ConsistentRead: consistent,
          Limit: limit,
          ExclusiveStartKey: afterId === undefined ? undefined : statisticsKey({ ...bucket, id: afterId }),
        }),
      );
      const items = (Items ?? []).map((item) => {
        const { period, bucketId, dimension } = bucket;
        return decodeItem({ period, bucketId, dimension, id: statisticsId(String(item[SORT_KEY])) }, item);
      });
      if (!LastEvaluatedKey) return { items };
      return { items, nextAfterId: statisticsId(String(LastEvaluatedKey[SORT_KEY])) };
    },

    async putStatistics(item, replaces) {
      // The version of the item; also tells our own write from another's when its answer got lost and the SDK tried again.
      const writeId = randomUUID();
      const outcome = await conditionally(() =>
        client.send(
          new PutCommand({
            TableName: statisticsTable,
            Item: { ...encodeItem(item), [WRITE_ID]: writeId },
            ...(replaces === undefined
              ? {
                  ConditionExpression: 'attribute_not_exists(#p)',
                  ExpressionAttributeNames: { '#p': PARTITION_KEY },
                }
              : {
                  ConditionExpression: '#version = :version',
                  ExpressionAttributeNames: { '#version': WRITE_ID },
                  ExpressionAttributeValues: { ':version': replaces },
                }),
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        ),
      );
      return outcome.held || outcome.stored?.[WRITE_ID]?.S === writeId;
    },
  };
}

function encodeItem({ statistics, ...key }: StatisticsItem): Item {
  const totals = totalMeasures(statistics);
  return {
    ...statisticsKey(key),
    [COUNT]: statistics.count,
    [TOTALS]: MEASURE_NAMES.map((name) => totals[name]),
    [CELLS]: encodeCells(statistics.cells),
  };
}

function decodeItem(key: StatisticsKey, item: Item): StoredStatisticsItem {
  const { [COUNT]: count, [TOTALS]: storedTotals, [CELLS]: packed, [WRITE_ID]: version } = item;
  if (typeof count !== 'number' || !Array.isArray(storedTotals) || typeof version !== 'string') {
    throw new CorruptDataError('A statistics item has no count, no totals or no version.');
  }
  const statistics = { count, cells: decodeCells(packed) };
  const totals = totalMeasures(statistics);
  // A measure that joined the list after the item was written has no total there: it is zero.
  if (!MEASURE_NAMES.every((name, index) => decodeSum(storedTotals[index] ?? 0) === totals[name])) {
    throw new CorruptDataError('The cells of a statistics item do not add up to its totals.');
  }
  return { ...key, statistics, version };
}
