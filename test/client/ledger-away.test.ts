import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createLedger, type Ledger, ledgerFetch } from '@token-ledger/client';
import { createQueryClient } from '@token-ledger/client/query';
import { NOON } from '../support/records.ts';
import { servedApi } from '../support/served-api.ts';

const HOUR_MS = 3_600_000;
/** The hour ends a minute before the clock of the ledger. */
const FROM_MS = NOON - HOUR_MS - 60_000;
const PAUSE_MS = 20_000;
const MODEL_MS = 700;
const CALLS = HOUR_MS / (PAUSE_MS + MODEL_MS);

type Fetch = typeof globalThis.fetch;

describe('an hour without a ledger', () => {
  let api: ReturnType<typeof servedApi>;
  let ledger: Ledger | undefined;

  beforeEach(() => {
    jest.useFakeTimers({ now: FROM_MS, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    // The native one would wait in real time.
    jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(new DOMException('The time is up.', 'TimeoutError')), ms);
      return controller.signal;
    });
    api = servedApi();
  });
  afterEach(async () => {
    const closed = ledger?.close(0);
    await jest.runAllTimersAsync();
    await closed;
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  /** How a ledger that is away treats a request. Its working self is `api.fetch`. */
  const ways: Readonly<Record<string, Fetch>> = {
    down: () => Promise.reject(new TypeError('fetch failed')),
    'answering 500': async () => new Response('Internal Server Error', { status: 500 }),
    'not answering': (_, init) =>
      new Promise((_resolve, reject) => {
        const signal = init?.signal;
        signal?.addEventListener('abort', () => reject(signal.reason as Error));
      }),
    'slow, and cut off after it recorded what it got': async (input, init) => {
      await api.fetch(input, init);
      await after(9000);
      throw new TypeError('terminated');
    },
  };

  it.each(Object.keys(ways))('costs the caller nothing, and everything arrives once: %s', async (way) => {
    const isAway = () => Date.now() < FROM_MS + HOUR_MS;
    let refused = 0;
    const endpoint: Fetch = (input, init) => {
      if (!isAway()) return api.fetch(input, init);
      refused += 1;
      return (ways[way] as Fetch)(input, init);
    };
    ledger = createLedger({
      endpoint: 'https://ledger.example.com',
      accessKey: 'tl_ak_1_secret',
      fetch: endpoint,
      onError: ({ code }) => expect(code).toBe('unavailable'),
    });
    const model = messagesApi();
    const create = ledgerFetch(model.fetch, { ledger });

    let calls = 0;
    while (isAway()) {
      const reading = create('https://api.anthropic.com/v1/messages', {
        method: 'POST',
        body: `{"model":"claude-sonnet-5-5","stream":${calls % 2 === 0}}`,
      }).then((response) => response.text());
      await jest.advanceTimersByTimeAsync(MODEL_MS);
      // From here on the clock stands still: what waited for the ledger would never end.
      expect(await reading).toBe(model.answers.at(-1));
      calls += 1;
      await jest.advanceTimersByTimeAsync(PAUSE_MS);
    }
    expect(calls).toBeGreaterThan(CALLS - 1);
    expect(refused).toBeGreaterThan(50);

    await jest.advanceTimersByTimeAsync(60_000);
    expect(ledger.stats()).toEqual({
      collected: calls,
      accepted: calls,
      rejected: 0,
      dropped: 0,
      pending: 0,
    });
    const answer = await api.fetch('https://ledger.example.com/v1/statistics?from=2026-11-21&period=day');
    const { rows } = (await answer.json()) as { rows: readonly object[] };
    expect(rows).toMatchObject([
      { requests: calls, tokens: { input: 100 * calls, output: 7 * calls }, cost: { unpricedRequests: 0 } },
    ]);
    expect((await recordedIds(api)).toSorted()).toEqual(model.ids.toSorted());
  });
});

const after = (ms: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, ms);
  });

const event = (type: string, data: object) =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;

/** The Messages API of this hour: each call takes its time, and has an id of its own. */
function messagesApi() {
  const ids: string[] = [];
  const answers: string[] = [];
  const fetch: Fetch = async (_, init) => {
    await after(MODEL_MS);
    const id = `${ids.length + 1}`;
    const { stream: isStream } = JSON.parse(init?.body as string) as { readonly stream: boolean };
    const message = { id: `msg_${id}`, type: 'message', model: 'claude-sonnet-5-5', stop_reason: 'end_turn' };
    const usage = { input_tokens: 100, output_tokens: 7 };
    const text = isStream
      ? [
          event('message_start', {
            message: { ...message, stop_reason: null, usage: { ...usage, output_tokens: 1 } },
          }),
          event('message_delta', { delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 7 } }),
          event('message_stop', {}),
        ].join('')
      : JSON.stringify({ ...message, usage });
    ids.push(`req_${id}`);
    answers.push(text);
    return new Response(text, {
      headers: {
        'request-id': `req_${id}`,
        'content-type': isStream ? 'text/event-stream' : 'application/json',
      },
    });
  };
  return { fetch, ids, answers };
}

async function recordedIds(api: ReturnType<typeof servedApi>): Promise<readonly string[]> {
  const ids: string[] = [];
  const client = createQueryClient({
    endpoint: 'https://ledger.example.com',
    accessKey: 'tl_ak_1_secret',
    fetch: api.fetch as Fetch,
  });
  for await (const { requestId } of client.items('/v1/records', { query: { from: '2026-11-21' } }))
    ids.push(requestId);
  return ids;
}
