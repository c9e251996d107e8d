import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createLedger, type Ledger, ledgerFetch, tokenLedger } from '@token-ledger/client';
import {
  type AnthropicClient,
  type AnthropicClients,
  SDK_NAMES,
  startAnthropicClients,
} from '../support/anthropic-clients.ts';
import { type MessagesApi, startMessagesApi, USAGE } from '../support/messages-api.ts';
import { type StubLedger, startStubLedger } from '../support/stub-ledger.ts';
import { waitFor } from '../support/wait-for.ts';

const QUESTION = {
  model: 'claude-opus-5-5',
  max_tokens: 10,
  messages: [{ role: 'user' as const, content: 'a secret question' }],
};

let api: MessagesApi;
let clients: AnthropicClients;
let stub: StubLedger;
let ledger: Ledger;

beforeAll(async () => {
  api = await startMessagesApi();
  clients = await startAnthropicClients(api);
});
afterAll(async () => {
  await clients.close();
  await api.close();
});
beforeEach(async () => {
  stub = await startStubLedger();
  ledger = createLedger({ endpoint: stub.url, accessKey: stub.accessKey });
});
afterEach(async () => {
  await ledger.close();
  expect(stub.refusals).toEqual([]);
  await stub.close();
});

const captured = async () => {
  await ledger.flush();
  return stub.records;
};

/** Bedrock encodes its streams in a way of its own, which its SDK decodes below the middleware. */
const ways = SDK_NAMES.flatMap((sdk) =>
  (sdk === 'bedrock' ? (['middleware'] as const) : (['middleware', 'fetch'] as const)).map(
    (way) => [sdk, way] as const,
  ),
);

describe.each(ways)('the %s SDK, captured by %s', (sdk, way) => {
  let client: AnthropicClient;

  beforeEach(() => {
    const options = {
      middleware: { middleware: [tokenLedger({ ledger })] },
      fetch: { fetch: ledgerFetch(fetch, { ledger }) },
    };
    client = clients.create[sdk](options[way]);
  });

  const lastCall = () => [...api.billed].at(-1);

  it('reports a message under the names that the platform gave it', async () => {
    const message = await client.messages.create(QUESTION);
    expect(message.content).toEqual([{ type: 'text', text: 'a secret answer' }]);
    const [requestId, call] = lastCall() ?? [];
    expect(await captured()).toEqual([
      {
        requestId,
        messageId: call?.messageId,
        source: 'client',
        occurredAt: expect.any(Number),
        model: 'claude-opus-5-5',
        endpoint: '/v1/messages',
        stopReason: 'end_turn',
        status: 'ok',
        usage: { ...USAGE, output_tokens: 7 },
      },
    ]);
  });

  it('reports a stream', async () => {
    let text = '';
    for await (const event of await client.messages.create({ ...QUESTION, stream: true }))
      if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') text += event.delta.text;
    expect(text).toBe('a secret word '.repeat(20));
    const [requestId, call] = lastCall() ?? [];
    const usage = { ...USAGE, output_tokens: 150 };
    expect(await captured()).toMatchObject([
      { requestId, messageId: call?.messageId, status: 'ok', stopReason: 'end_turn', usage },
    ]);
  });

  it('reports a stream that is read by its helper', async () => {
    const message = await client.messages.stream(QUESTION).finalMessage();
    expect(await captured()).toMatchObject([
      { messageId: message.id, status: 'ok', usage: { output_tokens: message.usage.output_tokens } },
    ]);
  });

  it('reports a stream that the caller leaves as partial, and the platform sees it', async () => {
    const endless = { ...QUESTION, stream: true, metadata: { user_id: 'endless' } } as const;
    for await (const event of await client.messages.create(endless))
      if (event.type === 'content_block_delta') break;
    const [requestId, call] = lastCall() ?? [];
    expect(await captured()).toMatchObject([{ requestId, status: 'partial', usage: { output_tokens: 1 } }]);
    await waitFor('the platform to see it', async () => call?.closedAtMs);
  });

  it('reports the answered attempt of a call that is retried', async () => {
    const retrying = clients.create[sdk]({
      maxRetries: 2,
      ...(way === 'fetch'
        ? { fetch: ledgerFetch(fetch, { ledger }) }
        : { middleware: [tokenLedger({ ledger })] }),
    });
    await retrying.messages.create({ ...QUESTION, metadata: { user_id: 'retry' } });
    const [requestId] = lastCall() ?? [];
    expect((await captured()).map((record) => record.requestId)).toEqual([requestId]);
  });
});
