import { DeleteCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { DAY_MS, type QuarantinedRecord, type QuarantineStore } from '@token-ledger/core';
import type { Item } from './batch-get.ts';
import { conditionally } from './conditional-write.ts';
import {
  PARTITION_KEY,
  QUARANTINE_ATTRIBUTES,
  quarantinePartition,
  SORT_KEY,
  TTL_ATTRIBUTE,
  utcDay,
} from './key-schema.ts';
import { CorruptDataError } from './packed-rows.ts';
import { queryAll } from './query-all.ts';

const { receivedAtMs: AT, reason: REASON, problems: PROBLEMS, record: RECORD } = QUARANTINE_ATTRIBUTES;
const KEPT_DAYS = 30;

export interface DynamoQuarantineStoreOptions {
  readonly client: DynamoDBDocumentClient;
  readonly statisticsTable: string;
}

export function createDynamoQuarantineStore({
  client,
  statisticsTable,
}: DynamoQuarantineStoreOptions): QuarantineStore {
  return {
    async quarantine(record) {
      // A failed condition means that the record is there already, from an earlier delivery.
      await conditionally(() =>
        client.send(
          new PutCommand({
            TableName: statisticsTable,
            Item: encode(record),
            ConditionExpression: 'attribute_not_exists(#p)',
            ExpressionAttributeNames: { '#p': PARTITION_KEY },
          }),
        ),
      );
    },

    async listQuarantined(day) {
      const records: QuarantinedRecord[] = [];
      for await (const item of queryAll(client, statisticsTable, quarantinePartition(day)))
        records.push(decode(item));
      return records;
    },

    async deleteQuarantined({ id, receivedAtMs }) {
      const Key = { [PARTITION_KEY]: quarantinePartition(utcDay(receivedAtMs)), [SORT_KEY]: id };
      await client.send(new DeleteCommand({ TableName: statisticsTable, Key }));
    },
  };
}

function encode({ id, receivedAtMs, reason, problems, record }: QuarantinedRecord): Item {
  return {
    [PARTITION_KEY]: quarantinePartition(utcDay(receivedAtMs)),
    [SORT_KEY]: id,
    [AT]: receivedAtMs,
    [REASON]: reason,
    [PROBLEMS]: problems.map(({ path, message }) => ({ path, message })),
    [RECORD]: record,
    [TTL_ATTRIBUTE]: Math.ceil((receivedAtMs + KEPT_DAYS * DAY_MS) / 1000),
  };
}

function decode(item: Item): QuarantinedRecord {
  const {
    [SORT_KEY]: id,
    [AT]: receivedAtMs,
    [REASON]: reason,
    [PROBLEMS]: problems,
    [RECORD]: record,
  } = item;
  if (
    typeof id !== 'string' ||
    typeof receivedAtMs !== 'number' ||
    typeof reason !== 'string' ||
    !Array.isArray(problems) ||
    typeof record !== 'string'
  ) {
    throw new CorruptDataError('A quarantined record has attributes missing or not of their type.');
  }
  return { id, receivedAtMs, reason, problems, record };
}
