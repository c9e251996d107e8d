import { createDocumentClient, createDynamoAccessKeyStore } from '@token-ledger/aws';
import { readEnvironment } from '../environment.ts';
import { SERVICES } from '../metrics.ts';
import { createTelemetry } from '../telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);

export const handler = createHandler({
  accessKeys: createDynamoAccessKeyStore({
    client: createDocumentClient(),
    statisticsTable: variables.STATISTICS_TABLE,
  }),
  clock: Date.now,
  telemetry: createTelemetry(SERVICES.authorizeRequest),
});
