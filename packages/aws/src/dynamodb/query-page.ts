import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { PARTITION_KEY, SORT_KEY } from './attribute-names.ts';
import type { Item } from './batch-get.ts';

/** The items of a partition in the order of their sort keys: those behind `afterId`, at most `limit`, strongly consistent. */
export async function queryPage(
  client: DynamoDBDocumentClient,
  table: string,
  partition: string,
  { afterId, limit }: { readonly afterId?: string; readonly limit?: number },
): Promise<readonly Item[]> {
  const pages = paginateQuery(
    { client, ...(limit !== undefined && { pageSize: limit }) },
    {
      TableName: table,
      KeyConditionExpression: afterId === undefined ? '#p = :p' : '#p = :p AND #s > :after',
      ExpressionAttributeNames: { '#p': PARTITION_KEY, ...(afterId !== undefined && { '#s': SORT_KEY }) },
      ExpressionAttributeValues: { ':p': partition, ...(afterId !== undefined && { ':after': afterId }) },
      ConsistentRead: true,
    },
  );
  const items: Item[] = [];
  for await (const { Items = [] } of pages) {
    items.push(...Items);
    if (limit !== undefined && items.length >= limit) break;
  }
  return items.slice(0, limit);
}
