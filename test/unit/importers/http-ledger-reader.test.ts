import { describe, expect, it, jest } from '@jest/globals';
import { HOUR_MS } from '@token-ledger/core';
import { ImportError } from '@token-ledger/importers';
import { httpLedgerReader } from '../../../packages/importers/src/drive/http-ledger-reader.ts';
import { refuseOverlap } from '../../../packages/importers/src/drive/overlap.ts';
import { queryHandlers } from '../../support/query-handlers.ts';
import { NOON, usageRecord } from '../../support/records.ts';

const readerOf = (fetch: unknown) =>
  httpLedgerReader({
    endpoint: 'https://ledger.example/',
    accessKey: 'tl_key',
    fetch: fetch as typeof globalThis.fetch,
    retryDelayMs: 0,
  });
const span = { accessKeyId: 'ak_1', firstMs: NOON, lastMs: NOON + 10 };

describe('looking for an overlap over HTTP', () => {
  async function ledgerHolding(...records: Parameters<typeof usageRecord>[0][]) {
    const { getRaw } = await queryHandlers(records.map((record) => usageRecord(record)));
    const fetch = jest.fn(async (url: string, _init: unknown) => {
      const { pathname, search } = new URL(url);
      const { statusCode = 500, body } = await getRaw(pathname, search.slice(1));
      return new Response(JSON.stringify(body), { status: statusCode });
    });
    return { fetch, check: () => refuseOverlap(readerOf(fetch), 'litellm', [span]) };
  }

  it('finds calls of other sources at both ends of the time, and no others', async () => {
    for (const occurredAtMs of [NOON, NOON + 10]) {
      const { check } = await ledgerHolding({ requestId: 'a', occurredAtMs, source: 'client' });
      await expect(check()).rejects.toThrow('captured as client');
    }
    const { check, fetch } = await ledgerHolding(
      { requestId: 'a', occurredAtMs: NOON - 1 },
      { requestId: 'b', occurredAtMs: NOON + 11 },
      { requestId: 'c', occurredAtMs: NOON, accessKeyId: 'ak_2' },
      { requestId: 'd', occurredAtMs: NOON, source: 'litellm' },
    );
    await expect(check()).resolves.toBeUndefined();
    expect(fetch.mock.calls[0]?.[1]).toMatchObject({ headers: { authorization: 'Bearer tl_key' } });
  });

  it('follows the pages, behind any number of calls of its own', async () => {
    const own = Array.from({ length: 501 }, (_, index) => ({
      requestId: `litellm:${index}`,
      occurredAtMs: NOON,
      source: 'litellm' as const,
    }));
    const { check, fetch } = await ledgerHolding(...own, { requestId: 'z', occurredAtMs: NOON + 9 });
    await expect(check()).rejects.toThrow('captured as direct');
    expect(fetch.mock.calls.length).toBeGreaterThan(1);
  });
});

describe('reading the ledger', () => {
  const query = { accessKeyId: 'ak_1', fromMs: NOON, toMs: NOON + HOUR_MS, cursor: undefined };

  it('tries again after a temporary failure', async () => {
    const answers = [new Response('', { status: 503 }), new Response('', { status: 429 })];
    const fetch = jest.fn(async () => answers.shift() ?? Response.json({ records: [] }));
    expect(await readerOf(fetch).readRecords(query)).toEqual({ records: [] });
    expect(fetch).toHaveBeenCalledTimes(3);
  });

  it('explains an access key that may not read, at once', async () => {
    const fetch = jest.fn(async () => new Response('', { status: 403 }));
    await expect(readerOf(fetch).readRecords(query)).rejects.toThrow(
      'the access key may not read. Name one with the scope read in TOKEN_LEDGER_READ_KEY.',
    );
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it('looks names up, and takes only an answer of the ledger', async () => {
    const answer = { asOf: 'now', acceptedFrom: '2026-10-17T12:30:00.000Z', held: [] };
    const answers = [Response.json({ held: [] }), Response.json(answer)];
    const fetch = jest.fn(async (_url: string, _init: object) => answers.shift() ?? new Response());
    expect(await readerOf(fetch).lookUpNames(['req_1'])).toEqual(answer);
    const [url, init] = fetch.mock.calls[1] ?? [];
    expect(url).toBe('https://ledger.example/v1/records/lookup');
    expect(init).toMatchObject({
      method: 'POST',
      body: '{"names":["req_1"]}',
      headers: { authorization: 'Bearer tl_key', 'content-type': 'application/json' },
    });
  });

  it.each([
    [401, 'does not know the access key'],
    [404, 'no ledger at this address'],
    [400, 'answered with status 400'],
  ])('stops at once after %i', async (status, message) => {
    const fetch = jest.fn(async () => new Response('', { status }));
    await expect(readerOf(fetch).lookUpNames([])).rejects.toThrow(message);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  const broken = () =>
    new Response(
      new ReadableStream({
        start: (controller) => {
          controller.enqueue(new TextEncoder().encode('{"records":['));
          controller.error(new TypeError('terminated'));
        },
      }),
    );
  const unreadable: readonly (readonly [string, () => Response])[] = [
    ['a body that ends too early', broken],
    ['a page of a proxy', () => new Response('<html>Sign in</html>')],
    ['another object', () => Response.json({ message: 'ok' })],
    ['no object', () => Response.json(null)],
  ];

  it.each(unreadable)('tries again after %s with status 200', async (_, answer) => {
    const answers = [answer(), answer()];
    const fetch = jest.fn(async () => answers.shift() ?? Response.json({ records: [] }));
    expect(await readerOf(fetch).readRecords(query)).toEqual({ records: [] });
    expect(fetch).toHaveBeenCalledTimes(3);
  });

  it.each(unreadable)('gives up after %s with status 200, and says so', async (_, answer) => {
    const fetch = jest.fn(async () => answer());
    const reading = readerOf(fetch).readRecords(query);
    await expect(reading).rejects.toThrow(ImportError);
    await expect(reading).rejects.toThrow(
      'the ledger answered with something else than was asked for, with status 200. Try again',
    );
    expect(fetch).toHaveBeenCalledTimes(5);
  });

  it('gives up when the ledger does not answer', async () => {
    const fetch = jest.fn(async () => {
      throw new TypeError('fetch failed');
    });
    await expect(readerOf(fetch).readRecords(query)).rejects.toThrow('the ledger gave no answer. Try again');
    expect(fetch).toHaveBeenCalledTimes(5);
  });
});
