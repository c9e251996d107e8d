import {
  createDocumentClient,
  createDynamoExportStore,
  createDynamoReportStore,
  createEventBridgeReportScheduler,
  createExportId,
  createScheduledRunId,
  createSchedulerClient,
  createSqsClient,
  createSqsExportQueue,
} from '@token-ledger/aws';
import { Calendar, type ReportScheduler, type StartRunDeps } from '@token-ledger/core';

interface ReportVariables {
  readonly LEDGER_TABLE: string;
  readonly EXPORT_QUEUE_URL: string;
  readonly EXPORT_RETENTION_DAYS: number;
  readonly REPORTING_TIME_ZONE: string;
  readonly SCHEDULE_GROUP: string;
  readonly SCHEDULE_ROLE_ARN: string;
  readonly SCHEDULE_DEAD_LETTERS_ARN: string;
}

/** The deployed reports, their runs and their schedules. */
export function connectReports(variables: ReportVariables) {
  const client = createDocumentClient();
  const table = { client, ledgerTable: variables.LEDGER_TABLE };
  const reports = createDynamoReportStore(table);
  const start: StartRunDeps = {
    runs: reports,
    exports: createDynamoExportStore(table),
    queue: createSqsExportQueue({ client: createSqsClient(), queueUrl: variables.EXPORT_QUEUE_URL }),
    clock: Date.now,
    newId: createExportId,
    scheduledRunId: createScheduledRunId,
    calendar: new Calendar(variables.REPORTING_TIME_ZONE),
    exportRetentionDays: variables.EXPORT_RETENTION_DAYS,
  };
  const schedules = createSchedulerClient();
  /** Schedules that start a function. */
  const schedulerOf = (targetArn: string): ReportScheduler =>
    createEventBridgeReportScheduler({
      client: schedules,
      groupName: variables.SCHEDULE_GROUP,
      targetArn,
      roleArn: variables.SCHEDULE_ROLE_ARN,
      deadLetterArn: variables.SCHEDULE_DEAD_LETTERS_ARN,
      timeZone: variables.REPORTING_TIME_ZONE,
    });
  return { client, reports, start, schedulerOf };
}
