import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Machine } from './support/fake-io.ts';
import { fakeMachine } from './support/fake-io.ts';

const KEY = 'tl_ak_1_secret';
const URL = 'https://ledger.example.com';

/** Answers every request, and notes it. */
function recordingFetch(status = 200, body: unknown = { budgets: [] }) {
  const seen: { readonly url: string; readonly authorization: string | null }[] = [];
  const fetch = async (input: string | URL | Request, init?: RequestInit) => {
    const request = new Request(input, init);
    seen.push({ url: request.url, authorization: request.headers.get('authorization') });
    return Response.json(body, { status });
  };
  return { seen, fetch: fetch as typeof globalThis.fetch };
}

describe('a profile', () => {
  let machine: Machine;
  beforeEach(() => {
    machine = fakeMachine();
  });
  const login = (options = '', fetch = recordingFetch().fetch) =>
    machine.run(`login --url ${URL} ${options}`, { fetch, readInput: async () => `${KEY}\n` });

  it('is kept so that only its owner can read it, and used from then on', async () => {
    expect(await login()).toMatchObject({ code: 0 });
    const path = join(machine.home, '.config', 'token-ledger', 'config.json');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
    const { seen, fetch } = recordingFetch();
    expect(await machine.run('budgets list', { fetch })).toMatchObject({ code: 0 });
    expect(seen).toEqual([{ url: `${URL}/v1/budgets`, authorization: `Bearer ${KEY}` }]);
  });

  it('is kept where XDG says', async () => {
    const env = { XDG_CONFIG_HOME: join(machine.home, 'xdg') };
    await machine.run(`login --url ${URL}`, { ...recordingFetch(), env, readInput: async () => KEY });
    expect(statSync(join(machine.home, 'xdg', 'token-ledger', 'config.json')).isFile()).toBe(true);
  });

  it('is not kept if the ledger refuses it', async () => {
    const { fetch } = recordingFetch(401, {
      code: 'invalid_credentials',
      detail: 'There is no such access key.',
    });
    const { code, err } = await login('', fetch);
    expect(code).toBe(3);
    expect(err).toContain('There is no such access key.\nThe access key is wrong or was rotated.');
    expect((await machine.run('budgets list')).err).toContain('No ledger is configured.');
  });

  it('can be of a key that may report only', async () => {
    const { fetch } = recordingFetch(403, { code: 'insufficient_scope', detail: 'It needs read.' });
    expect((await login('', fetch)).err).toContain('This key may report usage, and not query it.');
  });

  it('never has its secret in what is shown', async () => {
    const { out, err } = await login();
    const listed = await machine.run('profiles');
    expect(`${out}${err}${listed.out}${listed.err}`).not.toContain('secret');
    expect(listed.out).toMatch(/default +https:\/\/ledger\.example\.com +access key +in use/);
  });

  it('is one of several, chosen by --profile or by --use', async () => {
    await login();
    await machine.run('login --url https://other.example.com --profile other', {
      ...recordingFetch(),
      readInput: async () => 'tl_ak_2_other',
    });
    const ask = async (line: string) => {
      const { seen, fetch } = recordingFetch();
      await machine.run(line, { fetch });
      return seen.map(({ url }) => new globalThis.URL(url).host);
    };
    expect(await ask('budgets list')).toEqual(['other.example.com']);
    expect(await ask('budgets list --profile default')).toEqual(['ledger.example.com']);
    await machine.run('profiles --use default');
    expect(await ask('budgets list')).toEqual(['ledger.example.com']);
    expect(await machine.run('budgets list --profile nobody')).toMatchObject({
      code: 2,
      err: expect.stringContaining('There are: default, other, local.'),
    });
  });

  it('forgets its secret at logout, and keeps its address', async () => {
    await login('--default-time-zone Europe/Berlin');
    expect(await machine.run('logout')).toMatchObject({ code: 0 });
    const text = readFileSync(join(machine.home, '.config', 'token-ledger', 'config.json'), 'utf8');
    expect(JSON.parse(text)).toEqual({
      current: 'default',
      profiles: { default: { url: URL, timeZone: 'Europe/Berlin' } },
    });
    expect(await machine.run('budgets list')).toMatchObject({
      code: 3,
      err: expect.stringContaining('signed out'),
    });
  });

  it('that others could read is closed, and its owner hears about it', async () => {
    await login();
    const path = join(machine.home, '.config', 'token-ledger', 'config.json');
    chmodSync(path, 0o644);
    expect((await machine.run('profiles')).err).toContain('rotate its access keys');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('that is broken is named, and not overwritten', async () => {
    mkdirSync(join(machine.home, '.config', 'token-ledger'), { recursive: true });
    const path = join(machine.home, '.config', 'token-ledger', 'config.json');
    writeFileSync(path, '{"profiles":{"default":', { mode: 0o600 });
    expect(await login()).toMatchObject({ code: 1, err: expect.stringContaining(path) });
    expect(readFileSync(path, 'utf8')).toBe('{"profiles":{"default":');
  });

  it.each([
    ['http://ledger.example.com', 'it must be an https address'],
    ['ledger', 'it must be an https address'],
    ['', 'it must be an https address'],
  ])('is refused with the address %j', async (url, message) => {
    expect(await machine.run(['login', '--url', url])).toMatchObject({
      code: 2,
      err: expect.stringContaining(message),
    });
  });

  it('is refused with something else than an access key, which is not repeated', async () => {
    const { code, err } = await machine.run(`login --url ${URL}`, { readInput: async () => 'sk-ant-secret' });
    expect(code).toBe(2);
    expect(err).not.toContain('sk-ant-secret');
  });
});

describe('the environment', () => {
  const machine = fakeMachine();

  it('comes before profiles, and after --profile', async () => {
    await machine.run(`login --url ${URL}`, { ...recordingFetch(), readInput: async () => KEY });
    const env = { TOKEN_LEDGER_URL: 'https://env.example.com/v1/', TOKEN_LEDGER_KEY: 'tl_ak_9_env' };
    const { seen, fetch } = recordingFetch();
    await machine.run('budgets list', { fetch, env });
    await machine.run('budgets list --profile default', { fetch, env });
    expect(seen).toEqual([
      { url: 'https://env.example.com/v1/budgets', authorization: 'Bearer tl_ak_9_env' },
      { url: `${URL}/v1/budgets`, authorization: `Bearer ${KEY}` },
    ]);
  });

  it('never combines an address with the secret of another ledger', async () => {
    const { seen, fetch } = recordingFetch();
    const env = { TOKEN_LEDGER_URL: 'https://env.example.com' };
    expect(await machine.run('budgets list', { fetch, env })).toMatchObject({ code: 3 });
    expect(seen).toEqual([]);
  });

  it('with a key alone asks the ledger in use', async () => {
    const { seen, fetch } = recordingFetch();
    await machine.run('budgets list', { fetch, env: { TOKEN_LEDGER_KEY: 'tl_ak_9_env' } });
    expect(seen).toEqual([{ url: `${URL}/v1/budgets`, authorization: 'Bearer tl_ak_9_env' }]);
  });
});

describe('without any configuration', () => {
  const machine = fakeMachine();
  const deployment = {
    pid: process.pid,
    endpoint: 'http://127.0.0.1:1',
    apiUrl: 'http://127.0.0.1:1/_aws/execute-api/a',
    accessKey: 'tl_ak_0_local',
    stackName: 'TokenLedger-dev',
    outputs: { ReportingTimeZone: 'Asia/Kolkata' },
  };
  const start = (changes: object = {}) => {
    mkdirSync(join(machine.home, 'repo', '.token-ledger'), { recursive: true });
    mkdirSync(join(machine.home, 'repo', 'deep', 'down'), { recursive: true });
    writeFileSync(
      join(machine.home, 'repo', '.token-ledger', 'deployment.json'),
      JSON.stringify({ ...deployment, ...changes }),
    );
  };

  it('npm start of the repository is the ledger, from any folder of it', async () => {
    start();
    const { seen, fetch } = recordingFetch();
    const cwd = join(machine.home, 'repo', 'deep', 'down');
    expect(await machine.run('budgets list', { fetch, cwd })).toMatchObject({ code: 0 });
    expect(seen).toEqual([{ url: `${deployment.apiUrl}/v1/budgets`, authorization: 'Bearer tl_ak_0_local' }]);
  });

  it('a product that has ended is none', async () => {
    start({ pid: 2 ** 22 + 1 });
    const { code, err } = await machine.run('budgets list', { cwd: join(machine.home, 'repo') });
    expect(code).toBe(3);
    expect(err).toContain(
      'Run token-ledger login, set TOKEN_LEDGER_URL and TOKEN_LEDGER_KEY, or run npm start',
    );
  });
});
