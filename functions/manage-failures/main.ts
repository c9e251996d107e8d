import {
  createDynamoQuarantineStore,
  createDynamoSigningKeyStore,
  createSqsClient,
  createSqsFailedMessageQueue,
} from '@token-ledger/aws';
import { connectAudit } from '../connect/audit.ts';
import { connectSettings } from '../connect/ledger.ts';
import { connectNames } from '../connect/shown-ids.ts';
import { readEnvironment } from '../shared/environment.ts';
import { SERVICES } from '../shared/metrics.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const { table, settings } = connectSettings(variables);
const signingKeys = createDynamoSigningKeyStore(table);
const client = createSqsClient();
const queue = (queueUrl: string, deadLetterQueueUrl: string) =>
  createSqsFailedMessageQueue({ client, queueUrl, deadLetterQueueUrl });

export const handler = settings.refreshBefore(
  createHandler({
    queues: {
      live: queue(variables.LIVE_QUEUE_URL, variables.LIVE_DEAD_LETTERS_URL),
      bulk: queue(variables.BULK_QUEUE_URL, variables.BULK_DEAD_LETTERS_URL),
      notifications: queue(variables.NOTIFICATION_QUEUE_URL, variables.NOTIFICATION_DEAD_LETTERS_URL),
    },
    store: createDynamoQuarantineStore(table),
    retention: () => settings.current(),
    limits: { lateLimitDays: variables.LATE_LIMIT_DAYS },
    signingKey: () => signingKeys.getOrCreate(),
    clock: Date.now,
    readNames: connectNames(table),
    audit: connectAudit(variables, table.client),
    telemetry: createTelemetry(SERVICES.manageFailures),
  }),
);
