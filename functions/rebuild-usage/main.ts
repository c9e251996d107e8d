import { randomBytes } from 'node:crypto';
import { createDocumentClient, createDynamoStatisticsTableStore } from '@token-ledger/aws';
import { Calendar } from '@token-ledger/core';
import { readEnvironment } from '../environment.ts';
import { SERVICES } from '../metrics.ts';
import { createTelemetry } from '../telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const retention = { retentionDays: variables.RETENTION_DAYS };

export const handler = createHandler({
  ledger: {
    store: createDynamoStatisticsTableStore({
      client: createDocumentClient(),
      statisticsTable: variables.STATISTICS_TABLE,
      ...retention,
    }),
    clock: Date.now,
    newToken: () => randomBytes(12).toString('base64url'),
    calendar: new Calendar(variables.REPORTING_TIME_ZONE),
    retention,
  },
  telemetry: createTelemetry(SERVICES.rebuildUsage),
});
