import {
  createDocumentClient,
  createDynamoAccessKeyStore,
  createDynamoSigningKeyStore,
  createDynamoUserStore,
} from '@token-ledger/aws';
import { ulid } from 'ulid';
import { readEnvironment } from '../environment.ts';
import { SERVICES } from '../metrics.ts';
import { createTelemetry } from '../telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const table = { client: createDocumentClient(), statisticsTable: variables.STATISTICS_TABLE };
const signingKeys = createDynamoSigningKeyStore(table);

export const handler = createHandler({
  accessKeys: createDynamoAccessKeyStore(table),
  users: createDynamoUserStore(table),
  clock: Date.now,
  newId: ulid,
  signingKey: () => signingKeys.getOrCreate(),
  telemetry: createTelemetry(SERVICES.manageAccess),
});
