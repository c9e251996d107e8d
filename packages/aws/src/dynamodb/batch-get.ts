import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { mapConcurrently } from '@token-ledger/core';
import { chunk } from '../chunk.ts';
import { backoffMs, MAX_RETRIES, type Wait } from '../retry.ts';

/** The most keys DynamoDB takes in one call. */
const KEYS_PER_CALL = 100;
const CONCURRENT_CALLS = 8;

export interface BatchGetOptions {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly consistent: boolean;
  /** Only these attributes; all attributes if absent. */
  readonly attributes?: readonly string[];
  readonly wait: Wait;
}

export type Item = Record<string, unknown>;

/**
 * Reads any number of distinct keys and returns the items that exist, in no particular order. Keys that DynamoDB leaves
 * unprocessed are requested again. Rejects when DynamoDB keeps refusing, so that an item is never mistaken for absent.
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
    // An answer has at most 16 MB, so keys are left over without any throttling. Only an answer without items is a
    // refusal.
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
