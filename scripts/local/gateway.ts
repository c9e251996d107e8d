import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import {
  createDynamoAccessKeyStore,
  createDynamoDisabledIdsStore,
  createDynamoSpentBudgetStore,
  createSqsUsageQueue,
} from '@token-ledger/aws';
import { cachedAccessKeys } from '@token-ledger/core';
import { createGateway, createUpstream, type GatewayEvents } from '@token-ledger/gateway';
import { type GatewayServer, startGatewayServer } from '@token-ledger/gateway/server';
import { emulatorClient } from './aws-environment.ts';
import type { Deployment } from './state.ts';

export interface LocalGatewayOptions {
  readonly deployment: Pick<Deployment, 'endpoint' | 'outputs'>;
  /** Where the Messages API is. */
  readonly upstream: URL;
  /** What calls are made with. */
  readonly anthropicKey: string;
  /** On the loopback interface; any free one if absent. */
  readonly port?: number;
}

/**
 * The gateway beside a local deployment, in vault mode, with budgets enforced: the emulator cannot run a function that streams.
 */
export async function startGateway(options: LocalGatewayOptions): Promise<GatewayServer> {
  const { deployment, upstream, anthropicKey, port = 0 } = options;
  const { LedgerTableName: ledgerTable = '', LiveQueueUrl: queueUrl = '' } = deployment.outputs;
  const settings = emulatorClient(deployment.endpoint);
  const database = new DynamoDBClient(settings);
  const queues = new SQSClient(settings);
  const table = { client: DynamoDBDocumentClient.from(database), ledgerTable };
  const accessKeys = createDynamoAccessKeyStore(table);
  const disabledIds = createDynamoDisabledIdsStore(table);
  const spentBudgets = createDynamoSpentBudgetStore(table);
  const newId = () => `tlgw_${randomBytes(12).toString('base64url')}`;
  const gateway = createGateway({
    mode: 'vault',
    upstream,
    sendUpstream: createUpstream(),
    anthropicKey: async () => anthropicKey,
    getAccessKey: cachedAccessKeys((id) => accessKeys.getAccessKey(id), Date.now),
    touchLastUsed: (id, hourStartMs) => accessKeys.touchLastUsed(id, hourStartMs),
    disabledIds: () => disabledIds.getDisabledIds(),
    spentBudgets: () => spentBudgets.getSpentBudgets(),
    queue: createSqsUsageQueue({ client: queues, liveQueueUrl: queueUrl, bulkQueueUrl: queueUrl }),
    events: ON_TERMINAL,
    clock: Date.now,
    newId,
  });
  const server = await startGatewayServer({ gateway, host: '127.0.0.1', port, onDisconnect: 'abort' });
  return {
    url: server.url,
    stop: async (graceMs) => {
      await server.stop(graceMs);
      database.destroy();
      queues.destroy();
    },
  };
}

const ON_TERMINAL: GatewayEvents = {
  recorded: () => undefined,
  notQueued: (record, error) => console.error('Gateway: a record was not queued.', record, error),
  withoutUsage: (id, complete) =>
    console.error(
      `Gateway: the answer to ${id} ${complete ? 'does not say' : 'broke off before it said'} what it used.`,
    ),
  givenUp: (id) => console.error(`Gateway: ${id} was given up before its answer began; it may be billed.`),
  refused: (id, type, message) => console.error(`Gateway: ${id} was refused (${type}): ${message}`),
  failed: (message, error) => console.error(`Gateway: ${message}`, error),
};
