import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { PARTITION_KEY, SORT_KEY } from './attribute-names.ts';
import type { Item } from './batch-get.ts';
import type { LedgerTable } from './table-items.ts';

interface QueryAllOptions {
  /** Only items whose sort keys have it. */
  readonly prefix?: string;
  /** The last first. */
  readonly descending?: boolean;
  /** Default: true. */
  readonly consistent?: boolean;
}

/** The items of a partition in the order of their sort keys, page by page. */
export async function* queryAll(
  client: DynamoDBDocumentClient,
  table: string,
  partition: string,
  { prefix, descending = false, consistent = true }: QueryAllOptions = {},
): AsyncGenerator<Item> {
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      KeyConditionExpression: prefix === undefined ? '#p = :p' : '#p = :p AND begins_with(#s, :prefix)',
      ExpressionAttributeNames: { '#p': PARTITION_KEY, ...(prefix !== undefined && { '#s': SORT_KEY }) },
      ExpressionAttributeValues: { ':p': partition, ...(prefix !== undefined && { ':prefix': prefix }) },
      ConsistentRead: consistent,
      ...(descending && { ScanIndexForward: false }),
    },
  );
  for await (const page of pages) yield* page.Items ?? [];
}

/** The same as a list, each decoded. */
export async function listAll<T>(
  { client, ledgerTable }: LedgerTable,
  partition: string,
  decode: (item: Item) => T,
): Promise<T[]> {
  const all: T[] = [];
  for await (const item of queryAll(client, ledgerTable, partition)) all.push(decode(item));
  return all;
}

/** The items between two sort keys, both included, each decoded. */
export async function listBetween<T>(
  { client, ledgerTable }: LedgerTable,
  partition: string,
  [from, to]: readonly [from: string, to: string],
  decode: (item: Item) => T,
): Promise<T[]> {
  const pages = paginateQuery(
    { client },
    {
      TableName: ledgerTable,
      KeyConditionExpression: '#p = :p AND #s BETWEEN :from AND :to',
      ExpressionAttributeNames: { '#p': PARTITION_KEY, '#s': SORT_KEY },
      ExpressionAttributeValues: { ':p': partition, ':from': from, ':to': to },
      ConsistentRead: true,
    },
  );
  const found: T[] = [];
  for await (const { Items = [] } of pages) found.push(...Items.map(decode));
  return found;
}
