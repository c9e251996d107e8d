import {
  createDocumentClient,
  createDynamoSourceStore,
  createDynamoWitnessStore,
  createSqsClient,
  createSqsMessageSender,
} from '@token-ledger/aws';
import { connectDisabledIds } from '../connect/disabled-ids.ts';
import { admissionLimits, readEnvironment } from '../shared/environment.ts';
import { createHearSources } from '../shared/hear-sources.ts';
import { SERVICES } from '../shared/metrics.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const telemetry = createTelemetry(SERVICES.acceptTelemetry);
const client = createSqsClient();
const table = { client: createDocumentClient(), ledgerTable: variables.LEDGER_TABLE };

export const handler = createHandler({
  sendUsage: createSqsMessageSender({ client, queueUrl: variables.LIVE_QUEUE_URL }),
  sendSpans: createSqsMessageSender({
    client,
    queueUrl: variables.BULK_QUEUE_URL,
    delaySeconds: variables.SPAN_DELAY_SECONDS,
  }),
  witnesses: createDynamoWitnessStore(table),
  hearSources: createHearSources({ store: createDynamoSourceStore(table), logger: telemetry.logger }),
  limits: admissionLimits(variables),
  disabledIds: connectDisabledIds(table, telemetry),
  clock: Date.now,
  telemetry,
});
