import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { Item } from './batch-get.ts';
import { PARTITION_KEY, SORT_KEY } from './key-schema.ts';

/**
 * The items of a partition in order, strongly consistent, page by page; with a prefix, only those whose sort keys start
 * with it.
 */
export async function* queryAll(
  client: DynamoDBDocumentClient,
  table: string,
  partition: string,
  prefix?: string,
): AsyncGenerator<Item> {
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      KeyConditionExpression: prefix === undefined ? '#p = :p' : '#p = :p AND begins_with(#s, :prefix)',
      ExpressionAttributeNames: { '#p': PARTITION_KEY, ...(prefix !== undefined && { '#s': SORT_KEY }) },
      ExpressionAttributeValues: { ':p': partition, ...(prefix !== undefined && { ':prefix': prefix }) },
      ConsistentRead: true,
    },
  );
  for await (const page of pages) yield* page.Items ?? [];
}
