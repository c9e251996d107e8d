import {
  createDocumentClient,
  createDynamoSigningKeyStore,
  createDynamoStatisticsTableStore,
} from '@token-ledger/aws';
import { Calendar } from '@token-ledger/core';
import { readEnvironment } from '../environment.ts';
import { SERVICES } from '../metrics.ts';
import { createTelemetry } from '../telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const table = { client: createDocumentClient(), statisticsTable: variables.STATISTICS_TABLE };
const retention = { retentionDays: variables.RETENTION_DAYS };
const signingKeys = createDynamoSigningKeyStore(table);

export const handler = createHandler({
  ledger: {
    store: createDynamoStatisticsTableStore({ ...table, ...retention }),
    clock: Date.now,
    calendar: new Calendar(variables.REPORTING_TIME_ZONE),
    retention,
  },
  signingKey: () => signingKeys.getOrCreate(),
  cacheTtlSeconds: variables.CACHE_TTL_SECONDS,
  telemetry: createTelemetry(SERVICES.queryUsage),
});
