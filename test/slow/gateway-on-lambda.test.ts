import { join } from 'node:path';
import Anthropic from '@anthropic-ai/sdk';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bundleFunctions } from '../../lib/shared/function-bundles.ts';
import { issueAccessKey } from '../../scripts/operator/issue-access-key.ts';
import { ANTHROPIC_KEY } from '../support/gateway.ts';
import { type FakeAws, startFakeAws } from '../support/lambda/fake-aws.ts';
import { type Lambda, startLambda } from '../support/lambda/start-lambda.ts';
import { type CallMode, type MessagesApi, startMessagesApi } from '../support/messages-api.ts';

const ask = (mode: CallMode, stream = true) => ({
  model: 'claude-opus-5-5',
  max_tokens: 10,
  messages: [{ role: 'user' as const, content: 'a secret question' }],
  metadata: { user_id: mode },
  stream,
});

/** The deployed bundle, on Lambda's own runtime. */
describe('the gateway as a function whose responses are streamed', () => {
  let aws: FakeAws;
  let api: MessagesApi;
  let lambda: Lambda;
  let apiKey: string;
  let invocations = 0;

  beforeAll(async () => {
    api = await startMessagesApi({ deltas: 30, deltaMs: 5 });
    aws = await startFakeAws(ANTHROPIC_KEY);
    const client = new DynamoDBClient({
      endpoint: aws.endpoint,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
    });
    ({ printed: apiKey } = await issueAccessKey(client, 'ledger', { name: 'laptop', scopes: ['ingest'] }));
    client.destroy();
    lambda = await startLambda({
      folder: join(bundleFunctions(['forward-calls']), 'forward-calls'),
      environment: {
        ...aws.environment,
        GATEWAY_MODE: 'vault',
        UPSTREAM_URL: api.url,
        ANTHROPIC_KEY_SECRET: 'anthropic/api-key',
        ENFORCE_BUDGETS: 'true',
      },
    });
  });
  afterAll(() => Promise.all([lambda.stop(), aws.close(), api.close()]));

  const post = (url: string, body: object, init: RequestInit = {}) =>
    fetch(`${url}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      ...init,
    });
  /** What the function queued in the invocation that `call` makes. */
  const recordsOf = async (call: () => Promise<unknown>): Promise<readonly Record<string, unknown>[]> => {
    const before = aws.messages.length;
    await call();
    invocations += 1;
    await lambda.ended(invocations);
    return aws.messages.slice(before).flatMap((body) => JSON.parse(body).records);
  };
  const normal = (bytes: ArrayBuffer) =>
    Buffer.from(bytes)
      .toString('latin1')
      .replaceAll(/msg_\d+/g, 'msg');

  it('passes a stream on byte by byte, as it comes, and records the call after the last byte', async () => {
    const direct = await post(api.url, ask('ok'));
    const arrivals: number[] = [];
    let text = '';
    const records = await recordsOf(async () => {
      const response = await post(lambda.url, ask('ok'));
      expect(response.status).toBe(200);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': 'text/event-stream',
        'request-id': expect.stringMatching(/^req_/),
        'anthropic-organization-id': 'org_1',
        'x-token-ledger': 'recorded',
      });
      const decoder = new TextDecoder('latin1');
      for await (const chunk of response.body ?? []) {
        arrivals.push(performance.now());
        text += decoder.decode(chunk as Uint8Array);
      }
    });
    expect(text.replaceAll(/msg_\d+/g, 'msg')).toBe(normal(await direct.arrayBuffer()));
    // The source takes 150 ms: held back, all of it would arrive at once.
    expect(arrivals.length).toBeGreaterThan(10);
    expect((arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThan(75);
    expect(records).toMatchObject([{ status: 'ok', source: 'gateway', usage: { output_tokens: 150 } }]);
    expect(api.received.at(-1)?.headers).toMatchObject({ 'x-api-key': ANTHROPIC_KEY });
  });

  it('passes the first byte on in less time than twenty calls of the API take', async () => {
    const firstByteMs = async (url: string) => {
      const startedMs = performance.now();
      const reader = (await post(url, ask('ok'))).body?.getReader();
      await reader?.read();
      const tookMs = performance.now() - startedMs;
      while (!(await reader?.read())?.done);
      return tookMs;
    };
    const [direct, through]: [number[], number[]] = [[], []];
    await recordsOf(() => firstByteMs(lambda.url));
    for (let call = 0; call < 8; call += 1) {
      direct.push(await firstByteMs(api.url));
      await recordsOf(async () => void through.push(await firstByteMs(lambda.url)));
    }
    // The quickest of each: what else this machine does delays the others.
    expect(Math.min(...through)).toBeLessThan(20 * Math.min(...direct));
  });

  it('reads an answer to its end when the caller has gone, and its record is complete', async () => {
    const records = await recordsOf(async () => {
      const gone = new AbortController();
      const response = await post(lambda.url, ask('ok'), { signal: gone.signal });
      const reader = response.body?.getReader();
      await reader?.read();
      gone.abort();
      await expect(reader?.read()).rejects.toThrow('aborted');
    });
    expect(records).toMatchObject([{ status: 'ok', usage: { output_tokens: 150 } }]);
  });

  it('answers the SDK as the API does, and fails in the middle of a stream with an error that it reads', async () => {
    const client = new Anthropic({ apiKey, baseURL: lambda.url, logLevel: 'off', maxRetries: 0 });
    const [record] = await recordsOf(async () => {
      const message = await client.messages.create({ ...ask('ok'), stream: false });
      expect(message._request_id).toMatch(/^req_/);
    });
    expect(record).toMatchObject({ status: 'ok', usage: { output_tokens: 7 } });
    const partial = await recordsOf(async () => {
      const read = async () => {
        for await (const _ of await client.messages.create({ ...ask('cut'), stream: true }));
      };
      await expect(read()).rejects.toThrow('The stream broke off.');
    });
    expect(partial).toMatchObject([{ status: 'partial', usage: { output_tokens: 1 } }]);
    const refused = await recordsOf(async () => {
      const stranger = new Anthropic({ apiKey: 'x', baseURL: lambda.url, logLevel: 'off', maxRetries: 0 });
      await expect(stranger.messages.create({ ...ask('ok'), stream: false })).rejects.toThrow(/401/);
    });
    expect(refused).toEqual([]);
  });

  it('answers HEAD /, which has no body, at once', async () => {
    await recordsOf(async () => {
      expect((await fetch(lambda.url, { method: 'HEAD' })).status).toBe(200);
    });
  });

  it('writes no content and no secret to its log', () => {
    const log = lambda.log();
    expect(log).toContain('CallsRecorded');
    for (const text of ['secret', ANTHROPIC_KEY, apiKey]) expect(log).not.toContain(text);
  });
});
