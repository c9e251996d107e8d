import {
  createDynamoAlertStore,
  createDynamoBudgetStore,
  createSqsAlertQueue,
  createSqsClient,
} from '@token-ledger/aws';
import { connectStatistics } from '../connect-ledger.ts';
import { readEnvironment } from '../environment.ts';
import { SERVICES } from '../metrics.ts';
import { createTelemetry } from '../telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const { ledger, table, followed } = connectStatistics(variables);

export const handler = followed.before(
  createHandler({
    ledger,
    store: { ...createDynamoBudgetStore(table), ...createDynamoAlertStore(table) },
    queue: createSqsAlertQueue({ client: createSqsClient(), queueUrl: variables.ALERT_QUEUE_URL }),
    telemetry: createTelemetry(SERVICES.evaluateBudgets),
  }),
);
