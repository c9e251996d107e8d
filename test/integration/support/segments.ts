import { BatchWriteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { createDocumentClient, PARTITION_KEY, SORT_KEY, segmentPartition } from '@token-ledger/aws';
import { sliceStart } from '@token-ledger/core';
import { deployedProduct } from './deployed-product.ts';
import { patient } from './patient.ts';

/** Removes the segments of the slice that contains an instant, like a fault; returns a function that restores them. */
export async function loseSegments(atMs: number): Promise<() => Promise<void>> {
  const { outputs } = await deployedProduct();
  const { LedgerTableName: table = '' } = outputs;
  const client = patient(createDocumentClient());
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: '#p = :p',
      ExpressionAttributeNames: { '#p': PARTITION_KEY },
      ExpressionAttributeValues: { ':p': segmentPartition(sliceStart(atMs)) },
    }),
  );
  if (Items.length === 0) throw new Error('There are no segments to lose.');
  const write = (requests: (item: Record<string, unknown>) => object) =>
    client.send(new BatchWriteCommand({ RequestItems: { [table]: Items.map(requests) } }));
  await write((item) => ({
    DeleteRequest: { Key: { [PARTITION_KEY]: item[PARTITION_KEY], [SORT_KEY]: item[SORT_KEY] } },
  }));
  return async () => {
    await write((Item) => ({ PutRequest: { Item } }));
  };
}
