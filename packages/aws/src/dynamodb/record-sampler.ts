import { randomUUID } from 'node:crypto';
import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { type Clock, keyText, type RecordSampler, type UsageRecord } from '@token-ledger/core';
import type { Item } from './batch-get.ts';
import { recordKey } from './key-schema.ts';
import { presentRecord } from './record-items.ts';

/**
 * The order of the table follows the hash of the keys, so it is random already: a few starting places are as good as
 * many.
 */
const PLACES = 4;

export interface DynamoRecordSamplerOptions {
  readonly client: DynamoDBDocumentClient;
  readonly recordsTable: string;
  readonly clock?: Clock;
}

/**
 * Reads on from places in the table that are chosen at random: a scan goes by the hash of the partition key, and may start
 * behind a key whether or not there is one. Aliases count as read, so where many calls have two names the sample is smaller.
 */
export function createDynamoRecordSampler({
  client,
  recordsTable,
  clock = Date.now,
}: DynamoRecordSamplerOptions): RecordSampler {
  return {
    async sampleRecords(count) {
      const places = Array.from({ length: PLACES }, () => readFrom(Math.ceil(count / PLACES)));
      const records = new Map<string, UsageRecord>();
      for (const item of (await Promise.all(places)).flat()) {
        const record = presentRecord(item, clock());
        if (record) records.set(keyText(record), record);
      }
      return [...records.values()];
    },
  };

  /** Continues at the beginning of the table after its end. */
  async function readFrom(limit: number): Promise<readonly Item[]> {
    const items = await scan(limit, recordKey({ requestId: randomUUID(), accessKeyId: '-' }));
    return items.length < limit ? [...items, ...(await scan(limit - items.length))] : items;
  }

  async function scan(Limit: number, ExclusiveStartKey?: object): Promise<readonly Item[]> {
    const { Items = [] } = await client.send(
      new ScanCommand({
        TableName: recordsTable,
        ConsistentRead: true,
        Limit,
        ...(ExclusiveStartKey && { ExclusiveStartKey }),
      }),
    );
    return Items;
  }
}
