import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import {
  createDynamoIdempotencyStore,
  createDynamoRecordingStore,
  createDynamoSourceStore,
  createDynamoWitnessStore,
  createSqsUsageQueue,
} from '@token-ledger/aws';
import { Calendar, NOBODY_DISABLED } from '@token-ledger/core';
import { createHandler as createAcceptUsage } from '../../functions/accept-usage/handler.ts';
import { createHandler as createRecordUsage } from '../../functions/record-usage/handler.ts';
import { NO_EVENTS } from '../../functions/shared/event-sender.ts';
import { createHearSources } from '../../functions/shared/hear-sources.ts';
import { SERVICES } from '../../functions/shared/metrics.ts';
import { createTelemetry } from '../../functions/shared/telemetry.ts';
import { httpEvent, lambdaContext } from '../../test/support/http-event.ts';
import { LIMITS } from '../../test/support/ledger-over.ts';
import { AnsweringServices } from './answering-services.ts';
import { CLIENT } from './client-settings.ts';
import type { Pipeline } from './pipeline.ts';
import { queueEvent } from './queue-event.ts';

/** The deployed functions, over services that answer at once. */
export function ledgerPipeline(): Pipeline {
  const services = new AnsweringServices({ keepsMessages: true });
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ ...CLIENT, requestHandler: services }), {
    marshallOptions: { removeUndefinedValues: true },
  });
  const table = { client, ledgerTable: 'ledger' };
  const retention = { retentionDays: 90 };
  const accepting = createTelemetry(SERVICES.acceptUsage, 'dev');
  const recording = createTelemetry(SERVICES.recordUsage, 'dev');
  const shared = {
    ledger: {
      store: createDynamoRecordingStore({ ...table, recordsTable: 'records', retention: () => retention }),
      clock: Date.now,
      newToken: () => 'token-0000000000',
      calendar: new Calendar('UTC'),
      retention,
    },
    limits: LIMITS,
    disabledIds: async () => NOBODY_DISABLED,
    events: NO_EVENTS,
    qualityMetrics: true,
  };
  const sources = createDynamoSourceStore(table);
  const acceptUsage = createAcceptUsage({
    ...shared,
    queue: createSqsUsageQueue({
      client: new SQSClient({ ...CLIENT, requestHandler: services }),
      liveQueueUrl: 'http://127.0.0.1/live',
      bulkQueueUrl: 'http://127.0.0.1/bulk',
    }),
    idempotency: createDynamoIdempotencyStore(table),
    hearSources: createHearSources({ store: sources, logger: accepting.logger }),
    asyncProcessing: true,
    telemetry: accepting,
  });
  const recordUsage = createRecordUsage({
    ...shared,
    witnesses: createDynamoWitnessStore(table),
    hearSources: createHearSources({ store: sources, logger: recording.logger }),
    telemetry: recording,
  });
  return {
    name: 'ledger',
    async accept(body) {
      const { statusCode } = await acceptUsage(
        httpEvent({ method: 'POST', path: '/v1/usage', json: body, scopes: ['ingest:any'] }),
        lambdaContext(),
      );
      if (statusCode !== 202) throw new Error(`The request was answered with ${statusCode}.`);
      return services.messages.splice(0);
    },
    async record(messages) {
      const { batchItemFailures } = await recordUsage(queueEvent(messages));
      if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} messages failed.`);
    },
  };
}
