import {
  type AccessKey,
  cachedAccessKeys,
  formatAccessKey,
  type Scope,
  type SpentBudget,
} from '@token-ledger/core';
import { createGateway, createUpstream, type GatewayDeps } from '@token-ledger/gateway';
import {
  type GatewayServer,
  type GatewayServerOptions,
  startGatewayServer,
} from '@token-ledger/gateway/server';
import { InMemoryDirectory, InMemoryUsageQueue } from '@token-ledger/in-memory';
import { createAccessKeySecret } from '@token-ledger/secrets';
import { gatewayEvents } from '../../functions/shared/gateway-events.ts';
import { recordingTelemetry } from './recording-telemetry.ts';

/*
 * A gateway with everything behind it in memory, for tests and benches. What it queues has the form in which the consumer of the
 * queue reads it.
 */

export const ANTHROPIC_KEY = 'sk-ant-the-key-of-the-vault';

export interface TestGatewayOptions extends Partial<GatewayDeps> {
  /** The URL of the Messages API. */
  readonly upstreamUrl: string;
}

interface KeyOptions {
  readonly scopes?: readonly Scope[];
  readonly ownerUserId?: string;
  readonly disabled?: boolean;
}

/** The gateway without a server; `issueKey` returns an access key as callers present it. */
export function createTestGateway({ upstreamUrl, mode = 'vault', ...overrides }: TestGatewayOptions) {
  const directory = new InMemoryDirectory();
  const queue = new InMemoryUsageQueue();
  const telemetry = recordingTelemetry();
  const spent: SpentBudget[] = [];
  let [keys, calls] = [0, 0];
  const deps: GatewayDeps = {
    mode,
    upstream: new URL(upstreamUrl),
    sendUpstream: createUpstream(),
    getAccessKey: cachedAccessKeys((id) => directory.getAccessKey(id), Date.now),
    touchLastUsed: (id, hourStartMs) => directory.touchLastUsed(id, hourStartMs),
    disabledIds: () => directory.getDisabledIds(),
    ...(mode === 'vault' && { anthropicKey: async () => ANTHROPIC_KEY }),
    spentBudgets: async () => spent,
    queue,
    events: gatewayEvents(telemetry),
    clock: Date.now,
    newId: () => `tlgw_${(calls += 1)}`,
    ...overrides,
  };

  async function issueKey({ scopes = ['ingest'], ownerUserId, disabled = false }: KeyOptions = {}) {
    const id = `ak_${(keys += 1)}`;
    const { secret, salt, secretHash } = createAccessKeySecret();
    const key: AccessKey = {
      id,
      name: id,
      scopes,
      salt,
      secretHash,
      createdAtMs: 0,
      disabled,
      revision: 1,
      ...(ownerUserId !== undefined && { ownerUserId }),
      ...(disabled && { disabledAtMs: 0 }),
    };
    await directory.createAccessKey(key);
    return { id, printed: formatAccessKey(id, secret) };
  }

  /** All queued records, oldest first. */
  const records = (): readonly Record<string, unknown>[] =>
    queue.sent('live').flatMap((body) => JSON.parse(body).records);

  return { gateway: createGateway(deps), deps, directory, queue, telemetry, spent, issueKey, records };
}

/** The same behind a server on the loopback interface, with an access key. */
export async function startTestGateway({
  onDisconnect = 'abort',
  recordingMs = 10_000,
  ...options
}: TestGatewayOptions & Partial<Pick<GatewayServerOptions, 'onDisconnect' | 'recordingMs'>>) {
  const parts = createTestGateway(options);
  const { gateway } = parts;
  const server: GatewayServer = await startGatewayServer({
    gateway,
    host: '127.0.0.1',
    port: 0,
    onDisconnect,
    recordingMs,
  });
  return { ...parts, url: server.url, stop: server.stop, key: await parts.issueKey() };
}
