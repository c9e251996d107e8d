import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CheckResult } from '../../packages/cli/src/doctor/check.ts';
import { fakeMachine } from './support/fake-io.ts';

const GATEWAY = 'http://127.0.0.1:2/gateway';
const API_URL = 'http://127.0.0.1:1/_aws/execute-api/a';

describe('the variables that npm start prints', () => {
  const machine = fakeMachine();
  const variables = { TOKEN_LEDGER_URL: API_URL, TOKEN_LEDGER_KEY: 'tl_ak_9_env' };
  const environment = { ...process.env };
  /** Stands for the emulator: every table is empty. */
  let emulator: Server;
  let askedEmulator: number;
  beforeAll(async () => {
    emulator = createServer((request, response) => {
      askedEmulator += 1;
      request.resume().on('end', () => response.end('{}'));
    });
    await new Promise<void>((listening) => emulator.listen(0, '127.0.0.1', listening));
  });
  beforeEach(() => {
    askedEmulator = 0;
    start();
  });
  // Commands on the product change where the clients of AWS go.
  afterEach(() => {
    process.env = { ...environment };
  });
  afterAll(() => void emulator.close());

  const start = (changes: object = {}) => {
    const { port } = emulator.address() as AddressInfo;
    mkdirSync(join(machine.home, '.token-ledger'), { recursive: true });
    writeFileSync(
      join(machine.home, '.token-ledger', 'deployment.json'),
      JSON.stringify({
        pid: process.pid,
        endpoint: `http://127.0.0.1:${port}`,
        apiUrl: API_URL,
        accessKey: 'tl_ak_0_local',
        stackName: 'TokenLedger-dev',
        outputs: {
          RecordsTableName: 'records',
          LedgerTableName: 'ledger',
          RetentionDays: '90',
          ReportingTimeZone: 'Asia/Kolkata',
          GatewayUrl: GATEWAY,
        },
        ...changes,
      }),
    );
  };
  /** What the doctor found, and which keys it sent where. */
  const examine = async (env: Readonly<Record<string, string>>) => {
    const sent = new Map<string, Set<string>>();
    const fetch = async (input: string | URL | Request, init?: RequestInit) => {
      const { url, headers } = new Request(input, init);
      const { host } = new URL(url);
      const key = headers.get('authorization') ?? headers.get('x-api-key');
      if (key !== null) sent.set(host, (sent.get(host) ?? new Set()).add(key.replace('Bearer ', '')));
      return Response.json({ openapi: '3.1.0', paths: { '/v1/usage': {} } });
    };
    const results: readonly CheckResult[] = await machine.json('doctor --found-within 1', {
      fetch: fetch as typeof globalThis.fetch,
      env,
    });
    return { undone: results.filter(({ found }) => found.includes('--stage')), sent };
  };
  const audit = (env: Readonly<Record<string, string>>, options = '') =>
    machine.run(`audit-ledger --last 1h ${options}`, { env });

  it.each([
    ['as printed', API_URL],
    ['with the version of the API', `${API_URL}/v1/`],
  ])('name its deployment, %s, and keep their own key', async (_, url) => {
    const env = { ...variables, TOKEN_LEDGER_URL: url };
    expect(await audit(env)).toMatchObject({ code: 0, out: expect.stringContaining('Everything agrees.') });
    expect(askedEmulator).toBeGreaterThan(0);
    const { undone, sent } = await examine(env);
    expect(undone).toEqual([]);
    expect(sent).toEqual(
      new Map([
        ['127.0.0.1:1', new Set(['tl_ak_9_env'])],
        ['127.0.0.1:2', new Set(['tl_ak_9_env'])],
      ]),
    );
  });

  it.each([
    ['another server', 'https://ledger.example.com'],
    ['another port', API_URL.replace(':1/', ':3/')],
    ['another API of the emulator', `${API_URL}b`],
  ])('with the address of %s have nothing to do with it', async (_, url) => {
    const env = { ...variables, TOKEN_LEDGER_URL: url };
    expect(await audit(env)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/--stage\.\n.*--profile local/),
    });
    const { undone, sent } = await examine(env);
    expect(undone).toContainEqual(expect.objectContaining({ check: 'gateway', status: 'skipped' }));
    expect(sent).toEqual(new Map([[new URL(url).host, new Set(['tl_ak_9_env'])]]));
    expect(askedEmulator).toBe(0);
    // The advice works.
    expect(await audit(env, '--profile local')).toMatchObject({ code: 0 });
  });

  it('are not for a file that names the address of another machine', async () => {
    start({ apiUrl: 'https://ledger.example.com' });
    const { sent } = await examine({ ...variables, TOKEN_LEDGER_URL: 'https://ledger.example.com' });
    expect([...sent.keys()]).toEqual(['ledger.example.com']);
  });

  it('come after --profile local, which says that nothing runs', async () => {
    start({ pid: 2 ** 22 + 1 });
    expect(await audit(variables, '--profile local')).toMatchObject({
      code: 3,
      err: expect.stringContaining('Run npm start in another terminal'),
    });
  });
});
