import { createHash } from 'node:crypto';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { DAY_MS, type Report, type ReportStore, type RunStore } from '@token-ledger/core';
import { encodeTime } from 'ulid';
import { wait as sleep, type Wait } from '../retry.ts';
import { conditionalTransaction } from './conditional-transaction.ts';
import { conditionally } from './conditional-write.ts';
import { encodeExport } from './export-codec.ts';
import {
  DELIVERY_ATTEMPT_ATTRIBUTES,
  PARTITION_KEY,
  REPORT_ATTRIBUTES,
  REPORTS_PARTITION,
  RUN_ATTRIBUTES,
  RUN_DELIVERY_ATTRIBUTES,
  reportKey,
  runKey,
  runPartition,
  TTL_ATTRIBUTE,
} from './key-schema.ts';
import { queryAll } from './query-all.ts';
import { queryNewest } from './query-newest.ts';
import {
  decodeReport,
  decodeRun,
  encodeAttempt,
  encodeOutcome,
  encodeReport,
  encodeRun,
} from './report-codec.ts';

/** Enough to look back a year and a month. */
const RUNS_KEPT_MS = 400 * DAY_MS;

const ULID_TIME_CHARACTERS = 10;
const ULID_RANDOM_CHARACTERS = 16;
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID of the time the run was due; its random part is derived from the report, so it is always the same. */
export function createScheduledRunId(reportId: string, scheduledAtMs: number): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([reportId, scheduledAtMs]))
    .digest();
  const random = [...digest.subarray(0, ULID_RANDOM_CHARACTERS)].map((byte) => CROCKFORD[byte % 32]);
  return encodeTime(scheduledAtMs, ULID_TIME_CHARACTERS) + random.join('');
}

export interface DynamoReportStoreOptions {
  readonly client: DynamoDBDocumentClient;
  readonly ledgerTable: string;
  readonly wait?: Wait;
}

/**
 * All reports are in one partition: there are few. The runs of each report are in one partition, in the order they were
 * due.
 */
export function createDynamoReportStore({
  client,
  ledgerTable: TableName,
  wait = sleep,
}: DynamoReportStoreOptions): ReportStore & RunStore {
  return {
    async createReport(report) {
      // Ids are random, so an existing item is the one written by an earlier attempt whose answer got lost.
      await client.send(new PutCommand({ TableName, Item: encodeReport(report) }));
    },

    async getReport(id) {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: reportKey(id), ConsistentRead: true }),
      );
      return Item && decodeReport(Item);
    },

    async listReports() {
      const reports: Report[] = [];
      for await (const item of queryAll(client, TableName, REPORTS_PARTITION))
        reports.push(decodeReport(item));
      return reports;
    },

    /** False also when our own write succeeded, its answer got lost and the SDK retried. */
    async replaceReport(report) {
      const { held } = await conditionally(() =>
        client.send(
          new PutCommand({
            TableName,
            Item: encodeReport(report),
            ConditionExpression: '#revision = :before',
            ExpressionAttributeNames: { '#revision': REPORT_ATTRIBUTES.revision },
            ExpressionAttributeValues: { ':before': report.revision - 1 },
          }),
        ),
      );
      return held;
    },

    async deleteReport(id) {
      const { held } = await conditionally(() =>
        client.send(
          new DeleteCommand({
            TableName,
            Key: reportKey(id),
            ConditionExpression: 'attribute_exists(#p)',
            ExpressionAttributeNames: { '#p': PARTITION_KEY },
          }),
        ),
      );
      return held;
    },

    startRun(run, job) {
      const isNew = {
        ConditionExpression: 'attribute_not_exists(#p)',
        ExpressionAttributeNames: { '#p': PARTITION_KEY },
      };
      const Item = {
        ...runKey({ reportId: run.reportId, runId: run.id }),
        ...encodeRun(run),
        [TTL_ATTRIBUTE]: Math.ceil((run.startedAtMs + RUNS_KEPT_MS) / 1000),
      };
      return conditionalTransaction(
        client,
        [{ Put: { TableName, Item, ...isNew } }, { Put: { TableName, Item: encodeExport(job), ...isNew } }],
        wait,
      );
    },

    async getRun(key) {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: runKey(key), ConsistentRead: true }),
      );
      return Item && decodeRun(Item);
    },

    async listRuns(reportId, { limit, beforeId }) {
      const before = beforeId === undefined ? undefined : { ...runKey({ reportId, runId: beforeId }) };
      const page = { client, tableName: TableName, partition: runPartition(reportId), limit };
      const items = await queryNewest({ ...page, ...(before && { before }) });
      return items.map(decodeRun);
    },

    async deleteRun(key) {
      await client.send(new DeleteCommand({ TableName, Key: runKey(key) }));
    },

    async settleRun(key, outcome) {
      await conditionally(() =>
        client.send(
          new UpdateCommand({
            TableName,
            Key: runKey(key),
            UpdateExpression: 'SET #outcome = if_not_exists(#outcome, :outcome)',
            ConditionExpression: 'attribute_exists(#p)',
            ExpressionAttributeNames: { '#outcome': RUN_ATTRIBUTES.outcome, '#p': PARTITION_KEY },
            ExpressionAttributeValues: { ':outcome': encodeOutcome(outcome) },
          }),
        ),
      );
    },

    async noteDelivery(key, channel, attempt) {
      await conditionally(() =>
        client.send(
          new UpdateCommand({
            TableName,
            Key: runKey(key),
            UpdateExpression: 'SET #channel = :attempt',
            ConditionExpression:
              'attribute_exists(#p) AND (attribute_not_exists(#channel) OR attribute_exists(#channel.#problem))',
            ExpressionAttributeNames: {
              '#channel': RUN_DELIVERY_ATTRIBUTES[channel],
              '#problem': DELIVERY_ATTEMPT_ATTRIBUTES.problem,
              '#p': PARTITION_KEY,
            },
            ExpressionAttributeValues: { ':attempt': encodeAttempt(attempt) },
          }),
        ),
      );
    },
  };
}
