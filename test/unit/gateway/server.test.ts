import { once } from 'node:events';
import { request as requestHttp } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { MAX_REQUEST_BYTES } from '../../../packages/gateway/src/server/start-server.ts';
import { startTestGateway } from '../../support/gateway.ts';
import { ask, type GatewayOptions, post, servedGateways, until } from './support/served-gateway.ts';

const { api, start } = servedGateways();

const MESSAGE_START = `event: message_start\ndata: ${JSON.stringify({
  type: 'message_start',
  message: { id: 'msg_1', model: 'claude-opus-5-5', usage: { input_tokens: 1, output_tokens: 1 } },
})}\n\n`;

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
    const before = api().requests();
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
    expect(api().requests()).toBe(before);
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
    const before = api().requests();
    for (const method of ['HEAD', 'GET']) {
      const response = await fetch(url, { method });
      expect([response.status, await response.text()]).toEqual([200, '']);
    }
    expect(api().requests()).toBe(before);
  });

  it('says that the API cannot be reached, and that it does not follow it elsewhere', async () => {
    const { client } = await start({ upstreamUrl: 'http://127.0.0.1:1' } as GatewayOptions);
    await expect(client().messages.create(ask('ok'))).rejects.toThrow(/502 .*cannot be reached/);
  });
});

describe('the server', () => {
  it('lets calls end before it stops, and ends those that take longer', async () => {
    const gateway = await startTestGateway({ upstreamUrl: api().url });
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
        upstreamUrl: api().url,
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
    await new Promise((resolve) => {
      another.write('POST /v1/messages HTTP/1.1\r\nHost: a', resolve);
    });
    // What was sent before has arrived when this is answered.
    await (await fetch(url, { method: 'HEAD' })).text();
    const startedAtMs = performance.now();
    await stop(20);
    // Node.js alone would wait for a minute.
    expect(performance.now() - startedAtMs).toBeLessThan(30_000);
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
    const before = api().requests();
    for (const line of [
      `POST ${api().url}/v1/messages`,
      'POST //evil.example/v1/messages',
      'CONNECT evil.example:443',
    ]) {
      const answer = await rawLine(url, line, key.printed);
      expect(answer).not.toMatch(/^HTTP\/1.1 200/);
    }
    expect(api().requests()).toBe(before);
  });
});

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
