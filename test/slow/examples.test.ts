import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type MessagesApi, startMessagesApi, USAGE } from '../support/messages-api.ts';
import { type StubLedger, startStubLedger } from '../support/stub-ledger.ts';

const REPOSITORY = join(import.meta.dirname, '..', '..');
const TEXT = 'a secret word '.repeat(20);

let api: MessagesApi;
let stub: StubLedger;

beforeAll(async () => {
  api = await startMessagesApi();
  stub = await startStubLedger();
});
afterAll(async () => {
  await stub.close();
  await api.close();
});
beforeEach(() => {
  stub.records.length = 0;
});

/** Where the programs find Anthropic's API and the ledger. */
const environment = () => ({
  ANTHROPIC_API_KEY: 'k',
  ANTHROPIC_BASE_URL: api.url,
  TOKEN_LEDGER_URL: stub.url,
  TOKEN_LEDGER_KEY: stub.accessKey,
});

/** Runs an example as its first lines say. Returns what it printed. */
async function run(example: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [join('examples', example)], {
    cwd: REPOSITORY,
    env: { PATH: process.env['PATH'], ...environment(), ...env },
  });
  expect(stderr).toBe('');
  return stdout;
}

const message = { status: 'ok', stopReason: 'end_turn', usage: { ...USAGE, output_tokens: 7 } };
const stream = { ...message, usage: { ...USAGE, output_tokens: 150 } };

/** That the records are these, each of a call that was billed under the same two names. */
function expectRecords(records: readonly object[]): void {
  expect(stub.refusals).toEqual([]);
  expect(stub.records).toEqual(records.map((record) => expect.objectContaining(record)));
  for (const { requestId, messageId } of stub.records)
    expect(api.billed.get(requestId ?? '')?.messageId).toBe(messageId);
}

describe('the examples', () => {
  it('capture in TypeScript', async () => {
    expect(await run('typescript/capture.ts')).toBe(`7 output tokens\n${TEXT}\n`);
    const context = { userId: 'u_42', feature: 'chat', model: 'claude-sonnet-5-5' };
    expectRecords([
      { ...context, ...message },
      { ...context, ...stream },
    ]);
  });

  it('capture in JavaScript', async () => {
    expect(await run('javascript/capture.js')).toBe('7 output tokens\n');
    expectRecords([{ feature: 'summary', metadata: { job: 'nightly' }, ...message }]);
  });

  it('report a stored message under both its names', async () => {
    expect(await run('javascript/stored-message.js')).toBe('everything is reported: true\n');
    const { status: _, ...reported } = message;
    expectRecords([{ userId: 'u_42', ...reported }]);
  });

  it('capture in the Vercel AI SDK', async () => {
    const printed = await run('vercel/capture.ts', { ANTHROPIC_BASE_URL: `${api.url}/v1` });
    expect(printed).toBe(`a secret answer\n${TEXT}\n`);
    const context = { userId: 'u_42', feature: 'assistant' };
    expectRecords([
      { ...context, ...message },
      { ...context, ...stream },
    ]);
  });

  it('say in a sentence what is missing where the first call is not answered', async () => {
    const env = { PATH: process.env['PATH'], ANTHROPIC_API_KEY: '', ANTHROPIC_BASE_URL: '' };
    const program = join('examples', 'typescript', 'first-call.ts');
    const refused = promisify(execFile)(process.execPath, [program], { cwd: REPOSITORY, env });
    const { code, stdout, stderr } = await refused.catch((error) => error);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^No message came from https:\/\/api\.anthropic\.com: paste the export lines .+\n.+\n$/,
    );
    expect(stderr).not.toContain('    at ');
  });

  it('are all run here', () => {
    const examples = globSync('examples/*/*.{ts,js,py}', { cwd: REPOSITORY }).toSorted();
    // The first call is run with the product on one machine, that in Python with the tests of its client.
    expect(examples.filter((name) => name !== 'examples/typescript/first-call.ts')).toEqual([
      'examples/javascript/capture.js',
      'examples/javascript/stored-message.js',
      'examples/python/capture.py',
      'examples/typescript/capture.ts',
      'examples/vercel/capture.ts',
    ]);
  });
});
