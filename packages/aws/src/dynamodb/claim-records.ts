import {
  BatchExecuteStatementCommand,
  type DynamoDBDocumentClient,
  type BatchExecuteStatementBatchStatementResponse as StatementResponse,
} from '@aws-sdk/lib-dynamodb';
import {
  type ClaimOutcome,
  keyText,
  mapConcurrently,
  type RecordAlias,
  type RecordStore,
  type Retention,
  type UsageRecord,
} from '@token-ledger/core';
import { chunk } from '../chunk.ts';
import { backoffMs, MAX_RETRIES, type Wait } from '../retry.ts';
import { ALIAS_TARGET_ATTRIBUTE, PARTITION_KEY, SORT_KEY, TTL_ATTRIBUTE } from './attribute-names.ts';
import { batchGet, type Item } from './batch-get.ts';
import { recordKey } from './key-schema.ts';
import { encodeRecord } from './record-codec.ts';
import { placeOf } from './record-items.ts';
import { expiresAtSeconds } from './time-to-live.ts';

/*
 * Raw records and aliases are claimed by PartiQL inserts, 25 a call: a conditional put each, with outcomes of their own, at
 * a fifteenth of the CPU of single puts. BatchWriteItem has no conditions; a transaction costs twice as much and one
 * duplicate would cancel all of it.
 */

const STATEMENTS_PER_CALL = 25;
const CONCURRENT_CALLS = 8;

/** An insert fails for no other condition than a taken key. */
const DUPLICATE = new Set(['DuplicateItem', 'ConditionalCheckFailed']);

/** Nothing is wrong with the statement, and it may succeed if it is tried again. */
const RETRYABLE = new Set([
  'InternalServerError',
  'ProvisionedThroughputExceeded',
  'RequestLimitExceeded',
  'ThrottlingError',
  'TransactionConflict',
]);

type Entry = UsageRecord | RecordAlias;
interface ClaimOptions {
  readonly client: DynamoDBDocumentClient;
  readonly recordsTable: string;
  /** The retention to follow now. */
  readonly retention: () => Retention;
  readonly wait: Wait;
}

export function createClaimRecords({
  client,
  recordsTable,
  retention,
  wait,
}: ClaimOptions): RecordStore['claim'] {
  return async (entries) => {
    const parts = await mapConcurrently(chunk(entries, STATEMENTS_PER_CALL), CONCURRENT_CALLS, claimPart);
    return parts.flat();
  };

  async function claimPart(entries: readonly Entry[]): Promise<readonly ClaimOutcome[]> {
    const outcomes = new Map<Entry, ClaimOutcome>();
    let problem: unknown = new Error(
      'DynamoDB gave no outcome, or what was there first has expired meanwhile.',
    );
    try {
      await readTaken(await insert(entries, outcomes), outcomes);
    } catch (error) {
      problem = error;
    }
    return entries.map((entry) => outcomes.get(entry) ?? failed(problem));
  }

  /**
   * Inserts until nothing retryable is left. Returns the entries whose keys are taken, where the answer does not say by what. It may be
   * by an insert of our own whose answer got lost; what is stored is then what we brought, which is just right.
   */
  async function insert(
    entries: readonly Entry[],
    outcomes: Map<Entry, ClaimOutcome>,
  ): Promise<readonly Entry[]> {
    const taken: Entry[] = [];
    let pending = entries;
    for (let retry = 0; pending.length > 0; retry += 1) {
      const responses = await sendInserts(pending);
      const refused: Entry[] = [];
      for (const [index, entry] of pending.entries()) {
        const response = responses[index];
        if (!response) continue;
        const outcome = outcomeOf(response);
        if (RETRYABLE.has(response.Error?.Code ?? '') && retry < MAX_RETRIES) refused.push(entry);
        else if (outcome) outcomes.set(entry, outcome);
        else taken.push(entry);
      }
      pending = refused;
      if (pending.length > 0) await wait(backoffMs(retry));
    }
    return taken;
  }

  async function sendInserts(entries: readonly Entry[]): Promise<readonly StatementResponse[]> {
    const statements = entries.map((entry) => {
      const item: Item = {
        ...('target' in entry ? encodeAlias(entry) : encodeRecord(entry)),
        [TTL_ATTRIBUTE]: expiresAtSeconds(entry.occurredAtMs, retention()),
      };
      const attributes = Object.keys(item).map((name) => `'${name}': ?`);
      return {
        Statement: `INSERT INTO "${recordsTable}" VALUE {${attributes.join(', ')}}`,
        Parameters: Object.values(item),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
      };
    });
    const { Responses } = await client.send(new BatchExecuteStatementCommand({ Statements: statements }));
    return Responses ?? [];
  }

  /** Not every answer brings the item that was there first, so it is read. An expired claim is still a claim. */
  async function readTaken(entries: readonly Entry[], outcomes: Map<Entry, ClaimOutcome>): Promise<void> {
    const byKey = new Map(entries.map((entry) => [keyText(entry), entry]));
    const options = { client, table: recordsTable, consistent: true, wait };
    for (const item of await batchGet(options, entries.map(recordKey))) {
      const key = { requestId: String(item[PARTITION_KEY]), accessKeyId: String(item[SORT_KEY]) };
      const entry = byKey.get(keyText(key));
      if (entry) outcomes.set(entry, takenBy(item));
    }
  }
}

function encodeAlias({ target, ...key }: RecordAlias): Item {
  return { ...recordKey(key), [ALIAS_TARGET_ATTRIBUTE]: target };
}

/** Undefined where the key is taken and the answer does not say by what. */
function outcomeOf({ Error: error }: StatementResponse): ClaimOutcome | undefined {
  if (!error) return { kind: 'claimed' };
  if (DUPLICATE.has(error.Code ?? '')) return error.Item && takenBy(error.Item);
  return failed(new Error(`DynamoDB refused an insert: ${error.Code ?? 'no code'}: ${error.Message ?? ''}`));
}

function takenBy(item: Item): ClaimOutcome {
  try {
    return { kind: 'taken', place: placeOf(item) };
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): ClaimOutcome {
  return { kind: 'failed', error };
}
