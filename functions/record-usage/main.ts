import { randomBytes } from 'node:crypto';
import { createDocumentClient, createDynamoLedgerStore, createDynamoRetentionStore } from '@token-ledger/aws';
import { readEnvironment } from '../environment.ts';
import { FollowedRetention } from '../followed-retention.ts';
import { SERVICES } from '../metrics.ts';
import { createTelemetry } from '../telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const table = { client: createDocumentClient(), statisticsTable: variables.STATISTICS_TABLE };
const followed = new FollowedRetention({
  store: createDynamoRetentionStore(table),
  configuredDays: variables.RETENTION_DAYS,
  clock: Date.now,
});
const retention = () => followed.current();

export const handler = followed.before(
  createHandler({
    ledger: {
      store: createDynamoLedgerStore({
        ...table,
        recordsTable: variables.RECORDS_TABLE,
        retention,
      }),
      clock: Date.now,
      newToken: () => randomBytes(12).toString('base64url'),
      get retention() {
        return followed.current();
      },
    },
    limits: { lateLimitDays: variables.LATE_LIMIT_DAYS },
    telemetry: createTelemetry(SERVICES.recordUsage),
    qualityMetrics: variables.QUALITY_METRICS,
  }),
);
