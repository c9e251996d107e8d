import { createSqsClient, createSqsUsageQueue } from '@token-ledger/aws';
import { connectRecording } from '../connect-ledger.ts';
import { readEnvironment } from '../environment.ts';
import { SERVICES } from '../metrics.ts';
import { createTelemetry } from '../telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const { ledger, followed } = connectRecording(variables);

export const handler = followed.before(
  createHandler({
    ledger,
    queue: createSqsUsageQueue({
      client: createSqsClient(),
      liveQueueUrl: variables.LIVE_QUEUE_URL,
      bulkQueueUrl: variables.BULK_QUEUE_URL,
    }),
    limits: { lateLimitDays: variables.LATE_LIMIT_DAYS },
    asyncProcessing: variables.ASYNC_PROCESSING,
    qualityMetrics: variables.QUALITY_METRICS,
    telemetry: createTelemetry(SERVICES.acceptUsage),
  }),
);
