import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CloudPlatform, startBedrock, startVertex } from '../support/cloud-platforms.ts';
import { type MessagesApi, startMessagesApi, USAGE } from '../support/messages-api.ts';
import { preparePythonClient, runPython } from '../support/python-client.ts';
import { startStubLedger } from '../support/stub-ledger.ts';

const REPOSITORY = join(import.meta.dirname, '..', '..');

let api: MessagesApi;
let bedrock: CloudPlatform;
let vertex: CloudPlatform;

beforeAll(async () => {
  api = await startMessagesApi();
  [bedrock, vertex] = await Promise.all([startBedrock(api), startVertex(api)]);
  await preparePythonClient();
});
afterAll(async () => {
  await Promise.all([bedrock.close(), vertex.close()]);
  await api.close();
});

it('passes the tests of the Python client', async () => {
  const { stderr } = await runPython(['-m', 'unittest', 'discover', '--start-directory', 'tests']);
  expect(stderr).toMatch(/^Ran \d\d tests.*^OK$/ms);
});

it('has types that hold', async () => {
  // Without the types of Anthropic's SDK, which take ten times as long; `mypy --strict src` takes them in.
  const rules = [
    '--strict',
    '--allow-subclassing-any',
    '--no-warn-unused-ignores',
    '--follow-imports',
    'skip',
  ];
  const settings = ['--python-version', '3.10', '--cache-dir', '/dev/null'];
  const { stdout } = await runPython(['-m', 'mypy', ...rules, ...settings, 'src']);
  expect(stdout).toMatch(/^Success/);
});

it('is a package with its licence, and with nothing to install beside it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'token-ledger-package-'));
  const installed = join(folder, 'installed');
  try {
    // A build leaves files in its folder.
    cpSync(join(REPOSITORY, 'clients', 'python'), join(folder, 'source'), { recursive: true });
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-index'];
    await runPython([...pip, '--no-build-isolation', '--target', installed, join(folder, 'source')]);
    const program = `
import importlib.metadata, token_ledger
package = importlib.metadata.distribution("token-ledger")
assert package.version == token_ledger.__version__
assert package.requires is None
print(token_ledger.__file__)
print(package.read_text("licenses/LICENSE"), end="")`;
    const { stdout } = await runPython(['-c', program], { PYTHONPATH: installed });
    const licence = readFileSync(join(REPOSITORY, 'LICENSE'), 'utf8');
    expect(stdout).toBe(`${join(installed, 'token_ledger.py')}\n${licence}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** Runs calls of the real SDK. Returns what they printed, and what was reported. */
async function call<Seen>(...args: readonly string[]) {
  const stub = await startStubLedger();
  const { stdout, stderr } = await runPython(['tests/sdk_calls.py', ...args], {
    MESSAGES_API_URL: api.url,
    BEDROCK_URL: bedrock.url,
    VERTEX_URL: vertex.url,
    TOKEN_LEDGER_URL: stub.url,
    TOKEN_LEDGER_KEY: stub.accessKey,
  });
  await stub.close();
  expect(stderr).toBe('');
  expect(stub.refusals).toEqual([]);
  const { seen, flushed } = JSON.parse(stdout) as { seen: Record<string, Seen>; flushed: boolean };
  expect(flushed).toBe(true);
  return { seen, recordsOf: (client: string) => stub.records.filter(({ feature }) => feature === client) };
}

/** What a caller saw of one call. */
interface Seen {
  readonly requestId?: string;
  readonly messageId?: string;
  readonly events?: readonly string[];
  readonly error?: string;
}

type Cases = Readonly<Record<string, Seen>>;

describe('the SDK for Python', () => {
  const clients = ['anthropic', 'bedrock', 'vertex'].flatMap((client) => [client, `${client}-async`]);
  let calls: Awaited<ReturnType<typeof call<{ plain: Cases; captured: Cases }>>>;

  beforeAll(async () => {
    calls = await call('cases', ...clients);
  });

  describe.each(clients)('%s', (client) => {
    const plain = () => calls.seen[client]?.plain ?? {};
    const captured = () => calls.seen[client]?.captured ?? {};
    const records = () => calls.recordsOf(client);
    const recordOf = ({ requestId, messageId }: Seen = {}) =>
      records().find((record) =>
        requestId ? record.requestId === requestId : record.messageId === messageId,
      );

    it('reports each billed call once, for the user of the code that called', () => {
      const names = records().map(({ requestId }) => requestId ?? '');
      expect(new Set(names).size).toBe(names.length);
      expect(names).toHaveLength(Object.keys(captured()).length - ['refused', 'closed'].length);
      expect(names.every((name) => api.billed.has(name))).toBe(true);
      for (const record of records()) expect(record.userId).toBe('u_1');
      expect(JSON.stringify(records())).not.toContain('secret');
    });

    it('reports what was billed', () => {
      const message = { status: 'ok', stopReason: 'end_turn', usage: { ...USAGE, output_tokens: 7 } };
      for (const name of ['message', 'raw', 'unbuffered', 'retried'])
        expect(recordOf(captured()[name])).toMatchObject(message);
      const stream = { status: 'ok', stopReason: 'end_turn', usage: { ...USAGE, output_tokens: 150 } };
      for (const name of ['events', 'helper']) expect(recordOf(captured()[name])).toMatchObject(stream);
      const partial = { status: 'partial', usage: { ...USAGE, output_tokens: 1 } };
      for (const name of ['left', 'error', 'cut']) expect(recordOf(captured()[name])).toMatchObject(partial);
      const unread = { status: 'partial', model: 'claude-opus-5-5', usage: { output_tokens: 0 } };
      expect(recordOf(captured()['unread'])).toMatchObject(unread);
    });

    it('lets the caller see the same results, events and errors as without', () => {
      const varying = ['requestId', 'messageId'];
      const comparable = (seen: Cases) =>
        JSON.stringify(seen, (key, value: unknown) => (varying.includes(key) ? typeof value : value)).replace(
          /req_\d+/g,
          'req',
        );
      expect(comparable(captured())).toBe(comparable(plain()));
      expect(captured()['cut']?.error).toBe('RemoteProtocolError');
      expect(captured()['refused']?.error).toMatch(/^OverloadedError: /);
      expect(captured()['closed']?.error).toBe('APIConnectionError: Connection error.');
    });

    it('lets the API see that a caller left, before it answers the call after the next', () => {
      for (const seen of [plain(), captured()]) {
        const [left = Number.NaN, later = Number.NaN] = ['left', 'cut'].map(
          (name) => api.billed.get(seen[name]?.requestId ?? '')?.closedAtMs,
        );
        expect(left).toBeLessThan(later);
      }
    });
  });
});

describe('many calls with the SDK for Python, given up at random', () => {
  const clients = ['anthropic', 'anthropic-async', 'bedrock-async'];
  let calls: Awaited<ReturnType<typeof call<{ answered: string[] }>>>;

  beforeAll(async () => {
    calls = await call('random', '20261129', '200', ...clients);
  });

  it.each(clients)('are reported exactly as they were billed: %s', (client) => {
    const records = calls.recordsOf(client);
    const reported = new Map(records.map((record) => [record.requestId ?? '', record]));
    expect(records).toHaveLength(reported.size);
    // A caller who leaves before the answer begins knows nothing of the call, not even its name.
    const { answered = [] } = calls.seen[client] ?? {};
    expect([...reported.keys()].toSorted()).toEqual(answered.toSorted());
    expect(answered.length).toBeGreaterThan(150);
    for (const [requestId, record] of reported) {
      const { messageId, outputTokens = [] } = api.billed.get(requestId) ?? {};
      const { output_tokens: output } = record.usage as { output_tokens: number };
      if (record.status === 'ok') expect(output).toBe(outputTokens.at(-1));
      else expect([0, ...outputTokens]).toContain(output);
      expect(record.messageId).toBe(output === 0 ? undefined : messageId);
    }
    expect(records.filter(({ status }) => status === 'ok').length).toBeGreaterThan(50);
  });
});

describe('the example in Python', () => {
  const example = join(REPOSITORY, 'examples', 'python', 'capture.py');
  const source = join(REPOSITORY, 'clients', 'python', 'src', 'token_ledger.py');
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'token-ledger-example-'));
    copyFileSync(example, join(folder, 'capture.py'));
    copyFileSync(source, join(folder, 'token_ledger.py'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['package', () => example, {}],
    ['one file, copied', () => join(folder, 'capture.py'), { PYTHONPATH: '' }],
  ])('captures with the %s', async (_, path, env) => {
    const stub = await startStubLedger();
    const { stdout, stderr } = await runPython([path()], {
      ANTHROPIC_API_KEY: 'k',
      ANTHROPIC_BASE_URL: api.url,
      TOKEN_LEDGER_URL: stub.url,
      TOKEN_LEDGER_KEY: stub.accessKey,
      ...env,
    });
    await stub.close();
    expect([stdout, stderr]).toEqual([`7 output tokens\n${'a secret word '.repeat(20)}\n`, '']);
    const context = { userId: 'u_42', feature: 'chat', model: 'claude-sonnet-5-5', status: 'ok' };
    expect(stub.records).toMatchObject([
      { ...context, usage: { ...USAGE, output_tokens: 7 } },
      { ...context, usage: { ...USAGE, output_tokens: 150 } },
    ]);
  });
});
