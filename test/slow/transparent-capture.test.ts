import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLedger, type Ledger, ledgerFetch, tokenLedger } from '@token-ledger/client';
import { Random } from '../../scripts/random.ts';
import {
  type AnthropicClientOptions,
  type AnthropicClients,
  SDK_NAMES,
  type SdkName,
  startAnthropicClients,
} from '../support/anthropic-clients.ts';
import { type Fragments, fragmentedFetch } from '../support/fragmented-fetch.ts';
import { type MessagesApi, startMessagesApi } from '../support/messages-api.ts';
import { waitFor } from '../support/wait-for.ts';

const QUESTION = {
  model: 'claude-opus-5-5',
  max_tokens: 10,
  messages: [{ role: 'user' as const, content: 'hello' }],
};

let api: MessagesApi;
let clients: AnthropicClients;
let ledger: Ledger;

beforeAll(async () => {
  api = await startMessagesApi();
  clients = await startAnthropicClients(api);
  // Nothing listens there: a ledger that cannot be reached must be as transparent.
  ledger = createLedger({ endpoint: 'http://127.0.0.1:9', accessKey: 'k', onError: () => undefined });
});
afterAll(async () => {
  await ledger.close(0);
  await clients.close();
  await api.close();
});

/** What a caller sees of a call that fails. */
interface Failure {
  readonly type: string;
  readonly status: unknown;
  readonly message: string;
  readonly requestId: unknown;
  /** Attempts that the server saw. */
  readonly attempts: number;
}

describe('errors and retries, as a caller and the API see them', () => {
  const statuses = [400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 503, 529];

  it.each(SDK_NAMES)('are the same with the library as without: %s SDK', async (sdk) => {
    const server = await startFailingApi();
    const fail = async (
      options: AnthropicClientOptions,
      status: number,
      stream: boolean,
    ): Promise<Failure> => {
      const before = server.attempts();
      const baseURL = `${server.url}/${status}${sdk === 'vertex' ? '/v1' : ''}`;
      const client = clients.create[sdk]({ baseURL, maxRetries: 1, ...options });
      try {
        await client.messages.create({ ...QUESTION, stream });
        throw new Error('unreachable');
      } catch (error) {
        const {
          constructor,
          status: seen,
          message,
          requestID,
        } = error as InstanceType<typeof Anthropic.APIError>;
        return {
          type: constructor.name,
          status: seen,
          message,
          requestId: requestID,
          attempts: server.attempts() - before,
        };
      }
    };
    for (const status of statuses)
      for (const stream of [false, true]) {
        const plain = await fail({}, status, stream);
        expect(plain.status).toBe(status);
        expect(await fail({ middleware: [tokenLedger({ ledger })] }, status, stream)).toEqual(plain);
        expect(await fail({ fetch: ledgerFetch(fetch, { ledger }) }, status, stream)).toEqual(plain);
      }
    await server.close();
  });

  it.each(SDK_NAMES)('are the same when nothing answers or the time is up: %s SDK', async (sdk) => {
    const fail = async (options: AnthropicClientOptions) => {
      const client = clients.create[sdk](options);
      return client.messages.create({ ...QUESTION, stream: true }).then(
        () => 'nothing',
        (error: Error) => `${error.constructor.name}: ${error.message}`,
      );
    };
    const captured = { middleware: [tokenLedger({ ledger })] };
    const closed = { baseURL: 'http://127.0.0.1:9' };
    expect(await fail({ ...closed, ...captured })).toBe(await fail(closed));
    expect(await fail(closed)).toMatch(/^APIConnectionError: /);
    const late = { timeout: 1, fetch: never };
    expect(await fail({ ...late, ...captured })).toBe(await fail(late));
    expect(await fail(late)).toMatch(/^APIConnection(?:Timeout)?Error: /);
  });

  it.each(SDK_NAMES)('are the same in mid-stream: %s SDK', async (sdk) => {
    const read = async (options: AnthropicClientOptions, mode: string) => {
      const events: string[] = [];
      try {
        const request = { ...QUESTION, stream: true as const, metadata: { user_id: mode } };
        for await (const event of await clients.create[sdk](options).messages.create(request))
          events.push(event.type);
      } catch (error) {
        const { constructor, message } = error as Error;
        events.push(`${constructor.name}: ${message}`);
      }
      return events.map((event) => event.replaceAll(/(?:req|msg)_\d+/g, 'id'));
    };
    for (const mode of ['ok', 'error', 'cut'])
      expect(await read({ middleware: [tokenLedger({ ledger })] }, mode)).toEqual(await read({}, mode));
  });
});

it('passes every chunk on as it came, wherever it ends', async () => {
  const random = new Random(7);
  let passed = 0;
  for (let round = 0; round < 20; round += 1) {
    const seen: Fragments = new Map();
    const source = fragmentedFetch(random, () => Number.POSITIVE_INFINITY, seen);
    const client = clients.create.newest({ fetch: ledgerFetch(source, { ledger }) });
    const response = await client.messages.create({ ...QUESTION, stream: true }).asResponse();
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body ?? []) chunks.push(chunk);
    const [pieces] = seen.values();
    expect(chunks).toEqual(pieces);
    passed += chunks.length;
  }
  // Some 600; how the network divides an answer is not known.
  expect(passed).toBeGreaterThan(200);
});

it('adds less time to a call than it takes to read its events twice', async () => {
  const body = streamOf(200);
  const readEvents = () =>
    body.split('\n\n').map((event) => JSON.parse(event.split('data: ')[1] ?? 'null') as unknown);
  const source: typeof fetch = async () =>
    new Response(body, { headers: { 'content-type': 'text/event-stream', 'request-id': 'req_1' } });
  const url = 'https://api.anthropic.com/v1/messages';
  const times = { plain: [] as number[], captured: [] as number[], reading: [] as number[] };
  const ways = { plain: source, captured: ledgerFetch(source, { ledger }) };
  for (let call = 0; call < 300; call += 1) {
    // In turns, so that what else the machine does hits all alike.
    for (const way of ['plain', 'captured'] as const) {
      const startedMs = performance.now();
      const response = await ways[way](url, { method: 'POST', body: '{"model":"claude-opus-5-5"}' });
      expect(await response.text()).toBe(body);
      times[way].push(performance.now() - startedMs);
    }
    const startedMs = performance.now();
    expect(readEvents()).toHaveLength(204);
    times.reading.push(performance.now() - startedMs);
  }
  expect(median(times.captured) - median(times.plain)).toBeLessThan(2 * median(times.reading));
});

describe('a caller who leaves a stream', () => {
  /** How many events the API writes, one each millisecond, until it sees that the caller left. */
  async function eventsUntilClosed(sdk: SdkName, options: AnthropicClientOptions, leaveAfter: number) {
    let events = 0;
    let written = 0;
    const endless = { ...QUESTION, stream: true, metadata: { user_id: 'endless' } } as const;
    for await (const _ of await clients.create[sdk](options).messages.create(endless)) {
      events += 1;
      if (events < leaveAfter) continue;
      written = lastCall()?.deltas ?? Number.NaN;
      break;
    }
    const call = lastCall();
    await waitFor('the API to see it', async () => call?.closedAtMs);
    return (call?.deltas ?? Number.NaN) - written;
  }

  const lastCall = () => [...api.billed.values()].at(-1);

  it.each(SDK_NAMES)('is seen by the API as soon as without the library: %s SDK', async (sdk) => {
    const plain: number[] = [];
    const captured: number[] = [];
    for (let leaveAfter = 1; leaveAfter <= 15; leaveAfter += 1) {
      plain.push(await eventsUntilClosed(sdk, {}, leaveAfter));
      captured.push(await eventsUntilClosed(sdk, { middleware: [tokenLedger({ ledger })] }, leaveAfter));
    }
    expect(median(captured)).toBeLessThanOrEqual(median(plain) + 2);
  });
});

const never: typeof fetch = (_, init) =>
  new Promise((_resolve, reject) => {
    init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error));
  });

/** The events of an answer of so many pieces of text. */
function streamOf(deltas: number): string {
  const event = (type: string, data: object) =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
  const message = { id: 'msg_1', model: 'claude-opus-5-5', usage: { input_tokens: 1, output_tokens: 1 } };
  return [
    event('message_start', { message }),
    ...Array.from({ length: deltas }, () =>
      event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: 'Some words of it. ' } }),
    ),
    event('message_delta', { delta: { stop_reason: 'end_turn' }, usage: { output_tokens: deltas } }),
    event('message_stop', {}),
  ].join('');
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Answers every request with the status in its path. */
async function startFailingApi() {
  let attempts = 0;
  const server = createServer((request, response) => {
    attempts += 1;
    response.writeHead(Number(request.url?.split('/')[1]), {
      'content-type': 'application/json',
      'request-id': 'req_of_a_failure',
      'retry-after-ms': '1',
    });
    response.end('{"type":"error","error":{"type":"some_error","message":"A reason."}}');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    attempts: () => attempts,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
