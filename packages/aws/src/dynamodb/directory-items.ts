import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { DirectoryPage } from '@token-ledger/core';
import { wait } from '../retry.ts';
import { DISABLED_ATTRIBUTES, PARTITION_KEY, SORT_KEY } from './attribute-names.ts';
import { batchGet, type Item } from './batch-get.ts';
import { type DisabledKind, directoryKey, disabledKey } from './key-schema.ts';
import { CorruptDataError } from './packed-rows.ts';
import { IS_ABSENT, type LedgerTable } from './table-items.ts';

/* Shared by the lists of access keys and of users: each list is one partition with one item per id. */

type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/**
 * Does all of the writes or none; returns whether their conditions held. The SDK names each transaction, so a retry
 * after a lost answer counts as the first attempt.
 */
export async function writeTogether(client: DynamoDBDocumentClient, writes: Write[]): Promise<boolean> {
  try {
    await client.send(new TransactWriteCommand({ TransactItems: writes }));
    return true;
  } catch (error) {
    const refused =
      error instanceof TransactionCanceledException &&
      error.CancellationReasons?.some(({ Code }) => Code === 'ConditionalCheckFailed');
    if (refused) return false;
    throw error;
  }
}

/** Puts an item if no item has this key. */
export function putNew(table: string, item: Item): Write {
  return { Put: { TableName: table, Item: item, ...IS_ABSENT } };
}

/** Replaces an item whose attribute `name` has the value `before`; undefined means absent. */
export function putInPlace(table: string, item: Item, name: string, before: number | undefined): Write {
  return {
    Put: {
      TableName: table,
      Item: item,
      ExpressionAttributeNames: { '#name': name, '#p': PARTITION_KEY },
      ...(before === undefined
        ? { ConditionExpression: 'attribute_exists(#p) AND attribute_not_exists(#name)' }
        : {
            ConditionExpression: 'attribute_exists(#p) AND #name = :before',
            ExpressionAttributeValues: { ':before': before },
          }),
    },
  };
}

/** Adds an id to the disabled ones, or removes it. */
export function markDisabled(
  table: string,
  kind: DisabledKind,
  { id, disabledAtMs }: { readonly id: string; readonly disabledAtMs?: number },
): Write {
  const key = disabledKey(kind, id);
  return disabledAtMs === undefined
    ? { Delete: { TableName: table, Key: key } }
    : { Put: { TableName: table, Item: { ...key, [DISABLED_ATTRIBUTES.disabledAtMs]: disabledAtMs } } };
}

/** One page of a list, strongly consistent. */
export async function listPage<T>(
  { client, ledgerTable }: LedgerTable,
  partition: string,
  { afterId, limit }: { readonly afterId?: string; readonly limit: number },
  decode: (id: string, item: Item) => T,
): Promise<DirectoryPage<T>> {
  const items: Item[] = [];
  let after = afterId;
  // A page of DynamoDB ends after 1 MB, independent of the limit.
  while (true) {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: ledgerTable,
        KeyConditionExpression: '#p = :p',
        ExpressionAttributeNames: { '#p': PARTITION_KEY },
        ExpressionAttributeValues: { ':p': partition },
        ConsistentRead: true,
        // One more than requested shows whether there is a next page.
        Limit: limit + 1 - items.length,
        ...(after === undefined ? {} : { ExclusiveStartKey: directoryKey(partition, after) }),
      }),
    );
    items.push(...Items);
    after = LastEvaluatedKey?.[SORT_KEY];
    if (items.length > limit || after === undefined) break;
  }
  const page = items.slice(0, limit);
  return {
    items: page.map((item) => decode(String(item[SORT_KEY]), item)),
    ...(items.length > limit && { nextAfterId: String(page.at(-1)?.[SORT_KEY]) }),
  };
}

/** One attribute of those entries of a list whose ids are among `ids`. */
export async function readAttribute<T extends 'string' | 'number'>(
  table: LedgerTable,
  partition: string,
  ids: readonly string[],
  attribute: string,
  type: T,
): Promise<ReadonlyMap<string, T extends 'string' ? string : number>> {
  const items = await readEntries(table, partition, ids, [attribute]);
  return attributeOf(items, attribute, type);
}

/** The id and some attributes of those entries of a list whose ids are among `ids`. */
export function readEntries(
  { client, ledgerTable }: LedgerTable,
  partition: string,
  ids: readonly string[],
  attributes: readonly string[],
): Promise<readonly Item[]> {
  return batchGet(
    {
      client,
      table: ledgerTable,
      consistent: false,
      attributes: [PARTITION_KEY, SORT_KEY, ...attributes],
      wait,
    },
    ids.map((id) => directoryKey(partition, id)),
  );
}

/** One attribute of entries by their ids. */
export function attributeOf<T extends 'string' | 'number'>(
  items: readonly Item[],
  attribute: string,
  type: T,
): ReadonlyMap<string, T extends 'string' ? string : number> {
  return new Map(
    items.map((item) => {
      const value = item[attribute];
      // oxlint-disable-next-line valid-typeof
      if (typeof value !== type)
        throw new CorruptDataError(
          `An entry of the list ${String(item[PARTITION_KEY])} has no ${attribute}.`,
        );
      return [String(item[SORT_KEY]), value as T extends 'string' ? string : number];
    }),
  );
}
