import {
  createAlertEventBus,
  createAlertTopic,
  createDocumentClient,
  createDynamoAlertStore,
  createDynamoBudgetStore,
  createDynamoExportStore,
  createDynamoReportStore,
  createEventBridgeClient,
  createS3Client,
  createS3ExportLinks,
  createSnsClient,
} from '@token-ledger/aws';
import { readEnvironment } from '../environment.ts';
import { SERVICES } from '../metrics.ts';
import { isPublicAddress } from '../public-address.ts';
import { createTelemetry } from '../telemetry.ts';
import { busChannel } from './bus-channel.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';
import { HTTPS } from './post-webhook.ts';
import { reportTopicChannel } from './report-topic-channel.ts';
import { reportWebhookChannel } from './report-webhook-channel.ts';
import { topicChannel } from './topic-channel.ts';
import { webhookChannel } from './webhook-channel.ts';

const variables = readEnvironment(environment, process.env);
const table = { client: createDocumentClient(), statisticsTable: variables.STATISTICS_TABLE };
const topics = createSnsClient();
const webhooks = { ...HTTPS, isAllowedAddress: isPublicAddress, clock: Date.now };
const links = {
  linkTo: createS3ExportLinks({ client: createS3Client(), bucket: variables.EXPORT_BUCKET }),
  clock: Date.now,
};

export const handler = createHandler({
  alerts: {
    store: { ...createDynamoBudgetStore(table), ...createDynamoAlertStore(table) },
    channels: [
      busChannel(createAlertEventBus(createEventBridgeClient(), variables.EVENT_BUS_NAME)),
      topicChannel(createAlertTopic(topics, variables.ALERT_TOPIC_ARN)),
      webhookChannel(webhooks),
    ],
    clock: Date.now,
  },
  runs: {
    reports: createDynamoReportStore(table),
    exports: createDynamoExportStore(table),
    channels: [
      reportTopicChannel({ ...links, publish: createAlertTopic(topics, variables.REPORT_TOPIC_ARN) }),
      reportWebhookChannel({ ...links, ...webhooks }),
    ],
    clock: Date.now,
  },
  telemetry: createTelemetry(SERVICES.deliverAlerts),
});
