import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Anthropic, { BadRequestError, NotFoundError } from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { instructions } from '../../../scripts/local/instructions.ts';
import { startLocalMessagesApi } from '../../../scripts/local/messages-api/local-messages-api.ts';
import type { MessagesApi } from '../../../scripts/local/messages-api/messages-api.ts';
import { REPOSITORY } from '../../../scripts/local/state.ts';

const QUESTION = {
  model: 'claude-sonnet-5-5',
  max_tokens: 10,
  messages: [{ role: 'user' as const, content: 'Hello!' }],
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

describe('the first call of a newcomer', () => {
  const deployment = {
    pid: 1,
    emulatorPid: 2,
    endpoint: 'http://127.0.0.1:1',
    stackName: 'TokenLedger',
    outputs: { LiveQueueUrl: 'http://queue' },
    people: [],
    accessKey: 'tl_ak_1',
  };

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
      const printed = await instructions({ deployment: { ...deployment, apiUrl }, messagesApiUrl: api.url });
      const variables = [...printed.matchAll(/^ {2}export (\w+)=(.+)$/gm)].map(([, name, value]) => [
        name,
        value,
      ]);
      const [, program = ''] = /^ {2}npx node (\S+)$/m.exec(printed) ?? [];
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
