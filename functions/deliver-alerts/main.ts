import {
  createAlertEventBus,
  createAlertTopic,
  createDocumentClient,
  createDynamoAlertStore,
  createDynamoBudgetStore,
  createEventBridgeClient,
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
import { topicChannel } from './topic-channel.ts';
import { webhookChannel } from './webhook-channel.ts';

const { STATISTICS_TABLE, EVENT_BUS_NAME, ALERT_TOPIC_ARN } = readEnvironment(environment, process.env);
const table = { client: createDocumentClient(), statisticsTable: STATISTICS_TABLE };

export const handler = createHandler({
  store: { ...createDynamoBudgetStore(table), ...createDynamoAlertStore(table) },
  channels: [
    busChannel(createAlertEventBus(createEventBridgeClient(), EVENT_BUS_NAME)),
    topicChannel(createAlertTopic(createSnsClient(), ALERT_TOPIC_ARN)),
    webhookChannel({ ...HTTPS, isAllowedAddress: isPublicAddress, clock: Date.now }),
  ],
  clock: Date.now,
  telemetry: createTelemetry(SERVICES.deliverAlerts),
});
