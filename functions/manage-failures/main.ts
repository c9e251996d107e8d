import {
  createDocumentClient,
  createDynamoQuarantineStore,
  createDynamoSigningKeyStore,
  createSqsClient,
  createSqsFailedMessageQueue,
} from '@token-ledger/aws';
import { connectAudit } from '../connect/audit.ts';
import { connectDisabledIds } from '../connect/disabled-ids.ts';
import { connectSettings } from '../connect/settings.ts';
import { connectNames } from '../connect/shown-ids.ts';
import { admissionLimits, readEnvironment } from '../shared/environment.ts';
import { SERVICES } from '../shared/metrics.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
// Without the ledger's other stores, whose code this function need not carry.
const table = { client: createDocumentClient(), ledgerTable: variables.LEDGER_TABLE };
const settings = connectSettings(table, variables);
const telemetry = createTelemetry(SERVICES.manageFailures);
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
    limits: admissionLimits(variables),
    disabledIds: connectDisabledIds(table, telemetry),
    signingKey: () => signingKeys.getOrCreate(),
    clock: Date.now,
    readNames: connectNames(table),
    audit: connectAudit(variables, table.client),
    telemetry,
  }),
);
