import { randomBytes } from 'node:crypto';
import {
  createDocumentClient,
  createDynamoLedgerStore,
  createSqsClient,
  createSqsUsageQueue,
} from '@token-ledger/aws';
import { readEnvironment } from '../environment.ts';
import { SERVICES } from '../metrics.ts';
import { createTelemetry } from '../telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const retention = { retentionDays: variables.RETENTION_DAYS };

export const handler = createHandler({
  queue: createSqsUsageQueue({
    client: createSqsClient(),
    liveQueueUrl: variables.LIVE_QUEUE_URL,
    bulkQueueUrl: variables.BULK_QUEUE_URL,
  }),
  ledger: {
    store: createDynamoLedgerStore({
      client: createDocumentClient(),
      recordsTable: variables.RECORDS_TABLE,
      statisticsTable: variables.STATISTICS_TABLE,
      ...retention,
    }),
    clock: Date.now,
    newToken: () => randomBytes(12).toString('base64url'),
    retention,
  },
  limits: { lateLimitDays: variables.LATE_LIMIT_DAYS },
  asyncProcessing: variables.ASYNC_PROCESSING,
  qualityMetrics: variables.QUALITY_METRICS,
  telemetry: createTelemetry(SERVICES.acceptUsage),
});
