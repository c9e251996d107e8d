import {
  createDynamoIdempotencyStore,
  createDynamoSourceStore,
  createSqsClient,
  createSqsUsageQueue,
} from '@token-ledger/aws';
import { connectDisabledIds } from '../connect/disabled-ids.ts';
import { connectEvents } from '../connect/events.ts';
import { connectRecording } from '../connect/ledger.ts';
import { admissionLimits, readEnvironment } from '../shared/environment.ts';
import { createHearSources } from '../shared/hear-sources.ts';
import { SERVICES } from '../shared/metrics.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const { ledger, table, settings } = connectRecording(variables);
const queues = createSqsClient();
const telemetry = createTelemetry(SERVICES.acceptUsage);

export const handler = settings.refreshBefore(
  createHandler({
    ledger,
    queue: createSqsUsageQueue({
      client: queues,
      liveQueueUrl: variables.LIVE_QUEUE_URL,
      bulkQueueUrl: variables.BULK_QUEUE_URL,
    }),
    limits: admissionLimits(variables),
    disabledIds: connectDisabledIds(table, telemetry),
    idempotency: createDynamoIdempotencyStore(table),
    events: connectEvents(variables, queues),
    hearSources: createHearSources({ store: createDynamoSourceStore(table), logger: telemetry.logger }),
    asyncProcessing: variables.ASYNC_PROCESSING,
    qualityMetrics: variables.QUALITY_METRICS,
    telemetry,
  }),
);
