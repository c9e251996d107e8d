import {
  BatchExecuteStatementCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateScan,
  type BatchExecuteStatementBatchStatementResponse as StatementResponse,
} from '@aws-sdk/lib-dynamodb';
import {
  type ClaimOutcome,
  type Clock,
  mapConcurrently,
  type RecordAlias,
  type RecordKey,
  type RecordStore,
  type Retention,
  type UsageRecord,
} from '@token-ledger/core';
import { batchGet, type Item } from './batch-get.ts';
import { chunk } from './chunk.ts';
import { conditionally } from './conditional-write.ts';
import {
  PARTITION_KEY,
  RECORD_ATTRIBUTES,
  recordKey,
  TOMBSTONE_ATTRIBUTE,
  TTL_ATTRIBUTE,
} from './key-schema.ts';
import { decodeRecord, encodeRecord } from './record-codec.ts';
import { backoffMs, MAX_RETRIES, wait as sleep, type Wait } from './retry.ts';
import { expiresAtSeconds } from './time-to-live.ts';

/*
 * Raw records are claimed by PartiQL inserts, 25 a call: a conditional put each, with outcomes of their own, at a
 * fifteenth of the CPU of single puts. BatchWriteItem has no conditions; a transaction costs twice as much and one
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

export interface DynamoRecordStoreOptions {
  readonly client: DynamoDBDocumentClient;
  readonly recordsTable: string;
  /** The retention to follow now. */
  readonly retention: () => Retention;
  readonly clock?: Clock;
  readonly wait?: Wait;
}

export function createDynamoRecordStore({
  client,
  recordsTable,
  retention,
  clock = Date.now,
  wait = sleep,
}: DynamoRecordStoreOptions): RecordStore {
  return { claim, replaceRecord, getRecord, findRecords, scanRecords, eraseRecord };

  async function claim(entries: readonly (UsageRecord | RecordAlias)[]): Promise<readonly ClaimOutcome[]> {
    const parts = await mapConcurrently(
      chunk(entries as readonly UsageRecord[], STATEMENTS_PER_CALL),
      CONCURRENT_CALLS,
      claimPart,
    );
    return parts.flat();
  }

  async function claimPart(records: readonly UsageRecord[]): Promise<readonly ClaimOutcome[]> {
    const outcomes = new Map<string, ClaimOutcome>();
    let problem: unknown = new Error(
      'DynamoDB gave no outcome, or what was there first has expired meanwhile.',
    );
    try {
      await readCanonicals(await insert(records, outcomes), outcomes);
    } catch (error) {
      problem = error;
    }
    return records.map(({ requestId }) => outcomes.get(requestId) ?? failed(problem));
  }

  /**
   * Inserts until nothing retryable is left. Returns the request ids that are taken, we were not told by what. It may be
   * by an insert of our own whose answer got lost; its canonical record is then the one we brought, which is just right.
   */
  async function insert(
    records: readonly UsageRecord[],
    outcomes: Map<string, ClaimOutcome>,
  ): Promise<readonly string[]> {
    const taken: string[] = [];
    let pending = records;
    for (let retry = 0; pending.length > 0; retry += 1) {
      const responses = await sendInserts(pending);
      const refused: UsageRecord[] = [];
      for (const [index, record] of pending.entries()) {
        const response = responses[index];
        if (!response) continue;
        const outcome = outcomeOf(response);
        if (RETRYABLE.has(response.Error?.Code ?? '') && retry < MAX_RETRIES) refused.push(record);
        else if (outcome) outcomes.set(record.requestId, outcome);
        else taken.push(record.requestId);
      }
      pending = refused;
      if (pending.length > 0) await wait(backoffMs(retry));
    }
    return taken;
  }

  async function sendInserts(records: readonly UsageRecord[]): Promise<readonly StatementResponse[]> {
    const statements = records.map((record) => {
      const item: Item = {
        ...encodeRecord(record),
        [TTL_ATTRIBUTE]: expiresAtSeconds(record.occurredAtMs, retention()),
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
  async function readCanonicals(
    requestIds: readonly string[],
    outcomes: Map<string, ClaimOutcome>,
  ): Promise<void> {
    const options = { client, table: recordsTable, consistent: true, wait };
    for (const item of await batchGet(options, requestIds.map(recordKey))) {
      outcomes.set(String(item[PARTITION_KEY]), duplicateOf(item));
    }
  }

  async function replaceRecord(): Promise<never> {
    throw new Error('Records cannot be replaced yet.');
  }

  async function findRecords(name: string): Promise<readonly UsageRecord[]> {
    const item = await getItem(name);
    return item && isPresentRecord(item, clock()) ? [decodeRecord(item)] : [];
  }

  async function getRecord({ requestId }: RecordKey): Promise<UsageRecord | undefined> {
    const item = await getItem(requestId);
    return item && isPresentRecord(item, clock()) ? decodeRecord(item) : undefined;
  }

  async function* scanRecords(): AsyncGenerator<readonly UsageRecord[]> {
    const pages = paginateScan({ client }, { TableName: recordsTable, ConsistentRead: true });
    for await (const { Items = [] } of pages)
      yield Items.filter((item) => isPresentRecord(item, clock())).map(decodeRecord);
  }

  async function eraseRecord({ requestId }: RecordKey, userId: string): Promise<boolean> {
    const item = await getItem(requestId);
    if (!item || item[RECORD_ATTRIBUTES.userId] !== userId) return false;
    const { held } = await conditionally(() =>
      client.send(
        new PutCommand({
          TableName: recordsTable,
          // The whole item anew, so that nothing stays of what this version of the code does not know.
          Item: {
            ...recordKey(requestId),
            [TOMBSTONE_ATTRIBUTE]: true,
            [TTL_ATTRIBUTE]: item[TTL_ATTRIBUTE],
          },
          ConditionExpression: '#user = :user',
          ExpressionAttributeNames: { '#user': RECORD_ATTRIBUTES.userId },
          ExpressionAttributeValues: { ':user': userId },
        }),
      ),
    );
    // If not, it was erased or expired meanwhile, perhaps by ourselves and the answer got lost: it was there, and is not.
    return held || !isPresentRecord((await getItem(requestId)) ?? {}, clock());
  }

  async function getItem(requestId: string): Promise<Item | undefined> {
    const { Item } = await client.send(
      new GetCommand({ TableName: recordsTable, Key: recordKey(requestId), ConsistentRead: true }),
    );
    return Item;
  }
}

/** Records past their time to live are gone for the reader, though DynamoDB may keep them for days. */
export function isPresentRecord(item: Item, nowMs: number): boolean {
  return !isTombstone(item) && Number(item[TTL_ATTRIBUTE]) * 1000 > nowMs;
}

function isTombstone(item: Item): boolean {
  return item[TOMBSTONE_ATTRIBUTE] === true;
}

/** Undefined for a duplicate of we are not told what. */
function outcomeOf({ Error: error }: StatementResponse): ClaimOutcome | undefined {
  if (!error) return { kind: 'claimed' };
  if (DUPLICATE.has(error.Code ?? '')) return error.Item && duplicateOf(error.Item);
  return failed(new Error(`DynamoDB refused an insert: ${error.Code ?? 'no code'}: ${error.Message ?? ''}`));
}

function duplicateOf(item: Item): ClaimOutcome {
  if (isTombstone(item)) return { kind: 'taken', place: { kind: 'erased' } };
  try {
    return { kind: 'taken', place: { kind: 'record', record: decodeRecord(item) } };
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): ClaimOutcome {
  return { kind: 'failed', error };
}
