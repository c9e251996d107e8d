import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Anthropic, { BadRequestError, NotFoundError } from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { alreadyRunning, instructions } from '../../../scripts/local/instructions.ts';
import { startLocalMessagesApi } from '../../../scripts/local/messages-api/local-messages-api.ts';
import type { MessagesApi } from '../../../scripts/local/messages-api/messages-api.ts';
import { REPOSITORY } from '../../../scripts/local/state.ts';

const QUESTION = {
  model: 'claude-sonnet-5-5',
  max_tokens: 10,
  messages: [{ role: 'user' as const, content: 'Hello!' }],
};

const deployment = {
  pid: 1,
  emulatorPid: 2,
  endpoint: 'http://127.0.0.1:1',
  stackName: 'TokenLedger',
  outputs: { LiveQueueUrl: 'http://queue' },
  people: [],
  accessKey: 'tl_ak_1',
};

let api: MessagesApi;
let anthropic: Anthropic;

beforeAll(async () => {
  api = await startLocalMessagesApi();
  anthropic = new Anthropic({ apiKey: 'local', baseURL: api.url, maxRetries: 0, logLevel: 'off' });
});
afterAll(() => api.close());

describe('the stand-in of the Messages API that npm start starts', () => {
  it('answers the real SDK, whole and as a stream, each call under ids of its own', async () => {
    const whole = await anthropic.messages.create(QUESTION);
    const streamed = await anthropic.messages.stream(QUESTION).finalMessage();
    expect([whole.usage.output_tokens, streamed.usage.output_tokens]).toEqual([7, 150]);
    expect([whole, streamed].map(({ content }) => content[0])).toMatchObject([
      { type: 'text', text: 'Hello from this machine!' },
      { type: 'text', text: expect.stringMatching(/^(Hello ){20}$/) },
    ]);
    const ids = [...api.billed].flatMap(([requestId, { messageId }]) => [requestId, messageId]);
    expect(ids).toEqual(expect.arrayContaining([whole._request_id, whole.id, streamed.id]));
    expect(ids.every((id) => /^(req|msg)_[0-9a-f]{32}$/.test(id))).toBe(true);
  });

  it('refuses what it does not serve in the form of the API', async () => {
    const wrong = { ...QUESTION, max_tokens: 'many' as unknown as number };
    await expect(anthropic.messages.create(wrong)).rejects.toThrow(BadRequestError);
    await expect(anthropic.beta.files.list()).rejects.toThrow(NotFoundError);
    const response = await fetch(`${api.url}/v1/messages`, { method: 'POST', body: '{' });
    expect(response.status).toBe(400);
  });
});

describe('what npm start prints last', () => {
  it('is the console, how to sign in, what to paste and how to stop, in this order and on one screen', () => {
    const people = (['admin', 'viewer', 'member'] as const).map((role) => ({
      role,
      email: `${role}@example.com`,
      password: `Aa1-${role}`,
      userId: role,
    }));
    const printed = instructions({
      deployment: { ...deployment, people, apiUrl: 'http://127.0.0.1:5' },
      messagesApiUrl: 'http://127.0.0.1:6',
      gatewayUrl: 'http://127.0.0.1:7',
    });
    const needed = [
      '  http://127.0.0.1:5/\n',
      'Sign in as admin@example.com with the password Aa1-admin\n',
      '  export TOKEN_LEDGER_URL=http://127.0.0.1:5\n',
      '  export TOKEN_LEDGER_KEY=tl_ak_1\n',
      '  export ANTHROPIC_BASE_URL=http://127.0.0.1:6\n',
      '  export GATEWAY_URL=http://127.0.0.1:7\n',
      ': npx node examples/typescript/first-call.ts\n',
      'Ctrl-C stops it',
    ];
    const places = needed.map((line) => printed.indexOf(line));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
    expect(printed.trimEnd().split('\n').at(-1)).toContain('Ctrl-C stops it');
    expect(printed.split('\n').length).toBeLessThanOrEqual(24);
  });

  it('names the access key where nobody can sign in by e-mail', () => {
    const printed = instructions({
      deployment: { ...deployment, apiUrl: 'http://127.0.0.1:5' },
      messagesApiUrl: 'http://127.0.0.1:6',
      gatewayUrl: 'http://127.0.0.1:7',
    });
    expect(printed).toContain('Sign in with the access key');
  });

  it('names the console, the sign-in and how to stop when it is started again', () => {
    const admin = { role: 'admin', email: 'admin@example.com', password: 'Aa1-admin', userId: 'u' } as const;
    const running = { ...deployment, apiUrl: 'http://127.0.0.1:5' };
    const printed = alreadyRunning({ ...running, people: [admin] });
    expect(printed).toContain('already running, as process 1.');
    expect(printed).toContain('\n  http://127.0.0.1:5/\n');
    expect(printed).toContain('\nSign in as admin@example.com with the password Aa1-admin\n');
    expect(printed).toContain('or kill 1, stops it');
    expect(printed.split('\n').length).toBeLessThanOrEqual(10);
    expect(alreadyRunning(running)).toContain('\nSign in with the access key tl_ak_1.\n');
  });
});

describe('the first call of a newcomer', () => {
  it('is one command after the printed variables, and reaches the ledger', async () => {
    const reports: { authorization: string | undefined; records: readonly object[] }[] = [];
    const ledger = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const { records } = JSON.parse(body) as { records: object[] };
        reports.push({ authorization: request.headers.authorization, records });
        response.writeHead(202).end(JSON.stringify({ results: [{ index: 0, status: 'accepted' }] }));
      });
    });
    await new Promise<void>((resolve) => {
      ledger.listen(0, '127.0.0.1', resolve);
    });
    try {
      const apiUrl = `http://127.0.0.1:${(ledger.address() as AddressInfo).port}`;
      const printed = instructions({
        deployment: { ...deployment, apiUrl },
        messagesApiUrl: api.url,
        gatewayUrl: 'http://127.0.0.1:3',
      });
      const variables = [...printed.matchAll(/^ {2}export (\w+)=(.+)$/gm)].map(([, name, value]) => [
        name,
        value,
      ]);
      const [, program = ''] = /: npx node (\S+)$/m.exec(printed) ?? [];
      const { stdout } = await promisify(execFile)(process.execPath, [join(REPOSITORY, program)], {
        env: { ...process.env, ...Object.fromEntries(variables) },
      });
      expect(stdout).toContain('output_tokens: 7');
      expect(printed).toContain(`${apiUrl}/#/explore?feature=first-call&last=24h`);
    } finally {
      ledger.close();
    }
    expect(reports).toEqual([
      {
        authorization: 'Bearer tl_ak_1',
        records: [
          expect.objectContaining({
            requestId: [...api.billed.keys()].at(-1),
            userId: 'u_42',
            feature: 'first-call',
            usage: expect.objectContaining({ input_tokens: 27, output_tokens: 7 }),
          }),
        ],
      },
    ]);
  });
});
