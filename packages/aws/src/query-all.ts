import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { Item } from './batch-get.ts';
import { PARTITION_KEY } from './key-schema.ts';

/** Every item of a partition in the order of the sort keys, strongly consistent, read page by page. */
export async function* queryAll(
  client: DynamoDBDocumentClient,
  table: string,
  partition: string,
): AsyncGenerator<Item> {
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      KeyConditionExpression: '#p = :p',
      ExpressionAttributeNames: { '#p': PARTITION_KEY },
      ExpressionAttributeValues: { ':p': partition },
      ConsistentRead: true,
    },
  );
  for await (const page of pages) yield* page.Items ?? [];
}
