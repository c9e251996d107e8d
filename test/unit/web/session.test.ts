import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { LedgerProblem } from '@token-ledger/client/query';
import { createPastCache } from '../../../web/src/session/past-cache.ts';
import { accessKeyCredentials, openSession, type Session } from '../../../web/src/session/session.ts';

const globals = globalThis as { location?: unknown; fetch: typeof fetch };
const { location: formerLocation, fetch: formerFetch } = globals;

/** Of a gateway that knows no other answer. */
let status: number;
let asked: string[];
let session: Session;
beforeEach(async () => {
  asked = [];
  status = 200;
  // No wait is longer than the server asks.
  jest.spyOn(Math, 'random').mockReturnValue(0);
  globals.location = { origin: 'https://ledger.example.com', pathname: '/' };
  globals.fetch = (async (request: Request) => {
    asked.push(`${request.method} ${new URL(request.url).pathname}`);
    return new Response('{"id":"ak_1"}', { status, headers: { 'retry-after': '0' } });
  }) as typeof fetch;
  session = await openSession(accessKeyCredentials('key'));
  asked = [];
});
afterEach(() => {
  jest.restoreAllMocks();
  globals.location = formerLocation;
  globals.fetch = formerFetch;
});

describe('what the console asks the API', () => {
  it.each([502, 503, 504])('is asked four times at most while it answers %d', async (temporary) => {
    status = temporary;
    await expect(session.api.get('/v1/budgets')).rejects.toMatchObject({ status });
    expect(asked).toEqual(Array(4).fill('GET /v1/budgets'));
  });

  it.each([400, 403, 404])('is not asked again after %d', async (final) => {
    status = final;
    await expect(session.api.get('/v1/budgets')).rejects.toThrow(LedgerProblem);
    expect(asked).toHaveLength(1);
  });

  it('is sent once if it changes something', async () => {
    status = 503;
    const path = { id: 'budget_1' };
    const budget = { name: 'All', amountUsd: '1', period: 'month' } as never;
    await expect(session.api.put('/v1/budgets/{id}', { path, body: budget })).rejects.toThrow(LedgerProblem);
    await expect(session.api.delete('/v1/budgets/{id}', { path })).rejects.toThrow(LedgerProblem);
    await expect(session.api.post('/v1/budgets', { body: budget })).rejects.toThrow(LedgerProblem);
    expect(asked).toEqual(['PUT /v1/budgets/budget_1', 'DELETE /v1/budgets/budget_1', 'POST /v1/budgets']);
  });
});

describe('a refresh', () => {
  it('asks for each address past the cache of the browser, once', () => {
    const { modeFor, passOnce } = createPastCache();
    expect(modeFor('/a')).toBe('default');
    passOnce();
    expect(['/a', '/a', '/b', '/a'].map(modeFor)).toEqual(['reload', 'default', 'reload', 'default']);
    passOnce();
    expect(modeFor('/a')).toBe('reload');
  });
});
