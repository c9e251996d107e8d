import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import { PARTITION_KEY } from './attribute-names.ts';
import type { Item } from './batch-get.ts';

export interface QueryNewest {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
  readonly partition: string;
  /** The most items to return, at least 1. */
  readonly limit: number;
  /** Only items before this key, which need not exist. */
  readonly before?: Item;
}

/** The last items of a partition, the last one first. Includes everything written before the call. */
export async function queryNewest(query: QueryNewest): Promise<readonly Item[]> {
  const { client, tableName, partition, limit, before } = query;
  const items: Item[] = [];
  let start = before;
  do {
    const { Items, LastEvaluatedKey }: QueryCommandOutput = await client.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: '#p = :p',
        ExpressionAttributeNames: { '#p': PARTITION_KEY },
        ExpressionAttributeValues: { ':p': partition },
        ScanIndexForward: false,
        Limit: limit - items.length,
        ConsistentRead: true,
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    items.push(...(Items ?? []));
    start = LastEvaluatedKey;
  } while (start && items.length < limit);
  return items;
}
