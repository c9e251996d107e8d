import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { readConfiguration } from '../../../lib/configuration/read-configuration.ts';
import type { AccountState } from '../../../scripts/deploy/read-account.ts';
import { API_PROBES } from '../../../scripts/smoke/api-probes.ts';
import { expectFree } from '../../../scripts/smoke/expect-free.ts';
import { describeProbes, lookAt, type Probe, type SmokeRun } from '../../../scripts/smoke/probe.ts';
import { sendExactly } from '../../../scripts/smoke/request.ts';
import { RUNTIME_PROBES } from '../../../scripts/smoke/runtime-probes.ts';

const run = (apiUrl: string): SmokeRun => ({
  deployment: { stage: 's', stackName: 'TokenLedger-s', outputs: {}, apiUrl, accessKey: 'key', local: true },
  startedAtMs: 0,
  idle: { fromMs: 0, toMs: 0 },
  alarmSeconds: 1,
});

/** Has a server answer while a probe looks. */
async function served<T>(listener: RequestListener, use: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api`);
  } finally {
    server.close();
  }
}

const probe = (name: string) => {
  const found = [...API_PROBES, ...RUNTIME_PROBES].find((each) => each.name === name);
  if (!found) throw new Error(`No probe is called ${name}.`);
  return found;
};

describe('a request of the smoke run', () => {
  it('is sent with its path and header names as they are', async () => {
    const seen = await served(
      (request, response) => {
        response.setHeader('eTag', '"1"').end(JSON.stringify([request.url, request.rawHeaders]));
      },
      (url) => sendExactly(url, 'PUT', '/v1/users/a%2525%2Fb', { 'IDEMPOTENCY-KEY': 'k' }, '{}'),
    );
    expect(seen.status).toBe(200);
    const [path, headers] = JSON.parse(seen.text) as [string, readonly string[]];
    expect(path).toBe('/api/v1/users/a%2525%2Fb');
    expect(headers.slice(0, 2)).toEqual(['IDEMPOTENCY-KEY', 'k']);
    expect(seen.rawHeaders).toContain('eTag');
  });
});

describe('the stage of the smoke run', () => {
  const configuration = readConfiguration({ tryGetContext: (key) => (key === 'stage' ? 's' : undefined) });
  const free: AccountState = {
    region: 'eu-central-1',
    concurrentExecutions: 1000,
    unreservedExecutions: 1000,
    bootstrapVersion: 28,
    account: '123456789012',
    stackStatus: undefined,
    remainingQueues: [],
    remainingTables: [],
    namedTables: [],
    adoptedTables: [],
    deployedTimeZone: undefined,
  };

  it('is one that the account can take', () => {
    expect(() => expectFree(configuration, free)).not.toThrow();
    expect(() => expectFree(configuration, { ...free, bootstrapVersion: undefined })).toThrow(
      'cdk bootstrap',
    );
  });

  it.each<Partial<AccountState>>([
    { stackStatus: 'UPDATE_COMPLETE' },
    { remainingTables: [{ setting: 'ledgerTable', name: 'kept' }] },
    { remainingQueues: ['token-ledger-s-live'] },
  ])('is refused if anything of it exists: %j', (state) => {
    expect(() => expectFree(configuration, { ...free, ...state })).toThrow('The stage s exists');
  });
});

describe('the probes', () => {
  const sight = (asExpected: boolean | undefined): Probe => ({
    name: String(asExpected),
    expected: 'this',
    look: async () => ({ seen: 'that', asExpected }),
  });

  it('are shown with what differs first', async () => {
    const failing: Probe = { name: 'failing', expected: 'this', look: () => Promise.reject(new Error('no')) };
    const results = await lookAt([sight(true), sight(undefined), sight(false), failing], run(''));
    expect(describeProbes(results).split('\n')).toEqual([
      '✗ false',
      '    expected  this',
      '    seen      that',
      '✗ failing',
      '    expected  this',
      '    seen      failed: no',
      '- undefined',
      '    expected  this',
      '    seen      that',
      '✓ true',
      '    expected  this',
      '    seen      that',
    ]);
  });

  it.each([
    ['decoded', (path: string) => decodeURIComponent(path), true],
    ['decoded as a form is', (path: string) => decodeURIComponent(path).replaceAll('+', ' '), false],
    ['not decoded', (path: string) => path, false],
  ])('see a path that is %s', async (_, decode, asExpected) => {
    const result = await served(
      (request, response) => {
        if (request.method === 'POST') response.writeHead(201).end();
        else response.end(JSON.stringify({ id: decode(request.url?.split('/').at(-1) ?? '') }));
      },
      (url) => probe('An encoded path is decoded').look(run(url)),
    );
    expect(result.asExpected).toBe(asExpected);
  });

  it.each([
    [404, true],
    [200, false],
  ])('see an encoded slash that is answered with %i', async (status, asExpected) => {
    const result = await served(
      ({ method }, response) => response.writeHead(method === 'POST' ? 201 : status).end(),
      (url) => probe('A slash in a path divides it, even encoded').look(run(url)),
    );
    expect(result).toEqual({ seen: String(status), asExpected });
  });

  it.each([
    [[202, 422], true],
    [[202, 202], false],
    [[401, 401], false],
  ])('see header names that give %j', async (statuses, asExpected) => {
    const answers = statuses.values();
    const result = await served(
      (_, response) => response.writeHead(answers.next().value ?? 500).end(),
      (url) => probe('Header names count in any letter case').look(run(url)),
    );
    expect(result.asExpected).toBe(asExpected);
  });

  it('say what the emulator cannot show', async () => {
    for (const name of ['Pollers of an idle queue', 'Cold starts', 'Permissions'])
      expect(await probe(name).look(run(''))).toMatchObject({ asExpected: undefined });
  });
});
