import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLedger, tokenLedger } from '@token-ledger/client';
import type { UsageRecordInput } from '@token-ledger/contract';
import { Random } from '../../scripts/random.ts';
import {
  type AnthropicClient,
  type AnthropicClients,
  SDK_NAMES,
  startAnthropicClients,
} from '../support/anthropic-clients.ts';
import { type Fragments, fragmentedFetch } from '../support/fragmented-fetch.ts';
import { type MessagesApi, startMessagesApi } from '../support/messages-api.ts';
import { type StubLedger, startStubLedger } from '../support/stub-ledger.ts';

const CALLS_PER_SDK = 250;
const CONCURRENT = 10;
/** Streams have about as many bytes. */
const STREAM_BYTES = 3600;

let api: MessagesApi;
let clients: AnthropicClients;

beforeAll(async () => {
  api = await startMessagesApi();
  clients = await startAnthropicClients(api);
});
afterAll(async () => {
  await clients.close();
  await api.close();
});

describe.each(SDK_NAMES)('a thousand calls, given up at any byte: %s SDK', (sdk) => {
  const random = new Random(20261129);
  const seen: Fragments = new Map();
  let stub: StubLedger;
  let records: ReadonlyMap<string, UsageRecordInput>;
  let from: number;

  beforeAll(async () => {
    stub = await startStubLedger();
    const ledger = createLedger({ endpoint: stub.url, accessKey: stub.accessKey });
    const cutAfter = () => (random.chance(0.2) ? random.below(STREAM_BYTES) : Number.POSITIVE_INFINITY);
    const client = clients.create[sdk]({
      middleware: [tokenLedger({ ledger })],
      fetch: fragmentedFetch(random, cutAfter, seen),
      maxRetries: 1,
    });
    from = api.requests();
    let left = CALLS_PER_SDK;
    const work = async () => {
      for (; left > 0; left -= 1) await call(client, random).catch(() => undefined);
    };
    await Promise.all(Array.from({ length: CONCURRENT }, work));
    expect(await ledger.close()).toBe(true);
    records = new Map(stub.records.map((record) => [record.requestId ?? '', record]));
  });
  afterAll(() => stub.close());

  /** A caller who leaves before the first byte of an answer knows nothing of the call, not even its name. */
  const billed = () =>
    [...api.billed].filter(([requestId]) => Number(requestId.slice(4)) > from && seen.has(requestId));

  it('reports exactly the calls that were billed, each once, as the contract has them', () => {
    expect(stub.refusals).toEqual([]);
    expect(seen.size).toBeGreaterThan(CALLS_PER_SDK * 0.8);
    expect(stub.records).toHaveLength(records.size);
    expect([...records.keys()].toSorted()).toEqual(
      billed()
        .map(([requestId]) => requestId)
        .toSorted(),
    );
  });

  it('reports the figures that the API had sent when the call ended', () => {
    for (const [requestId, { messageId, outputTokens, streamed }] of billed()) {
      const { status, usage, messageId: reported } = records.get(requestId) ?? {};
      // A call that was given up before the first event has only the name that its header gave it.
      if ((usage as { output_tokens: number }).output_tokens > 0) expect(reported).toBe(messageId);
      else expect([status, reported]).toEqual(['partial', undefined]);
      if (!streamed) expect(usage).toMatchObject({ output_tokens: outputTokens.at(-1) });
      else if (status === 'ok') expect(usage).toMatchObject({ output_tokens: 150 });
      else expect([0, ...outputTokens]).toContain((usage as { output_tokens: number }).output_tokens);
    }
  });

  if (sdk !== 'bedrock')
    it('reports what the bytes that passed by say, and no less', () => {
      for (const [requestId, pieces] of seen) {
        if (pieces.length === 0) continue;
        const record = records.get(requestId);
        const expected = [pieces, pieces.slice(0, -1)].map(usageOf);
        expect(expected).toContainEqual(
          record && {
            status: record.status,
            output: (record.usage as { output_tokens: number }).output_tokens,
          },
        );
      }
    });
});

async function call(client: AnthropicClient, random: Random): Promise<void> {
  const mode = random.pick(['ok', 'ok', 'ok', 'ok', 'retry', 'error', 'cut'] as const);
  const request = {
    model: 'claude-opus-5-5',
    max_tokens: 10,
    messages: [{ role: 'user' as const, content: 'a secret question' }],
    metadata: { user_id: mode },
  };
  const way = random.pick(['json', 'events', 'events', 'bytes', 'bytes', 'signal', 'helper'] as const);
  if (way === 'json') {
    await client.messages.create(request);
    return;
  }
  const leave = random.chance(0.6);
  if (way === 'helper') {
    const stream = client.messages.stream(request);
    const leaveAfter = leave ? random.below(30) : Number.POSITIVE_INFINITY;
    let events = 0;
    stream.on('streamEvent', () => {
      events += 1;
      if (events > leaveAfter) stream.abort();
    });
    await stream.finalMessage();
    return;
  }
  if (way === 'bytes') {
    const response = await client.messages.create({ ...request, stream: true }).asResponse();
    const reader = response.body?.getReader();
    let left = leave ? random.below(STREAM_BYTES) : Number.POSITIVE_INFINITY;
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true };
      if (done) return;
      left -= (value as Uint8Array).length;
      if (left <= 0) return reader?.cancel();
    }
  }
  const controller = new AbortController();
  if (way === 'signal' && leave) setTimeout(() => controller.abort(), random.below(40));
  const leaveAfter = way === 'events' && leave ? random.below(30) : Number.POSITIVE_INFINITY;
  let events = 0;
  const options = { signal: controller.signal };
  for await (const _ of await client.messages.create({ ...request, stream: true }, options)) {
    events += 1;
    if (events > leaveAfter) return;
  }
}

/** What the bytes of a stream say, read in the plainest way. */
function usageOf(pieces: readonly Uint8Array[]): { status: string; output: number } {
  const events = Buffer.concat(pieces).toString('utf8').split('\n\n').slice(0, -1);
  const data = events.map((event) => JSON.parse(event.split('\ndata: ')[1] ?? '{}'));
  const usages = data.map((event) => event.message?.usage ?? event.usage).filter(Boolean);
  return {
    status: data.some(({ type }) => type === 'message_stop') ? 'ok' : 'partial',
    output: usages.at(-1)?.output_tokens ?? 0,
  };
}
