import { randomBytes } from 'node:crypto';
import {
  createDocumentClient,
  createDynamoRetentionStore,
  createDynamoStatisticsTableStore,
} from '@token-ledger/aws';
import { Calendar } from '@token-ledger/core';
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
      store: createDynamoStatisticsTableStore({
        ...table,
        retention,
      }),
      clock: Date.now,
      newToken: () => randomBytes(12).toString('base64url'),
      calendar: new Calendar(variables.REPORTING_TIME_ZONE),
      get retention() {
        return followed.current();
      },
    },
    telemetry: createTelemetry(SERVICES.rollUpUsage),
    maxBuckets: variables.MAX_BUCKETS_PER_RUN,
  }),
);
