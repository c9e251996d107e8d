import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  DynamoDBDocumentClient,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { UsageRecord } from '@token-ledger/core';
import { naiveAmounts, naiveCounterKeys, naiveRecordItem } from '../naive/naive-items.ts';
import { type WireRecord, wireTokens } from '../wire-records.ts';
import { AnsweringServices } from './answering-services.ts';
import { CLIENT } from './client-settings.ts';
import type { Pipeline } from './pipeline.ts';

const ENTRIES_PER_CALL = 10;

/** The naive design: a message for each record, then a put and nine updates, or one transaction of them. */
export function naivePipeline({ exact }: { readonly exact: boolean }): Pipeline {
  const services = new AnsweringServices({ keepsMessages: true });
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ ...CLIENT, requestHandler: services }));
  const queue = new SQSClient({ ...CLIENT, requestHandler: services });
  const write = exact ? writeAtOnce : writeEach;
  return {
    name: exact ? 'naive, exact' : 'naive',
    async accept(body) {
      const { records } = JSON.parse(body) as { readonly records: readonly WireRecord[] };
      for (const { requestId, model, usage } of records)
        if (!requestId || !model || !(usage.input_tokens >= 0)) throw new Error('The record is not valid.');
      for (let start = 0; start < records.length; start += ENTRIES_PER_CALL) {
        const entries = records.slice(start, start + ENTRIES_PER_CALL);
        await queue.send(
          new SendMessageBatchCommand({
            QueueUrl: 'http://127.0.0.1/usage',
            Entries: entries.map((record, index) => ({
              Id: String(index),
              MessageBody: JSON.stringify(record),
            })),
          }),
        );
      }
      return services.messages.splice(0);
    },
    async record(messages) {
      for (const message of messages) await write(client, recordOf(JSON.parse(message) as WireRecord));
    },
  };
}

async function writeEach(client: DynamoDBDocumentClient, record: UsageRecord): Promise<void> {
  await client.send(new PutCommand({ TableName: 'records', Item: naiveRecordItem(record) }));
  const updates = naiveCounterKeys(record).map((Key) =>
    client.send(new UpdateCommand({ TableName: 'counters', Key, ...addition(record) })),
  );
  await Promise.all(updates);
}

async function writeAtOnce(client: DynamoDBDocumentClient, record: UsageRecord): Promise<void> {
  const put = {
    TableName: 'records',
    Item: naiveRecordItem(record),
    ConditionExpression: 'attribute_not_exists(pk)',
  };
  const updates = naiveCounterKeys(record).map((Key) => ({
    Update: { TableName: 'counters', Key, ...addition(record) },
  }));
  await client.send(new TransactWriteCommand({ TransactItems: [{ Put: put }, ...updates] }));
}

function addition(record: UsageRecord) {
  const amounts = Object.entries(naiveAmounts(record)).filter(([, amount]) => amount > 0);
  return {
    UpdateExpression: `ADD ${amounts.map(([name]) => `#${name} :${name}`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(amounts.map(([name]) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(amounts.map(([name, amount]) => [`:${name}`, amount])),
  };
}

function recordOf({ occurredAt, usage, ...rest }: WireRecord): UsageRecord {
  return {
    ...rest,
    occurredAtMs: Date.parse(occurredAt),
    receivedAtMs: Date.now(),
    tokens: wireTokens(usage),
    status: 'ok',
  };
}
