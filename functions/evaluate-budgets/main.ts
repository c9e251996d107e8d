import {
  createDynamoAlertStore,
  createDynamoBudgetStore,
  createDynamoSpentBudgetStore,
  createSqsAlertQueue,
  createSqsClient,
} from '@token-ledger/aws';
import { connectStatistics } from '../connect/ledger.ts';
import { readEnvironment } from '../shared/environment.ts';
import { SERVICES } from '../shared/metrics.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const { ledger, table, settings } = connectStatistics(variables);

export const handler = settings.refreshBefore(
  createHandler({
    ledger,
    store: {
      ...createDynamoBudgetStore(table),
      ...createDynamoAlertStore(table),
      ...createDynamoSpentBudgetStore(table),
    },
    queue: createSqsAlertQueue({ client: createSqsClient(), queueUrl: variables.NOTIFICATION_QUEUE_URL }),
    telemetry: createTelemetry(SERVICES.evaluateBudgets),
  }),
);
