import {
  createDynamoDisabledIdsStore,
  createDynamoIdempotencyStore,
  createSqsClient,
  createSqsUsageQueue,
} from '@token-ledger/aws';
import { connectRecording } from '../connect-ledger.ts';
import { cachedDisabledIds } from '../disabled-ids.ts';
import { readEnvironment } from '../environment.ts';
import { SERVICES } from '../metrics.ts';
import { createTelemetry } from '../telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const { ledger, table, followed } = connectRecording(variables);
const telemetry = createTelemetry(SERVICES.acceptUsage);

export const handler = followed.before(
  createHandler({
    ledger,
    queue: createSqsUsageQueue({
      client: createSqsClient(),
      liveQueueUrl: variables.LIVE_QUEUE_URL,
      bulkQueueUrl: variables.BULK_QUEUE_URL,
    }),
    limits: { lateLimitDays: variables.LATE_LIMIT_DAYS },
    disabledIds: cachedDisabledIds({
      store: createDynamoDisabledIdsStore(table),
      clock: Date.now,
      logger: telemetry.logger,
    }),
    idempotency: createDynamoIdempotencyStore(table),
    asyncProcessing: variables.ASYNC_PROCESSING,
    qualityMetrics: variables.QUALITY_METRICS,
    telemetry,
  }),
);
