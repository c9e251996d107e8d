import { createDynamoWaitingEventStore, createSqsClient, createSqsMessageSender } from '@token-ledger/aws';
import { connectReports } from '../connect/reports.ts';
import { readEnvironment } from '../shared/environment.ts';
import { SERVICES } from '../shared/metrics.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const { client, reports, start, schedulerOf } = connectReports(variables);

export const handler = createHandler({
  reports,
  start,
  schedulerOf,
  waitingEvents: createDynamoWaitingEventStore({ client, ledgerTable: variables.LEDGER_TABLE }),
  sendEvents: createSqsMessageSender({
    client: createSqsClient(),
    queueUrl: variables.NOTIFICATION_QUEUE_URL,
  }),
  telemetry: createTelemetry(SERVICES.runReport),
});
