import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { REPOSITORY } from '../../scripts/local/state.ts';
import { issueAccessKey } from '../../scripts/operator/issue-access-key.ts';
import { ANTHROPIC_KEY } from '../support/gateway.ts';
import { type FakeAws, startFakeAws } from '../support/lambda/fake-aws.ts';
import { type MessagesApi, startMessagesApi } from '../support/messages-api.ts';

const DOCKERFILE = readFileSync(join(REPOSITORY, 'functions/forward-calls/container/Dockerfile'), 'utf8');

/** The command of the Dockerfile that makes the one file of the container. */
function bundleCommand(file: string): string {
  const [, command] = /&& (npx esbuild .+?)\n\nFROM/s.exec(DOCKERFILE) ?? [];
  if (!command?.includes('--outfile=gateway.mjs')) throw new Error('The Dockerfile bundles in another way.');
  return command.replace('--outfile=gateway.mjs', `--outfile=${file}`);
}

describe('the program of the container', () => {
  const folder = mkdtempSync(join(tmpdir(), 'token-ledger-gateway-'));
  const file = join(folder, 'gateway.mjs');
  let aws: FakeAws;
  let api: MessagesApi;
  let apiKey: string;

  beforeAll(async () => {
    execFileSync('sh', ['-c', bundleCommand(file)], { cwd: REPOSITORY, stdio: 'pipe' });
    api = await startMessagesApi({ deltas: 30, deltaMs: 5 });
    aws = await startFakeAws(ANTHROPIC_KEY);
    const client = new DynamoDBClient({
      endpoint: aws.endpoint,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
    });
    ({ printed: apiKey } = await issueAccessKey(client, 'ledger', { name: 'laptop', scopes: ['ingest'] }));
    client.destroy();
  });
  afterAll(async () => {
    await Promise.all([aws.close(), api.close()]);
    rmSync(folder, { recursive: true });
  });

  function start(variables: Record<string, string> = {}) {
    const child = spawn(process.execPath, [file], {
      env: {
        ...aws.environment,
        GATEWAY_MODE: 'vault',
        UPSTREAM_URL: api.url,
        ANTHROPIC_KEY_SECRET: 'anthropic/api-key',
        ENFORCE_BUDGETS: 'false',
        HOST: '127.0.0.1',
        PORT: '0',
        ...variables,
      },
    });
    let log = '';
    for (const output of [child.stdout, child.stderr]) output.on('data', (data) => (log += data));
    const listening = async () => {
      for (;;) {
        const [, url] = /"url":"([^"]+)"/.exec(log) ?? [];
        if (url !== undefined) return url;
        await new Promise((resolve) => {
          setTimeout(resolve, 5);
        });
      }
    };
    return { child, log: () => log, listening };
  }

  it('lets the calls under way end when it is stopped, records them, and exits', async () => {
    const { child, log, listening } = start();
    const url = await listening();
    const response = await fetch(`${url}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': apiKey },
      body: JSON.stringify({ model: 'claude-opus-5-5', max_tokens: 1, messages: [], stream: true }),
    });
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await response.text()).toContain('message_stop');
    expect(await exited).toEqual([0, null]);
    expect(aws.messages.flatMap((body) => JSON.parse(body).records)).toMatchObject([
      { status: 'ok', source: 'gateway', usage: { output_tokens: 150 } },
    ]);
    expect(log()).toContain('"CallsRecorded":1');
  });

  it('is healthy as the Dockerfile checks it while it listens, and not after it has ended', async () => {
    const [, command = ''] = /^HEALTHCHECK CMD (\[.+\])$/m.exec(DOCKERFILE) ?? [];
    const [program, ...args] = JSON.parse(command) as readonly string[];
    expect(program).toBe('node');
    const { child, listening } = start();
    const { port } = new URL(await listening());
    const check = async () => {
      const checking = spawn(process.execPath, args, { env: { PORT: port } });
      return (await once(checking, 'exit'))[0];
    };
    expect(await check()).toBe(0);
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
    expect(await check()).toBe(1);
  });

  it('does not start with a setting that it does not know', async () => {
    const { child, log } = start({ ON_DISCONNECT: 'wait' });
    const [code] = await once(child, 'exit');
    expect(code).not.toBe(0);
    expect(log()).toContain('ON_DISCONNECT');
  });
});
