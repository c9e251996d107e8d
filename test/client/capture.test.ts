import Anthropic, { type ClientOptions } from '@anthropic-ai/sdk';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createLedger, type Ledger, ledgerFetch, tokenLedger, withUsageContext } from '@token-ledger/client';
import { Random } from '../../scripts/random.ts';
import { type CallMode, type MessagesApi, startMessagesApi, USAGE } from '../support/messages-api.ts';
import { FakeTransport } from './support/fake-transport.ts';

const QUESTION = {
  model: 'claude-opus-5-5',
  max_tokens: 10,
  messages: [{ role: 'user' as const, content: 'a secret question' }],
};

let api: MessagesApi;
let transport: FakeTransport;
let ledger: Ledger;

beforeAll(async () => {
  api = await startMessagesApi();
});
afterAll(() => api.close());
beforeEach(() => {
  transport = new FakeTransport();
  ledger = createLedger({ transport, onError: (error) => expect(error).toBeUndefined() });
});
afterEach(() => ledger.close());

const ways: Record<string, () => ClientOptions> = {
  middleware: () => ({ middleware: [tokenLedger({ ledger })] }),
  fetch: () => ({ fetch: ledgerFetch(fetch, { ledger }) }),
};

describe.each(Object.keys(ways))('%s', (way) => {
  const create = (options: ClientOptions = {}) =>
    new Anthropic({
      apiKey: 'k',
      baseURL: api.url,
      logLevel: 'off',
      maxRetries: 0,
      ...ways[way]?.(),
      ...options,
    });
  const ask = (mode: CallMode) => ({ ...QUESTION, metadata: { user_id: mode } });

  const captured = async (): Promise<readonly Record<string, unknown>[]> => {
    await ledger.flush();
    return transport.batches.flat().map(({ json }) => JSON.parse(json));
  };

  it('reports a call, with both its names and nothing of its content', async () => {
    const message = await create().messages.create(ask('ok'));
    expect(message.content).toHaveLength(1);
    expect(await captured()).toEqual([
      {
        requestId: message._request_id,
        messageId: message.id,
        occurredAt: expect.any(Number),
        source: 'client',
        model: 'claude-opus-5-5',
        endpoint: '/v1/messages',
        stopReason: 'end_turn',
        status: 'ok',
        usage: { ...USAGE, output_tokens: 7 },
      },
    ]);
  });

  it('reports a stream once, with its last counts and the split of its first', async () => {
    let events = 0;
    for await (const _ of await create().messages.create({ ...ask('ok'), stream: true })) events += 1;
    expect(events).toBe(25);
    const [record, ...others] = await captured();
    expect(others).toEqual([]);
    expect(record).toMatchObject({
      status: 'ok',
      stopReason: 'end_turn',
      usage: { ...USAGE, output_tokens: 150 },
    });
  });

  it('reports the answered attempt of a call that is retried, and no other', async () => {
    const message = await create({ maxRetries: 2 }).messages.create(ask('retry'));
    expect((await captured()).map(({ requestId }) => requestId)).toEqual([message._request_id]);
  });

  it('reports what is known of a stream that the caller leaves, and lets the API see it', async () => {
    let events = 0;
    for await (const _ of await create().messages.create({ ...ask('endless'), stream: true })) {
      events += 1;
      if (events === 5) break;
    }
    const [record] = await captured();
    expect(record).toMatchObject({ status: 'partial', usage: { ...USAGE, output_tokens: 1 } });
    const call = api.billed.get(String(record?.['requestId']));
    await until(() => call?.closedAtMs !== undefined);
  });

  it.each(['error', 'cut'] as const)(
    'reports what is known of a stream that ends with %s, and the caller gets the same error as without',
    async (mode) => {
      const failure = async (client: Anthropic) => {
        try {
          for await (const _ of await client.messages.create({ ...ask(mode), stream: true }));
          return 'none';
        } catch (error) {
          return (error as Error).constructor.name;
        }
      };
      const plain = new Anthropic({ apiKey: 'k', baseURL: api.url, logLevel: 'off', maxRetries: 0 });
      expect(await failure(create())).toBe(await failure(plain));
      expect(await captured()).toMatchObject([{ status: 'partial', usage: { output_tokens: 1 } }]);
    },
  );

  it('reports a call that is left before its first event, by its name and the model that was asked for', async () => {
    const response = await create()
      .messages.create({ ...ask('ok'), stream: true })
      .asResponse();
    await response.body?.cancel();
    expect(await captured()).toEqual([
      {
        requestId: response.headers.get('request-id'),
        source: 'client',
        occurredAt: expect.any(Number),
        model: 'claude-opus-5-5',
        endpoint: '/v1/messages',
        status: 'partial',
        usage: { output_tokens: 0 },
      },
    ]);
  });

  it('reports nothing of a call that the API refused', async () => {
    await expect(create().messages.create(ask('retry'))).rejects.toThrow('Overloaded');
    expect(await captured()).toEqual([]);
  });

  it('attaches the user and feature of the code that calls', async () => {
    const client = create();
    await withUsageContext({ userId: 'u_1', metadata: { team: 'search' } }, () =>
      withUsageContext({ feature: 'chat', metadata: { tool: 'x' } }, async () => {
        await client.messages.create(ask('ok'));
      }),
    );
    await client.messages.create(ask('ok'));
    const [inside, outside] = await captured();
    expect(inside).toMatchObject({ userId: 'u_1', feature: 'chat', metadata: { team: 'search', tool: 'x' } });
    expect(outside).not.toHaveProperty('userId');
  });

  it('captures each of many calls that are given up at any moment as far as the API billed it', async () => {
    const random = new Random(20261129);
    const client = create({ maxRetries: 2 });
    /** The second reads ahead by itself, and is left by an abort alone. */
    const streams = {
      create: (mode: CallMode) => client.messages.create({ ...ask(mode), stream: true }),
      stream: async (mode: CallMode) => client.messages.stream(ask(mode)),
    };
    const one = async () => {
      const modes = ['ok', 'ok', 'ok', 'retry', 'error', 'cut'] as const;
      const mode = random.pick(modes);
      const leaveAfter = random.chance(0.4) ? random.below(30) : Number.POSITIVE_INFINITY;
      if (random.chance(0.2)) {
        await client.messages.create(ask(mode));
        return;
      }
      const stream = await streams[random.pick(['create', 'stream'] as const)](mode);
      let events = 0;
      for await (const _ of stream) {
        events += 1;
        if (events > leaveAfter) break;
      }
    };
    const from = api.requests();
    for (let round = 0; round < 25; round += 1)
      await Promise.all(Array.from({ length: 8 }, () => one().catch(() => undefined)));
    const records = await captured();
    const billed = [...api.billed].filter(([requestId]) => Number(requestId.slice(4)) > from);
    expect(new Set(records.map(({ requestId }) => requestId)).size).toBe(records.length);
    expect(new Set(records.map(({ requestId }) => requestId))).toEqual(new Set(billed.map(([id]) => id)));
    for (const { requestId, messageId, status, usage } of records) {
      const call = api.billed.get(String(requestId));
      const output = (usage as { output_tokens: number }).output_tokens;
      expect(messageId).toBe(call?.messageId);
      if (status === 'ok') expect(output).toBe(call?.outputTokens.at(-1));
      else expect(call?.outputTokens).toContain(output);
    }
    const complete = billed.filter(([, call]) => call.complete).length;
    expect(records.filter(({ status }) => status === 'ok').length).toBeLessThanOrEqual(complete);
  });
});

describe('a stream whose next event takes a while', () => {
  const start = `event: message_start\ndata: ${JSON.stringify({
    type: 'message_start',
    message: {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'claude-x',
      content: [],
      usage: USAGE,
    },
  })}\n\n`;
  /** As in runtimes, an abort reaches the body later than its listeners. */
  const waiting: typeof globalThis.fetch = async (_, init) =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode(start));
          const signal = init?.signal;
          signal?.addEventListener('abort', () => setTimeout(() => controller.error(signal.reason), 20));
        },
      }),
      { headers: { 'content-type': 'text/event-stream', 'request-id': 'req_1' } },
    );
  const clients: Record<string, () => ClientOptions> = {
    middleware: () => ({ fetch: waiting, middleware: [tokenLedger({ ledger })] }),
    fetch: () => ({ fetch: ledgerFetch(waiting, { ledger }) }),
  };

  it.each(Object.keys(clients))(
    'is reported by %s when it is left, before a program could flush and end',
    async (way) => {
      const client = new Anthropic({
        apiKey: 'k',
        baseURL: 'https://api.anthropic.com',
        ...clients[way]?.(),
      });
      for await (const _ of client.messages.stream(QUESTION)) break;
      await ledger.close();
      expect(transport.batches.flat().map(({ json }) => JSON.parse(json))).toMatchObject([
        { requestId: 'req_1', messageId: 'msg_1', status: 'partial', usage: USAGE },
      ]);
    },
  );
});

describe('a response that breaks off before its usage', () => {
  const vertex =
    'https://host/v1/projects/p/locations/global/publishers/anthropic/models/claude-x:streamRawPredict';
  const results = 'https://api.anthropic.com/v1/messages/batches/b_1/results';
  const breaking = (headers: Record<string, string>) => async () =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('{"type":"message","usage":{'));
          controller.error(new TypeError('terminated'));
        },
      }),
      { headers },
    );
  const read = async (url: string, headers: Record<string, string>, body?: string) => {
    const response = await ledgerFetch(breaking(headers), { ledger })(url, {
      method: 'POST',
      body: body ?? null,
    });
    await expect(response.text()).rejects.toThrow('terminated');
    await ledger.flush();
    return transport.batches.flat().map(({ json }) => JSON.parse(json));
  };
  const partial = { requestId: 'req_1', status: 'partial', usage: { output_tokens: 0 } };

  it('is a partial record: the model is that of the request', async () => {
    const body = '{"messages":[{"content":"\\"model\\":\\"other\\""}],"model":"claude-y"}';
    const records = await read('https://api.anthropic.com/v1/messages', { 'request-id': 'req_1' }, body);
    expect(records).toMatchObject([{ ...partial, model: 'claude-y' }]);
  });

  it('is a partial record on Vertex, which has the model in its address', async () => {
    const body = '{"stream":true}';
    expect(await read(vertex, { 'request-id': 'req_1' }, body)).toMatchObject([
      { ...partial, model: 'claude-x' },
    ]);
  });

  it.each([
    [
      'a body that is not known as text',
      'https://api.anthropic.com/v1/messages',
      { 'request-id': 'req_1' },
      undefined,
    ],
    [
      'a body that is not JSON',
      'https://api.anthropic.com/v1/messages',
      { 'request-id': 'req_1' },
      'no JSON',
    ],
    ['no request id', 'https://api.anthropic.com/v1/messages', {}, '{"model":"claude-y"}'],
    ['results of a batch', results, { 'request-id': 'req_1' }, '{"model":"claude-y"}'],
  ])('is no record with %s', async (_, url, headers, body) => {
    expect(await read(url, headers as Record<string, string>, body)).toEqual([]);
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds())
    await new Promise((resolve) => {
      setTimeout(resolve, 1);
    });
}
