import { createHash } from 'node:crypto';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { DAY_MS, type ReportStore, type RunStore } from '@token-ledger/core';
import { encodeTime } from 'ulid';
import { wait as sleep, type Wait } from '../retry.ts';
import {
  DELIVERY_ATTEMPT_ATTRIBUTES,
  PARTITION_KEY,
  REPORT_ATTRIBUTES,
  RUN_ATTRIBUTES,
  RUN_DELIVERY_ATTRIBUTES,
  TTL_ATTRIBUTE,
} from './attribute-names.ts';
import { conditionalTransaction } from './conditional-transaction.ts';
import { conditionally } from './conditional-write.ts';
import { encodeExport } from './export-codec.ts';
import { REPORTS_PARTITION, reportKey, runKey, runPartition } from './key-schema.ts';
import { listAll } from './query-all.ts';
import { queryNewest } from './query-newest.ts';
import {
  decodeReport,
  decodeRun,
  encodeAttempt,
  encodeOutcome,
  encodeReport,
  encodeRun,
} from './report-codec.ts';
import { IS_ABSENT, IS_PRESENT, isStill, type LedgerTable, tableItems } from './table-items.ts';

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

export interface DynamoReportStoreOptions extends LedgerTable {
  readonly wait?: Wait;
}

/**
 * All reports are in one partition: there are few. The runs of each report are in one partition, in the order they were
 * due.
 */
export function createDynamoReportStore({
  wait = sleep,
  ...table
}: DynamoReportStoreOptions): ReportStore & RunStore {
  const { client, ledgerTable: TableName } = table;
  const items = tableItems(client, TableName);
  return {
    // Ids are random, so an existing item is the one written by an earlier attempt whose answer got lost.
    createReport: (report) => items.put(encodeReport(report)),

    async getReport(id) {
      const item = await items.get(reportKey(id));
      return item && decodeReport(item);
    },

    listReports: () => listAll(table, REPORTS_PARTITION, decodeReport),

    /** False also when our own write succeeded, its answer got lost and the SDK retried. */
    replaceReport: (report) =>
      items.putIf(isStill({ [REPORT_ATTRIBUTES.revision]: report.revision - 1 }), encodeReport(report)),

    deleteReport: (id) => items.removeIf(IS_PRESENT, reportKey(id)),

    startRun(run, job) {
      const Item = {
        ...runKey({ reportId: run.reportId, runId: run.id }),
        ...encodeRun(run),
        [TTL_ATTRIBUTE]: Math.ceil((run.startedAtMs + RUNS_KEPT_MS) / 1000),
      };
      const puts = [Item, encodeExport(job)].map((item) => ({
        Put: { TableName, Item: item, ...IS_ABSENT },
      }));
      return conditionalTransaction(client, puts, wait);
    },

    async getRun(key) {
      const item = await items.get(runKey(key));
      return item && decodeRun(item);
    },

    async listRuns(reportId, { limit, beforeId }) {
      const before = beforeId === undefined ? undefined : { ...runKey({ reportId, runId: beforeId }) };
      const page = { client, tableName: TableName, partition: runPartition(reportId), limit };
      return (await queryNewest({ ...page, ...(before && { before }) })).map(decodeRun);
    },

    deleteRun: (key) => items.remove(runKey(key)),

    settleRun: (key, outcome) => items.setOnce(runKey(key), RUN_ATTRIBUTES.outcome, encodeOutcome(outcome)),

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
