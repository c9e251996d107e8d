import { type DynamoDBDocumentClient, ExecuteStatementCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type AuditActor, type AuditEntry, type AuditLog, DAY_MS } from '@token-ledger/core';
import { encodeTime } from 'ulid';
import { AUDIT_ATTRIBUTES as A, PARTITION_KEY, SORT_KEY, TTL_ATTRIBUTE } from './attribute-names.ts';
import type { Item } from './batch-get.ts';
import { auditPartition } from './key-schema.ts';
import { CorruptDataError } from './packed-rows.ts';

export interface DynamoAuditLogOptions {
  readonly client: DynamoDBDocumentClient;
  readonly auditTable: string;
  readonly retentionDays: number;
}

/**
 * Sorts the entry with the outcome behind the entry that began the operation, so reading backwards meets the outcome
 * first.
 */
const BEGUN = '#0';
const ENDED = '#1';
const TIME_CHARACTERS = 10;

/** The error of a taken key, as named by DynamoDB and by DynamoDB Local. */
const DUPLICATE = new Set(['DuplicateItemException', 'DuplicateItem']);

/**
 * One partition a month. Entries are PartiQL INSERTs, which never replace an item: a role that may only insert cannot
 * change an entry. A condition on a put could not promise that.
 */
export function createDynamoAuditLog({ client, auditTable, retentionDays }: DynamoAuditLogOptions): AuditLog {
  return {
    begin: (entry) => insert({ ...entry, outcome: 'unfinished' }, BEGUN),

    append: (entry) => insert(entry, ENDED),

    async list({ fromMs, toMs, beforeId, limit }) {
      const entries: AuditEntry[] = [];
      const from = encodeTime(fromMs, TIME_CHARACTERS);
      // Ids start with the time and sort keys start with the id, so neither bound equals a sort key.
      const to = beforeId ?? encodeTime(toMs, TIME_CHARACTERS);
      for await (const item of newestFirst(months(fromMs, toMs), from, to, limit)) {
        const entry = decode(item);
        if (entries.at(-1)?.id === entry.id) continue;
        if (entries.length === limit) return { entries, nextBeforeId: String(entries.at(-1)?.id) };
        entries.push(entry);
      }
      return { entries };
    },
  };

  async function insert(entry: AuditEntry, suffix: string): Promise<void> {
    const item = encode(entry, suffix, retentionDays);
    const names = Object.keys(item);
    const values = names.map((name) => `'${name}': ?`).join(', ');
    try {
      await client.send(
        new ExecuteStatementCommand({
          Statement: `INSERT INTO "${auditTable}" VALUE {${values}}`,
          Parameters: Object.values(item),
        }),
      );
    } catch (error) {
      // Ids are random, so an existing entry is the one written by an earlier attempt whose answer got lost.
      if (!(error instanceof Error && DUPLICATE.has(error.name))) throw error;
    }
  }

  async function* newestFirst(
    partitions: readonly string[],
    from: string,
    to: string,
    limit: number,
  ): AsyncGenerator<Item> {
    for (const partition of partitions) {
      let start: Item | undefined;
      do {
        const { Items = [], LastEvaluatedKey } = await client.send(
          new QueryCommand({
            TableName: auditTable,
            KeyConditionExpression: '#p = :p AND #s BETWEEN :from AND :to',
            ExpressionAttributeNames: { '#p': PARTITION_KEY, '#s': SORT_KEY },
            ExpressionAttributeValues: { ':p': partition, ':from': from, ':to': to },
            ScanIndexForward: false,
            ConsistentRead: true,
            // An operation has up to two items; one more operation shows whether there is a next page.
            Limit: 2 * limit + 1,
            ...(start && { ExclusiveStartKey: start }),
          }),
        );
        yield* Items;
        start = LastEvaluatedKey;
      } while (start);
    }
  }
}

/** The partitions of all months that [fromMs, toMs) touches, newest first. */
function months(fromMs: number, toMs: number): readonly string[] {
  const found: string[] = [];
  const last = new Date(toMs - 1);
  for (let month = 0; ; month += 1) {
    const startMs = Date.UTC(last.getUTCFullYear(), last.getUTCMonth() - month);
    found.push(auditPartition(startMs));
    if (startMs <= fromMs) return found;
  }
}

function encode(entry: AuditEntry, suffix: string, retentionDays: number): Record<string, string | number> {
  const { actor, target, range, userAgent, count, uncountedUntilMs } = entry;
  return {
    [PARTITION_KEY]: auditPartition(entry.atMs),
    [SORT_KEY]: `${entry.id}${suffix}`,
    [A.atMs]: entry.atMs,
    [A.actorKind]: actor.kind,
    ...(actor.id !== undefined && { [A.actorId]: actor.id }),
    ...(actor.kind === 'person' && actor.userId !== undefined && { [A.actorUserId]: actor.userId }),
    [A.operation]: entry.operation,
    ...(target !== undefined && { [A.target]: target }),
    ...(range && { [A.fromMs]: range.fromMs, [A.toMs]: range.toMs }),
    [A.outcome]: entry.outcome,
    [A.sourceIp]: entry.sourceIp,
    ...(userAgent !== undefined && { [A.userAgent]: userAgent }),
    [A.requestId]: entry.requestId,
    ...(count !== undefined && { [A.count]: count }),
    ...(uncountedUntilMs !== undefined && { [A.uncountedUntilMs]: uncountedUntilMs }),
    [TTL_ATTRIBUTE]: Math.ceil((entry.atMs + retentionDays * DAY_MS) / 1000),
  };
}

function decode(item: Item): AuditEntry {
  const text = (attribute: string): string => {
    const value = item[attribute];
    if (typeof value !== 'string') throw new CorruptDataError(`An audit entry has no ${attribute}.`);
    return value;
  };
  const [target, userAgent, count] = [item[A.target], item[A.userAgent], item[A.count]];
  return {
    id: text(SORT_KEY).slice(0, -BEGUN.length),
    atMs: Number(item[A.atMs]),
    actor: {
      kind: text(A.actorKind),
      ...(item[A.actorId] !== undefined && { id: text(A.actorId) }),
      ...(item[A.actorUserId] !== undefined && { userId: text(A.actorUserId) }),
    } as AuditActor,
    operation: text(A.operation),
    ...(target !== undefined && { target: text(A.target) }),
    ...(item[A.fromMs] !== undefined && {
      range: { fromMs: Number(item[A.fromMs]), toMs: Number(item[A.toMs]) },
    }),
    outcome: text(A.outcome),
    sourceIp: text(A.sourceIp),
    ...(userAgent !== undefined && { userAgent: text(A.userAgent) }),
    requestId: text(A.requestId),
    ...(count !== undefined && { count: Number(count) }),
    ...(item[A.uncountedUntilMs] !== undefined && { uncountedUntilMs: Number(item[A.uncountedUntilMs]) }),
  };
}
