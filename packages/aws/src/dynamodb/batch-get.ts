import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { mapConcurrently } from '@token-ledger/core';
import { chunk } from '../chunk.ts';
import { backoffMs, MAX_RETRIES, type Wait } from '../retry.ts';

/** What DynamoDB takes in one call. */
const KEYS_PER_CALL = 100;
const CONCURRENT_CALLS = 8;

export interface BatchGetOptions {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly consistent: boolean;
  /** Only these attributes, by name; all of them when absent. */
  readonly attributes?: readonly string[];
  readonly wait: Wait;
}

export type Item = Record<string, unknown>;

/**
 * The items that exist among any number of distinct keys, in no particular order. What DynamoDB leaves unprocessed is asked
 * for again; rejects when it keeps refusing, so that an item is never mistaken for absent.
 */
export async function batchGet(options: BatchGetOptions, keys: readonly object[]): Promise<Item[]> {
  const parts = await mapConcurrently(chunk(keys, KEYS_PER_CALL), CONCURRENT_CALLS, (part) =>
    getAll(options, part),
  );
  return parts.flat();
}

async function getAll(
  { client, table, consistent, attributes, wait }: BatchGetOptions,
  keys: readonly object[],
): Promise<Item[]> {
  const found: Item[] = [];
  const wanted = {
    ConsistentRead: consistent,
    ...(attributes && {
      ProjectionExpression: attributes.map((_, index) => `#a${index}`).join(', '),
      ExpressionAttributeNames: Object.fromEntries(attributes.map((name, index) => [`#a${index}`, name])),
    }),
  };
  let pending: object[] = [...keys];
  let refusals = 0;
  while (true) {
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetCommand({ RequestItems: { [table]: { ...wanted, Keys: pending } } }),
    );
    found.push(...(Responses?.[table] ?? []));
    const unprocessed = UnprocessedKeys?.[table]?.Keys ?? [];
    if (unprocessed.length === 0) return found;
    // An answer has at most 16 MB, so keys are left over without any throttling: only an answer without items is one.
    if (unprocessed.length < pending.length) refusals = 0;
    else {
      if (refusals === MAX_RETRIES)
        throw new Error(`DynamoDB keeps refusing to read ${pending.length} items of ${table}.`);
      await wait(backoffMs(refusals));
      refusals += 1;
    }
    pending = unprocessed;
  }
}
