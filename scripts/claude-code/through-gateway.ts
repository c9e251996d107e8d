import { join } from 'node:path';
import { judgeRecord, parseEnvelope, reporterOf } from '@token-ledger/contract';
import {
  Calendar,
  cachedAccessKeys,
  formatAccessKey,
  NOBODY_DISABLED,
  principalOf,
  recordUsage,
  sourceOf,
  type UsageRecord,
} from '@token-ledger/core';
import { createGateway, createUpstream, type GatewayMode } from '@token-ledger/gateway';
import { startGatewayServer } from '@token-ledger/gateway/server';
import { createInMemoryLedgerStore, InMemoryDirectory, InMemoryUsageQueue } from '@token-ledger/in-memory';
import { createSplitSolver, readClaudeCodeEvent } from '@token-ledger/otlp';
import { createAccessKeySecret } from '@token-ledger/secrets';
import { runToEnd } from '../local/processes.ts';
import { environmentOf, MODEL, PROMPT, telemetryOf } from './run-sessions.ts';
import { BILLED, type StandIn } from './stand-in.ts';

const VAULT_KEY = 'sk-ant-of-the-vault';
const CALLER_KEY = 'sk-ant-stand-in';
const OWNER = 'u_ada';

/** What was captured of a session that went through the gateway while its telemetry was on. */
export interface GatewayRun {
  readonly mode: GatewayMode;
  /** Of the calls that the stand-in answered. */
  readonly requestIds: readonly string[];
  /** Keys of Anthropic that the stand-in received. */
  readonly apiKeys: readonly string[];
  /** How many reports came by the gateway, and how many by telemetry. */
  readonly reports: { readonly gateway: number; readonly telemetry: number };
  /** What the ledger holds after all reports, those of telemetry first. */
  readonly records: readonly UsageRecord[];
}

/** Runs Claude Code once through the gateway, in a ledger of its own. */
export async function runThroughGateway(
  mode: GatewayMode,
  program: string,
  directory: string,
  standIn: StandIn,
): Promise<GatewayRun> {
  standIn.sendsRequestIds = true;
  const [firstCall, firstExport] = [standIn.requestIds.length, standIn.exports.length];
  const { gateway, queue, accessKey, printed } = await createLedgerGateway(mode, standIn.url);
  const server = await startGatewayServer({ gateway, host: '127.0.0.1', port: 0, onDisconnect: 'abort' });
  try {
    await runToEnd({
      executable: program,
      args: ['-p', PROMPT, '--model', MODEL],
      cwd: directory,
      env: {
        ...environmentOf(directory, standIn.url, { protocol: 'http/protobuf', gzip: true }),
        ANTHROPIC_BASE_URL: server.url,
        ...(mode === 'vault'
          ? { ANTHROPIC_API_KEY: printed }
          : {
              ANTHROPIC_API_KEY: CALLER_KEY,
              ANTHROPIC_CUSTOM_HEADERS: `x-token-ledger-key: ${printed}`,
            }),
      },
      logPath: join(directory, `gateway-${mode}.log`),
    });
  } finally {
    await server.stop(5000);
  }
  const envelopes = await Promise.all(queue.sent('live').map((body) => parseEnvelope(body)));
  const byGateway = envelopes.flatMap((envelope) => (envelope.ok ? envelope.records : []));
  const byTelemetry = telemetryOf(standIn, firstExport).flatMap((entry) => {
    const reading = readClaudeCodeEvent(entry, { mayNameUsers: false }, createSplitSolver());
    return reading.kind === 'record' ? [reading.record] : [];
  });
  return {
    mode,
    requestIds: standIn.requestIds.slice(firstCall),
    apiKeys: standIn.apiKeys.slice(firstCall),
    reports: { gateway: byGateway.length, telemetry: byTelemetry.length },
    // The poorer reports come first, so that the better ones have to replace them.
    records: await recorded([byTelemetry, byGateway], reporterOf(principalOf(accessKey))),
  };
}

/** What differs from one record of each call, with all that was billed. */
export function findGatewayDifferences(run: GatewayRun): readonly string[] {
  const { mode, requestIds, apiKeys, reports, records } = run;
  const differences: string[] = [];
  const expect = (holds: boolean, difference: string) => void (holds || differences.push(difference));
  const expectedKey = mode === 'vault' ? VAULT_KEY : CALLER_KEY;
  expect(requestIds.length > 0, 'no call was made');
  expect(
    apiKeys.every((key) => key === expectedKey),
    'the Messages API received another key',
  );
  expect(reports.telemetry > 0, 'telemetry reported no call');
  expect(reports.gateway === requestIds.length, `the gateway reported ${reports.gateway} calls`);
  const names = records.map(({ requestId }) => requestId).toSorted();
  expect(
    names.join() === requestIds.toSorted().join(),
    `the ledger holds ${names.join(', ')} in place of ${requestIds.join(', ')}`,
  );
  for (const record of records) {
    const { requestId, tokens, detail, userId, serviceTier } = record;
    const split = BILLED.cache_creation;
    const isWhole =
      sourceOf(record) === 'gateway' &&
      detail === undefined &&
      serviceTier === 'standard' &&
      userId === OWNER &&
      tokens.input === BILLED.input_tokens &&
      tokens.output === BILLED.output_tokens &&
      tokens.cacheRead === BILLED.cache_read_input_tokens &&
      tokens.cacheCreation5m === split.ephemeral_5m_input_tokens &&
      tokens.cacheCreation1h === split.ephemeral_1h_input_tokens;
    expect(isWhole, `${requestId} is not what the gateway saw`);
  }
  return differences.map((difference) => `through the gateway (${mode}): ${difference}`);
}

async function createLedgerGateway(mode: GatewayMode, upstreamUrl: string) {
  const directory = new InMemoryDirectory();
  const queue = new InMemoryUsageQueue();
  const { secret, salt, secretHash } = createAccessKeySecret();
  const accessKey = {
    id: 'ak_claude_code',
    name: 'Claude Code',
    scopes: ['ingest'],
    ownerUserId: OWNER,
    salt,
    secretHash,
    createdAtMs: 0,
    disabled: false,
    revision: 1,
  } as const;
  await directory.createAccessKey(accessKey);
  const note = (...what: readonly unknown[]) => console.error('Gateway:', ...what);
  let calls = 0;
  const gateway = createGateway({
    mode,
    upstream: new URL(upstreamUrl),
    sendUpstream: createUpstream(),
    ...(mode === 'vault' && { anthropicKey: async () => VAULT_KEY }),
    getAccessKey: cachedAccessKeys((id) => directory.getAccessKey(id), Date.now),
    touchLastUsed: (id, hourStartMs) => directory.touchLastUsed(id, hourStartMs),
    disabledIds: async () => NOBODY_DISABLED,
    queue,
    events: {
      recorded: () => {},
      notQueued: note,
      withoutUsage: note,
      givenUp: note,
      refused: note,
      failed: note,
    },
    clock: Date.now,
    newId: () => `tlgw_${(calls += 1)}`,
  });
  return { gateway, queue, accessKey, printed: formatAccessKey(accessKey.id, secret) };
}

/** What a ledger holds after these batches of reports, one after the other. */
async function recorded(
  batches: readonly (readonly unknown[])[],
  reporter: ReturnType<typeof reporterOf>,
): Promise<readonly UsageRecord[]> {
  const store = createInMemoryLedgerStore();
  let tokens = 0;
  const ledger = {
    store,
    clock: Date.now,
    newToken: () => `token ${(tokens += 1)}`,
    calendar: new Calendar('UTC'),
    retention: { retentionDays: 90 },
  };
  const rules = { limits: { lateLimitDays: 35, maxTokensPerRecord: 1e8 }, disabled: NOBODY_DISABLED };
  for (const batch of batches) {
    const judged = batch.map((record) => judgeRecord(record, { reporter }, Date.now(), rules));
    await recordUsage(
      ledger,
      judged.flatMap((each) => (each.kind === 'admitted' ? [each.record] : [])),
    );
  }
  const records: UsageRecord[] = [];
  for await (const page of store.scanRecords()) records.push(...page);
  return records;
}
