import { randomBytes } from 'node:crypto';
import {
  createDocumentClient,
  createDynamoAccessKeyStore,
  createDynamoDisabledIdsStore,
  createDynamoSpentBudgetStore,
  createReadTextSecret,
  createSecretsClient,
  createSqsClient,
  createSqsUsageQueue,
} from '@token-ledger/aws';
import { cachedAccessKeys } from '@token-ledger/core';
import { createGateway, createUpstream, type Gateway, type GatewayMode } from '@token-ledger/gateway';
import { cachedDisabledIds } from '../shared/disabled-ids.ts';
import { gatewayEvents } from '../shared/gateway-events.ts';
import type { Telemetry } from '../shared/telemetry.ts';

interface GatewayVariables {
  readonly LEDGER_TABLE: string;
  readonly LIVE_QUEUE_URL: string;
  readonly GATEWAY_MODE: GatewayMode;
  readonly UPSTREAM_URL: string;
  readonly ANTHROPIC_KEY_SECRET: string;
  readonly ENFORCE_BUDGETS: boolean;
}

/** Names calls whose answer the gateway gives itself. */
const newCallId = () => `tlgw_${randomBytes(12).toString('base64url')}`;

/** The deployed gateway. */
export function connectGateway(variables: GatewayVariables, telemetry: Telemetry): Gateway {
  const { GATEWAY_MODE: mode, ANTHROPIC_KEY_SECRET: secretId, LIVE_QUEUE_URL: queueUrl } = variables;
  const table = { client: createDocumentClient(), ledgerTable: variables.LEDGER_TABLE };
  const accessKeys = createDynamoAccessKeyStore(table);
  const clock = Date.now;
  return createGateway({
    mode,
    upstream: new URL(variables.UPSTREAM_URL),
    sendUpstream: createUpstream(),
    getAccessKey: cachedAccessKeys((id) => accessKeys.getAccessKey(id), clock),
    touchLastUsed: (id, hourStartMs) => accessKeys.touchLastUsed(id, hourStartMs),
    disabledIds: cachedDisabledIds({
      store: createDynamoDisabledIdsStore(table),
      clock,
      logger: telemetry.logger,
    }),
    ...(mode === 'vault' && {
      anthropicKey: createReadTextSecret({ client: createSecretsClient(), secretId, clock }),
    }),
    ...(variables.ENFORCE_BUDGETS && {
      spentBudgets: () => createDynamoSpentBudgetStore(table).getSpentBudgets(),
    }),
    queue: createSqsUsageQueue({ client: createSqsClient(), liveQueueUrl: queueUrl, bulkQueueUrl: queueUrl }),
    events: gatewayEvents(telemetry),
    clock,
    newId: newCallId,
  });
}
