import {
  createCloudWatchClient,
  createDocumentClient,
  createDynamoHeartbeatStore,
  createDynamoMarkStore,
  createDynamoQuarantineStore,
  createDynamoSourceStore,
  createSqsClient,
  listActiveAlarms,
  readMetrics,
  readQueueDepth,
} from '@token-ledger/aws';
import { HEALTH_QUEUES, type HealthQueue } from '@token-ledger/contract';
import { readHealth } from '@token-ledger/core';
import { connectSettings } from '../connect/settings.ts';
import { readEnvironment } from '../shared/environment.ts';
import { SERVICES } from '../shared/metrics.ts';
import { createReadSources } from '../shared/silent-sources.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { alarmPrefix, environment } from './contract.ts';
import { countQuarantinedToday } from './count-quarantined-today.ts';
import { createHandler } from './handler.ts';
import { metricSources, metricsWindow, summarizeMetrics } from './health-metrics.ts';
import { remembered } from './remembered.ts';

/** Each metric asked for is paid, and none changes more often. */
const METRICS_REMEMBERED_MS = 60_000;

const variables = readEnvironment(environment, process.env);
const stage = process.env['STAGE'] ?? 'unknown';
// Without the ledger's other stores, whose code this function need not carry.
const table = { client: createDocumentClient(), ledgerTable: variables.LEDGER_TABLE };
const settings = connectSettings(table, variables);
const store = { ...createDynamoMarkStore(table), ...createDynamoHeartbeatStore(table) };
const quarantine = createDynamoQuarantineStore(table);
const sqs = createSqsClient();
const cloudWatch = createCloudWatchClient();

const urls: Readonly<Record<HealthQueue, readonly [string, string]>> = {
  live: [variables.LIVE_QUEUE_URL, variables.LIVE_DEAD_LETTERS_URL],
  bulk: [variables.BULK_QUEUE_URL, variables.BULK_DEAD_LETTERS_URL],
  notifications: [variables.NOTIFICATION_QUEUE_URL, variables.NOTIFICATION_DEAD_LETTERS_URL],
  exports: [variables.EXPORT_QUEUE_URL, variables.EXPORT_DEAD_LETTERS_URL],
};
const ofQueues = <T>(make: (urls: readonly [string, string]) => T) =>
  Object.fromEntries(HEALTH_QUEUES.map((name) => [name, make(urls[name])])) as Record<HealthQueue, T>;

const sources = metricSources({
  stage,
  apiId: variables.API_ID,
  recordUsageFunction: variables.RECORD_USAGE_FUNCTION,
  // The last part of a queue's URL is its name.
  queueNames: ofQueues(([url]) => url.split('/').at(-1) ?? ''),
});

export const handler = createHandler({
  sources: {
    // The settings are read here, and not before every invocation, so that their failure too is one of this part alone.
    rollUp: () =>
      settings.refreshBefore(async () =>
        readHealth({ store, clock: Date.now, calendar: settings.calendar() }),
      )({}, {}),
    quarantined: (atMs) => countQuarantinedToday(quarantine, atMs),
    heard: createReadSources(createDynamoSourceStore(table), variables.SILENT_SOURCE_MINUTES),
    queues: ofQueues(([queueUrl, deadLettersUrl]) => ({
      depth: () => readQueueDepth(sqs, queueUrl),
      deadLetters: () => readQueueDepth(sqs, deadLettersUrl),
    })),
    metrics: remembered(METRICS_REMEMBERED_MS, Date.now, async (atMs) =>
      summarizeMetrics(await readMetrics(cloudWatch, sources, metricsWindow(atMs)), HEALTH_QUEUES, atMs),
    ),
    alarms: () => listActiveAlarms(cloudWatch, alarmPrefix(stage)),
  },
  stage,
  errorRateThreshold: variables.ERROR_RATE_THRESHOLD,
  rollUpSilentAfterSeconds: variables.ROLL_UP_SILENT_AFTER_SECONDS,
  clock: Date.now,
  telemetry: createTelemetry(SERVICES.checkHealth),
});
