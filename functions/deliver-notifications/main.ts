import {
  createDocumentClient,
  createDynamoAlertStore,
  createDynamoBudgetStore,
  createDynamoExportStore,
  createDynamoReportStore,
  createEventBridgeClient,
  createEventBus,
  createNotificationTopic,
  createS3Client,
  createS3ExportLinks,
  createSnsClient,
} from '@token-ledger/aws';
import { readEnvironment } from '../shared/environment.ts';
import { SERVICES } from '../shared/metrics.ts';
import { isPublicAddress } from '../shared/public-address.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { busChannel } from './bus-channel.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';
import { HTTPS } from './post-webhook.ts';
import { reportTopicChannel } from './report-topic-channel.ts';
import { reportWebhookChannel } from './report-webhook-channel.ts';
import { topicChannel } from './topic-channel.ts';
import { webhookChannel } from './webhook-channel.ts';

const variables = readEnvironment(environment, process.env);
const table = { client: createDocumentClient(), ledgerTable: variables.LEDGER_TABLE };
const topics = createSnsClient();
const bus = createEventBus({ client: createEventBridgeClient(), busName: variables.EVENT_BUS_NAME });
const webhooks = { ...HTTPS, isAllowedAddress: isPublicAddress, clock: Date.now };
const links = {
  linkTo: createS3ExportLinks({ client: createS3Client(), bucket: variables.EXPORT_BUCKET }),
  clock: Date.now,
};

export const handler = createHandler({
  alerts: {
    store: { ...createDynamoBudgetStore(table), ...createDynamoAlertStore(table) },
    channels: [
      busChannel(bus, variables.BUDGET_EVENTS),
      topicChannel(createNotificationTopic(topics, variables.BUDGET_TOPIC_ARN)),
      webhookChannel(webhooks),
    ],
    clock: Date.now,
  },
  runs: {
    reports: createDynamoReportStore(table),
    exports: createDynamoExportStore(table),
    channels: [
      reportTopicChannel({ ...links, publish: createNotificationTopic(topics, variables.REPORT_TOPIC_ARN) }),
      reportWebhookChannel({ ...links, ...webhooks }),
    ],
    clock: Date.now,
  },
  putEvents: bus,
  telemetry: createTelemetry(SERVICES.deliverNotifications),
});
