import { once } from 'node:events';
import { request as requestHttp } from 'node:http';
import { connect } from 'node:net';
import Anthropic from '@anthropic-ai/sdk';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createLedger, tokenLedger } from '@token-ledger/client';
import { parseEnvelope, parseUsageRecord } from '@token-ledger/contract';
import { NOBODY_DISABLED } from '@token-ledger/core';
import { MAX_REQUEST_BYTES } from '../../../packages/gateway/src/server/start-server.ts';
import { FakeTransport } from '../../client/support/fake-transport.ts';
import { ANTHROPIC_KEY, startTestGateway } from '../../support/gateway.ts';
import { type CallMode, type MessagesApi, startMessagesApi, USAGE } from '../../support/messages-api.ts';

const QUESTION = {
  model: 'claude-opus-5-5',
  max_tokens: 10,
  messages: [{ role: 'user' as const, content: 'a secret question' }],
};
const MESSAGE_START = `event: message_start\ndata: ${JSON.stringify({
  type: 'message_start',
  message: { id: 'msg_1', model: 'claude-opus-5-5', usage: { input_tokens: 1, output_tokens: 1 } },
})}\n\n`;
const ask = (mode: CallMode) => ({ ...QUESTION, metadata: { user_id: mode } });

let api: MessagesApi;
beforeAll(async () => {
  api = await startMessagesApi();
});
afterAll(() => api.close());

type Options = Omit<Parameters<typeof startTestGateway>[0], 'upstreamUrl'>;
type Started = Awaited<ReturnType<typeof startTestGateway>>;
const started: Started[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map(({ stop }) => stop()));
});

async function start(options: Options = {}) {
  const gateway = await startTestGateway({ upstreamUrl: api.url, ...options });
  started.push(gateway);
  const client = (own: ConstructorParameters<typeof Anthropic>[0] = {}) =>
    new Anthropic({
      apiKey: gateway.key.printed,
      baseURL: gateway.url,
      logLevel: 'off',
      maxRetries: 0,
      ...own,
    });
  /** Once everything that is under way is recorded. */
  const records = async () => {
    await until(() => gateway.records().length > 0);
    await gateway.stop(5_000);
    return gateway.records();
  };
  return { ...gateway, client, recorded: records };
}

describe('a call through the gateway in vault mode', () => {
  it('is answered as by the API itself, and recorded for the access key of the caller', async () => {
    const { client, key, recorded, queue } = await start();
    const message = await client().messages.create(ask('ok'));
    expect(message.content).toEqual([{ type: 'text', text: 'a secret answer' }]);
    const records = await recorded();
    expect(records).toEqual([
      {
        requestId: message._request_id,
        messageId: message.id,
        accessKeyId: key.id,
        occurredAt: expect.any(Number),
        model: 'claude-opus-5-5',
        endpoint: '/v1/messages',
        stopReason: 'end_turn',
        status: 'ok',
        maxTokens: 10,
        source: 'gateway',
        usage: { ...USAGE, output_tokens: 7 },
      },
    ]);
    const [body = ''] = queue.sent('live');
    expect(await parseEnvelope(body)).toMatchObject({ ok: true, receivedAtMs: expect.any(Number) });
    expect(records.map((record) => parseUsageRecord(record).ok)).toEqual([true]);
    expect(body).not.toContain('secret');
  });

  it('reaches the API with its own key, and with no header that is only for the gateway', async () => {
    const { client } = await start();
    const headers = {
      'x-token-ledger-feature': 'chat',
      'anthropic-beta': 'a,b',
      origin: 'https://a.example',
    };
    await client({ defaultHeaders: headers }).messages.create(ask('ok'));
    const { headers: sent, target, body } = api.received.at(-1) ?? {};
    expect(sent).toMatchObject({
      'x-api-key': ANTHROPIC_KEY,
      'anthropic-beta': 'a,b',
      host: api.url.slice(7),
    });
    expect(sent).toMatchObject({ 'anthropic-version': expect.any(String), 'accept-encoding': 'identity' });
    expect(Object.keys(sent ?? {}).filter((name) => /token-ledger|authorization|origin/.test(name))).toEqual(
      [],
    );
    expect(target).toBe('/v1/messages');
    expect(JSON.parse(body ?? '')).toEqual(ask('ok'));
  });

  it('may present its access key as a bearer token, as Claude Code does', async () => {
    const { client, key, recorded } = await start();
    await client({ apiKey: null, authToken: key.printed }).messages.create(ask('ok'));
    expect(api.received.at(-1)?.headers).toMatchObject({ 'x-api-key': ANTHROPIC_KEY });
    expect(api.received.at(-1)?.headers).not.toHaveProperty('authorization');
    expect(await recorded()).toHaveLength(1);
  });

  it('keeps the headers that telemetry reads', async () => {
    const { url, key } = await start();
    const response = await post(url, ask('ok'), { 'x-api-key': key.printed });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'request-id': expect.stringMatching(/^req_/),
      'anthropic-organization-id': 'org_1',
      'anthropic-workspace-id': 'wrkspc_1',
      'anthropic-ratelimit-tokens-remaining': '79000',
      'content-type': 'application/json',
      'x-token-ledger': 'recorded',
    });
  });

  it('passes a stream on byte by byte', async () => {
    const { url, key, recorded } = await start();
    const bytes = async (base: string, apiKey: string) => {
      const response = await post(base, { ...ask('ok'), stream: true }, { 'x-api-key': apiKey });
      return Buffer.from(await response.arrayBuffer())
        .toString('latin1')
        .replaceAll(/msg_\d+/g, 'msg');
    };
    expect(await bytes(url, key.printed)).toBe(await bytes(api.url, 'k'));
    expect(await recorded()).toMatchObject([{ status: 'ok', usage: { ...USAGE, output_tokens: 150 } }]);
  });

  it.each(['error', 'cut'] as const)(
    'fails in the middle of a stream (%s) as without a gateway',
    async (mode) => {
      const { client, recorded } = await start();
      const failure = async (of: Anthropic) => {
        try {
          for await (const _ of await of.messages.create({ ...ask(mode), stream: true }));
          return 'none';
        } catch (error) {
          return (error as Error).constructor.name;
        }
      };
      const direct = new Anthropic({ apiKey: 'k', baseURL: api.url, logLevel: 'off', maxRetries: 0 });
      expect(await failure(client())).toBe(await failure(direct));
      expect(await recorded()).toMatchObject([{ status: 'partial', usage: { output_tokens: 1 } }]);
    },
  );

  it('is not recorded when the API refuses it, and is repeated as without a gateway', async () => {
    const { client, recorded } = await start();
    await expect(client().messages.create(ask('retry'))).rejects.toThrow(Anthropic.InternalServerError);
    const message = await client({ maxRetries: 2 }).messages.create(ask('retry'));
    expect((await recorded()).map(({ requestId }) => requestId)).toEqual([message._request_id]);
  });

  it('is reported by the gateway alone when the caller has the client library, too', async () => {
    const transport = new FakeTransport();
    const ledger = createLedger({ transport });
    const { client, recorded } = await start();
    await client({ middleware: [tokenLedger({ ledger })] }).messages.create(ask('ok'));
    await ledger.close();
    expect(transport.batches).toEqual([]);
    expect(await recorded()).toHaveLength(1);
  });

  it('is for the user and the feature that its headers name, if the access key may name them', async () => {
    const { client, issueKey, recorded } = await start();
    const { printed: apiKey } = await issueKey({ scopes: ['ingest:any'] });
    const defaultHeaders = {
      'x-token-ledger-user': 'u_42',
      'x-token-ledger-feature': 'chat',
      'x-claude-code-session-id': 'session-1',
    };
    await client({ apiKey, defaultHeaders }).messages.create({ ...ask('ok'), temperature: 0.5 } as never);
    expect(await recorded()).toMatchObject([
      { userId: 'u_42', feature: 'chat', temperature: 0.5, metadata: { session: 'session-1' } },
    ]);
  });

  it('passes on the other paths of the Messages API, and records nothing of them', async () => {
    const { client, records, telemetry } = await start();
    const anthropic = client();
    expect(
      await anthropic.messages.countTokens({ ...QUESTION, max_tokens: undefined } as never),
    ).toMatchObject({
      input_tokens: 27,
    });
    await anthropic.models.list();
    await anthropic.messages.batches.retrieve('msgbatch_1');
    expect(api.received.slice(-3).map(({ method, target }) => `${method} ${target}`)).toEqual([
      'POST /v1/messages/count_tokens',
      'GET /v1/models',
      'GET /v1/messages/batches/msgbatch_1',
    ]);
    expect(records()).toEqual([]);
    expect(telemetry.counts).toEqual({});
  });
});

describe('a call through the gateway in pass-through mode', () => {
  it('is made with the key of the caller', async () => {
    const { client, key, recorded } = await start({ mode: 'pass-through' });
    const defaultHeaders = { 'x-token-ledger-key': key.printed };
    await client({ apiKey: 'sk-ant-of-the-caller', defaultHeaders }).messages.create(ask('ok'));
    expect(api.received.at(-1)?.headers).toMatchObject({
      authorization: 'Bearer sk-ant-of-the-caller',
    });
    expect(api.received.at(-1)?.headers).not.toHaveProperty('x-token-ledger-key');
    expect(await recorded()).toMatchObject([{ accessKeyId: key.id }]);
  });
});

describe('a caller that goes away in the middle of a stream', () => {
  const leave = async (url: string, apiKey: string, mode: CallMode) => {
    const client = new Anthropic({ apiKey, baseURL: url, logLevel: 'off', maxRetries: 0 });
    let events = 0;
    for await (const _ of await client.messages.create({ ...ask(mode), stream: true })) {
      events += 1;
      if (events === 5) break;
    }
  };

  it('ends the call, and what is known is recorded', async () => {
    const { url, key, recorded } = await start();
    await leave(url, key.printed, 'endless');
    const [record] = await recorded();
    expect(record).toMatchObject({ status: 'partial', usage: { output_tokens: 1 } });
    const call = api.billed.get(String(record?.['requestId']));
    await until(() => call?.closedAtMs !== undefined);
  });

  /** An API that never answers; `sent` counts the requests that it received, `arrived` is the first. */
  const silent = () => {
    const { promise: arrived, resolve } = Promise.withResolvers<void>();
    const calls = { sent: 0, arrived };
    const sendUpstream: Options['sendUpstream'] = (_, { signal }) => {
      calls.sent += 1;
      resolve();
      return new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new Error('aborted')));
      });
    };
    return { calls, sendUpstream };
  };
  const giveUp = async (
    url: string,
    key: string,
    when: Promise<void>,
    body: string,
    path = '/v1/messages',
  ) => {
    const gone = new AbortController();
    const headers = { 'x-api-key': key };
    const answered = fetch(`${url}${path}`, { method: 'POST', headers, body, signal: gone.signal });
    void when.then(() => gone.abort());
    await expect(answered).rejects.toThrow('aborted');
  };

  it('is counted and logged when it leaves before the answer begins: the call may be billed', async () => {
    const { calls, sendUpstream } = silent();
    const { url, key, telemetry, stop, records } = await start({ sendUpstream });
    await giveUp(url, key.printed, calls.arrived, JSON.stringify(QUESTION));
    await until(() => telemetry.counts.CallsGivenUp !== undefined);
    await stop();
    expect(telemetry.counts).toEqual({ CallsGivenUp: 1 });
    expect(telemetry.lines).toMatchObject([
      {
        level: 'warn',
        fields: { id: 'tlgw_1', accessKeyId: key.id, model: QUESTION.model, startedAt: expect.any(String) },
      },
    ]);
    // Without an id of Anthropic's, a record would count the call beside every other report of it.
    expect(records()).toEqual([]);
  });

  it('logs no model that could be content', async () => {
    const { calls, sendUpstream } = silent();
    const { url, key, telemetry, stop } = await start({ sendUpstream });
    await giveUp(url, key.printed, calls.arrived, JSON.stringify({ model: 'a secret question' }));
    await until(() => telemetry.counts.CallsGivenUp !== undefined);
    await stop();
    expect(JSON.stringify(telemetry.lines)).not.toContain('secret');
  });

  it('has nothing to pay for if it left before the call was sent, or counted tokens only', async () => {
    const { calls, sendUpstream } = silent();
    const asked = Promise.withResolvers<void>();
    const left = Promise.withResolvers<void>();
    const waiting = await start({
      sendUpstream,
      disabledIds: async () => {
        asked.resolve();
        await left.promise;
        return NOBODY_DISABLED;
      },
    });
    await giveUp(waiting.url, waiting.key.printed, asked.promise, '{}');
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
    left.resolve();
    await until(() => waiting.telemetry.counts.CallsRefused !== undefined);
    expect([waiting.telemetry.counts, calls.sent]).toEqual([{ CallsRefused: 1 }, 0]);

    const counted = silent();
    const counting = await start({ sendUpstream: counted.sendUpstream });
    const path = '/v1/messages/count_tokens';
    await giveUp(counting.url, counting.key.printed, counted.calls.arrived, '{}', path);
    await until(() => counting.telemetry.counts.CallsRefused !== undefined);
    expect(counting.telemetry.counts).toEqual({ CallsRefused: 1 });
  });

  it('leaves a complete record where the gateway drains', async () => {
    const { url, key, recorded } = await start({ onDisconnect: 'drain' });
    await leave(url, key.printed, 'ok');
    const [record] = await recorded();
    expect(record).toMatchObject({ status: 'ok', usage: { output_tokens: 150 } });
    expect(api.billed.get(String(record?.['requestId']))?.complete).toBe(true);
  });
});

describe('what the gateway answers itself', () => {
  it('is read by the SDK as an error of its kind', async () => {
    const { client, spent, key, records } = await start();
    const fail = async (call: () => Promise<unknown>) => {
      try {
        await call();
      } catch (error) {
        const { message, requestID } = error as { message: string; requestID: string };
        expect(requestID).toMatch(/^tlgw_/);
        return `${(error as Error).constructor.name}: ${message}`;
      }
      return 'no error';
    };
    const before = api.requests();
    expect(await fail(() => client({ apiKey: 'sk-ant-x' }).messages.create(ask('ok')))).toMatch(
      /^AuthenticationError: 401 .*The access key of Token Ledger is not valid/,
    );
    expect(await fail(() => client().beta.files.list())).toMatch(/^NotFoundError: 404 .*Messages API only/);
    spent.push({ dimension: 'access_key', id: key.id, periodEndMs: Date.now() + 60_000 });
    const second = await start({ spentBudgets: async () => spent });
    spent.push({ dimension: 'access_key', id: second.key.id, periodEndMs: Date.now() + 60_000 });
    // An SDK repeats a 429 twice unless a header says not to.
    const repeating = second.client({ maxRetries: 2 });
    expect(await fail(() => repeating.messages.create(ask('ok')))).toMatch(
      /^RateLimitError: 429 .*The budget of this access key is spent until/,
    );
    expect(second.telemetry.counts).toEqual({ CallsRefused: 1 });
    expect(api.requests()).toBe(before);
    expect(records()).toEqual([]);
  });

  it('says that a request is too large, at one byte too many', async () => {
    const { url, key } = await start();
    const send = (bytes: number, chunked: boolean) =>
      raw(url, '/v1/messages/count_tokens', {
        headers: { 'x-api-key': key.printed, ...(!chunked && { 'content-length': String(bytes) }) },
        body: Buffer.alloc(bytes, 32),
      });
    for (const chunked of [false, true]) {
      expect(await send(MAX_REQUEST_BYTES + 1, chunked)).toMatchObject({
        status: 413,
        body: { type: 'error', error: { type: 'request_too_large' } },
      });
    }
    expect(await send(MAX_REQUEST_BYTES, true)).toMatchObject({ status: 200 });
  });

  it('is an empty 200 for clients that look whether somebody listens', async () => {
    const { url } = await start();
    const before = api.requests();
    for (const method of ['HEAD', 'GET']) {
      const response = await fetch(url, { method });
      expect([response.status, await response.text()]).toEqual([200, '']);
    }
    expect(api.requests()).toBe(before);
  });

  it('says that the API cannot be reached, and that it does not follow it elsewhere', async () => {
    const { client } = await start({ upstreamUrl: 'http://127.0.0.1:1' } as Options);
    await expect(client().messages.create(ask('ok'))).rejects.toThrow(/502 .*cannot be reached/);
  });
});

describe('the server', () => {
  it('lets calls end before it stops, and ends those that take longer', async () => {
    const gateway = await startTestGateway({ upstreamUrl: api.url });
    const response = await post(
      gateway.url,
      { ...ask('endless'), stream: true },
      { 'x-api-key': gateway.key.printed },
    );
    const reader = response.body?.getReader();
    await reader?.read();
    await gateway.stop(20);
    expect(gateway.records()).toMatchObject([{ status: 'partial' }]);
    await expect(fetch(gateway.url)).rejects.toThrow('fetch failed');
  });

  it.each(['abort', 'drain'] as const)(
    'stops although a client has stopped reading (%s), and records its call',
    async (onDisconnect) => {
      const made = { chunks: 0 };
      const gateway = await startTestGateway({
        upstreamUrl: api.url,
        onDisconnect,
        sendUpstream: async (_, { signal }) => {
          const body = new ReadableStream<Uint8Array>({
            start: (stream) => signal?.addEventListener('abort', () => stream.error(signal.reason)),
            pull: (stream) => {
              made.chunks += 1;
              stream.enqueue(
                Buffer.from(made.chunks === 1 ? MESSAGE_START : `: ${'x'.repeat(1_000_000)}\n\n`),
              );
            },
          });
          return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
        },
      });
      const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(
        `POST /v1/messages HTTP/1.1\r\nHost: a\r\nx-api-key: ${gateway.key.printed}\r\nContent-Length: 2\r\n\r\n{}`,
      );
      let before = -1;
      while (made.chunks === 0 || made.chunks > before) {
        before = made.chunks;
        await new Promise((resolve) => {
          setTimeout(resolve, 100);
        });
      }
      await gateway.stop(20);
      expect(gateway.records()).toMatchObject([{ status: 'partial', usage: { output_tokens: 1 } }]);
      socket.destroy();
    },
  );

  it('stops although a request has not arrived in full', async () => {
    const { url, key, stop, telemetry } = await start();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const closed = once(socket, 'close');
    socket.on('error', () => undefined);
    socket.write(
      `POST /v1/messages HTTP/1.1\r\nHost: a\r\nx-api-key: ${key.printed}\r\nContent-Length: 100\r\n\r\n{"half":`,
    );
    // And one whose headers have not.
    const another = connect(Number(new URL(url).port), '127.0.0.1');
    another.on('error', () => undefined);
    another.write('POST /v1/messages HTTP/1.1\r\nHost: a');
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
    const startedAtMs = performance.now();
    await stop(20);
    expect(performance.now() - startedAtMs).toBeLessThan(2000);
    await closed;
    expect(telemetry.counts).toEqual({ CallsRefused: 1 });
    another.destroy();
  });

  it('stops although the queue does not answer', async () => {
    let asked = 0;
    const queue = {
      send: () => {
        asked += 1;
        return new Promise<never>(() => undefined);
      },
    };
    const { url, key, stop } = await start({ queue, recordingMs: 50 });
    const answer = await post(url, ask('ok'), { 'x-api-key': key.printed });
    await answer.text();
    await until(() => asked === 1);
    await stop(20);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  it('reads no address in place of a path, and opens no tunnel', async () => {
    const { url, key } = await start();
    const before = api.requests();
    for (const line of [
      `POST ${api.url}/v1/messages`,
      'POST //evil.example/v1/messages',
      'CONNECT evil.example:443',
    ]) {
      const answer = await rawLine(url, line, key.printed);
      expect(answer).not.toMatch(/^HTTP\/1.1 200/);
    }
    expect(api.requests()).toBe(before);
  });
});

function post(url: string, body: object, headers: Record<string, string>): Promise<Response> {
  return fetch(`${url}/v1/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

async function raw(url: string, path: string, options: { headers: Record<string, string>; body: Buffer }) {
  const request = requestHttp(`${url}${path}`, { method: 'POST', headers: options.headers });
  // A server that refuses a request does not read it.
  request.on('error', () => undefined);
  const answered = once(request, 'response');
  request.end(options.body);
  const [response] = await answered;
  let text = '';
  for await (const chunk of response) text += chunk;
  return { status: response.statusCode, body: JSON.parse(text) };
}

async function rawLine(url: string, line: string, key: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(
    `${line} HTTP/1.1\r\nHost: a\r\nx-api-key: ${key}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`,
  );
  let text = '';
  for await (const chunk of socket) text += chunk;
  return text;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds())
    await new Promise((resolve) => {
      setTimeout(resolve, 2);
    });
}
