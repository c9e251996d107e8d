import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLedger, type Ledger, type LedgerError, type LedgerOptions } from '@token-ledger/client';
import { createHttpTransport } from '@token-ledger/client/http';

const KEY = 'tl_ak_1_a-very-secret-secret';
const record = (requestId: string) => ({ requestId, model: 'claude-sonnet-5-5', usage: { input_tokens: 1 } });

/** What a request had, and how the server answers it. */
type Answer = (
  body: { priority: string; records: { requestId: string }[] },
  response: ServerResponse,
  request: IncomingMessage,
) => void;

describe('the way to the ledger over HTTP', () => {
  let answer: Answer;
  let bodies: { priority: string; records: { requestId: string }[] }[];
  let errors: LedgerError[];
  let create: (options?: LedgerOptions) => Ledger;
  let ledger: Ledger;
  let close: () => void;

  const json = (response: ServerResponse, status: number, body: unknown, headers = {}) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
  const ids = () => bodies.map(({ records }) => records.map(({ requestId }) => requestId));

  beforeEach(async () => {
    bodies = [];
    errors = [];
    const receive = async (request: IncomingMessage, response: ServerResponse) => {
      let text = '';
      for await (const chunk of request) text += chunk;
      const body = JSON.parse(text);
      bodies.push(body);
      answer(body, response, request);
    };
    const server = createServer((request, response) => void receive(request, response));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    close = () => server.close();
    create = (options = {}) =>
      createLedger({
        endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/stage/`,
        accessKey: KEY,
        priority: 'bulk',
        retryDelayMs: 10,
        onError: (error) => errors.push(error),
        ...options,
      });
    ledger = create();
  });
  afterEach(async () => {
    await ledger.close(0);
    close();
  });

  it('posts records with the access key and the priority', async () => {
    let seen: unknown;
    answer = (_, response, { method, url, headers }) => {
      seen = [method, url, headers.authorization, headers['content-type']];
      json(response, 202, { accepted: 1, results: [{ index: 0, status: 'accepted' }] });
    };
    ledger.collect(record('r1'));
    expect(await ledger.flush(30_000)).toBe(true);
    expect(seen).toEqual(['POST', '/stage/v1/usage', `Bearer ${KEY}`, 'application/json']);
    expect(bodies).toMatchObject([{ priority: 'bulk', records: [{ requestId: 'r1' }] }]);
  });

  it('goes by what the answer says of each record', async () => {
    answer = (_, response) =>
      json(response, 202, {
        accepted: 1,
        results: [
          { index: 0, status: 'accepted' },
          { index: 1, status: 'failed', code: 'not_stored', retryable: true },
          {
            index: 2,
            status: 'rejected',
            code: 'invalid_record',
            errors: [{ path: '/model', message: 'is required' }],
          },
          { index: 3, status: 'conflict', code: 'conflict', retryable: false },
        ],
      });
    const result = await ledger.collectBatch(['r1', 'r2', 'r3', 'r4'].map(record));
    expect(
      result.failedItems.map(({ requestId, error, retryable }) => [requestId, error, retryable]),
    ).toEqual([
      ['r2', 'The ledger answered not_stored.', true],
      ['r3', '/model is required', false],
      ['r4', 'The ledger answered conflict.', false],
    ]);
  });

  it('reads the same from the problem document of a request none of whose records was accepted', async () => {
    answer = (_, response) =>
      json(response, 400, {
        code: 'too_old',
        results: [{ index: 0, status: 'rejected', code: 'too_old', retryable: false }],
      });
    ledger.collect(record('r1'));
    expect(await ledger.flush(30_000)).toBe(true);
    expect(errors.map(({ code, requestId }) => [code, requestId])).toEqual([['rejected', 'r1']]);
  });

  it.each([500, 502, 503, 429, 408, 401, 403, 404])('sends again after status %i', async (status) => {
    answer = (_, response) => {
      if (bodies.length === 1) json(response, status, { code: 'some_problem' });
      else json(response, 202, { accepted: 1, results: [{ index: 0, status: 'accepted' }] });
    };
    ledger.collect(record('r1'));
    expect(await ledger.flush(30_000)).toBe(true);
    expect(ids()).toEqual([['r1'], ['r1']]);
    expect(errors.map(({ code, status: reported }) => [code, reported])).toEqual([['unavailable', status]]);
  });

  it('does not send again what is refused as a whole', async () => {
    answer = (_, response) => json(response, 400, { code: 'invalid_request' });
    ledger.collect(record('r1'));
    expect(await ledger.flush(30_000)).toBe(true);
    expect(errors.map(({ code }) => code)).toEqual(['rejected']);
  });

  it('sends again after a ledger that does not answer in time, or breaks off, or answers nonsense', async () => {
    answer = (_, response) => {
      if (bodies.length === 1) return;
      if (bodies.length === 2) response.destroy();
      else if (bodies.length === 3) response.end('<html>');
      else json(response, 202, { accepted: 1, results: [{ index: 0, status: 'accepted' }] });
    };
    ledger = create({ requestTimeoutMs: 200 });
    ledger.collect(record('r1'));
    expect(await ledger.flush(30_000)).toBe(true);
    expect(ids().length).toBeGreaterThanOrEqual(4);
    expect(ledger.stats()).toMatchObject({ accepted: 1, pending: 0 });
  });

  it('divides what is too large', async () => {
    answer = ({ records }, response) => {
      if (records.length > 1) json(response, 413, { code: 'body_too_large' });
      else json(response, 202, { accepted: 1, results: [{ index: 0, status: 'accepted' }] });
    };
    expect(await ledger.collectBatch(['r1', 'r2', 'r3'].map(record))).toMatchObject({ successCount: 3 });
    expect(ids()).toEqual([['r1', 'r2', 'r3'], ['r1', 'r2'], ['r1'], ['r2'], ['r3']]);
  });

  it('keeps the secret and the addresses of the ledger out of its errors', async () => {
    close();
    ledger.collect(record('r1'));
    expect(await ledger.flush(100)).toBe(false);
    const texts = errors.map((error) => `${error.message} ${JSON.stringify(error)}`).join();
    expect(errors.length).toBeGreaterThan(0);
    expect(texts).not.toContain('secret');
    expect(texts).not.toContain('127.0.0.1');
  });
});

describe('the wait that the ledger asks for', () => {
  it.each([
    ['3600', 3_600_000],
    ['3601', 3_600_000],
    ['99999999999', 3_600_000],
    ['soon', undefined],
  ])('of %s is at most an hour', async (header, retryAfterMs) => {
    const transport = createHttpTransport({
      endpoint: 'http://127.0.0.1',
      accessKey: KEY,
      requestTimeoutMs: 60_000,
      fetch: async () => Response.json({}, { status: 503, headers: { 'retry-after': header } }),
    });
    const batch = [{ json: '{}', bytes: 2, requestId: 'req_1' }];
    expect((await transport.send(batch, 'live')).retryAfterMs).toBe(retryAfterMs);
  });
});
