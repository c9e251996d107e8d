import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { DAY_MS, QUARANTINE_DAYS, type QuarantinedRecord, type QuarantineStore } from '@token-ledger/core';
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
import { queryPage } from './query-page.ts';

const {
  receivedAtMs: AT,
  reason: REASON,
  problems: PROBLEMS,
  record: RECORD,
  complete: COMPLETE,
} = QUARANTINE_ATTRIBUTES;

export interface DynamoQuarantineStoreOptions {
  readonly client: DynamoDBDocumentClient;
  readonly ledgerTable: string;
}

export function createDynamoQuarantineStore({
  client,
  ledgerTable,
}: DynamoQuarantineStoreOptions): QuarantineStore {
  return {
    async quarantine(record) {
      // The condition fails if an earlier delivery stored the record.
      await conditionally(() =>
        client.send(
          new PutCommand({
            TableName: ledgerTable,
            Item: encode(record),
            ConditionExpression: 'attribute_not_exists(#p)',
            ExpressionAttributeNames: { '#p': PARTITION_KEY },
          }),
        ),
      );
    },

    async listQuarantined(day, options = {}) {
      const items = await queryPage(client, ledgerTable, quarantinePartition(day), options);
      return items.map(decode);
    },

    async getQuarantined(day, id) {
      const { Item } = await client.send(
        new GetCommand({
          TableName: ledgerTable,
          Key: { [PARTITION_KEY]: quarantinePartition(day), [SORT_KEY]: id },
          ConsistentRead: true,
        }),
      );
      return Item && decode(Item);
    },

    async deleteQuarantined({ id, receivedAtMs }) {
      const Key = { [PARTITION_KEY]: quarantinePartition(utcDay(receivedAtMs)), [SORT_KEY]: id };
      await client.send(new DeleteCommand({ TableName: ledgerTable, Key }));
    },
  };
}

function encode({ id, receivedAtMs, reason, problems, record, complete }: QuarantinedRecord): Item {
  return {
    [PARTITION_KEY]: quarantinePartition(utcDay(receivedAtMs)),
    [SORT_KEY]: id,
    [AT]: receivedAtMs,
    [REASON]: reason,
    [PROBLEMS]: problems.map(({ path, message }) => ({ path, message })),
    [RECORD]: record,
    ...(complete && { [COMPLETE]: true }),
    [TTL_ATTRIBUTE]: Math.ceil((receivedAtMs + QUARANTINE_DAYS * DAY_MS) / 1000),
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
    throw new CorruptDataError('A quarantined record has attributes that are missing or of the wrong type.');
  }
  return {
    id,
    receivedAtMs,
    reason,
    problems,
    record,
    ...(item[COMPLETE] === true && { complete: true }),
  };
}
