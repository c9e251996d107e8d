import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { LedgerProblem } from '@token-ledger/client/query';
import { createApi } from '../../../web/src/session/api.ts';

// No wait is longer than the server asks.
beforeEach(() => {
  jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** The API behind a gateway that knows one answer only. */
function apiThatAnswers(status: number) {
  const asked: string[] = [];
  const api = createApi({
    endpoint: 'https://ledger.example.com',
    accessKey: 'key',
    fetch: async (request) => {
      const { method, url } = request as Request;
      asked.push(`${method} ${new URL(url).pathname}`);
      return new Response('{}', { status, headers: { 'retry-after': '0' } });
    },
  });
  return { api, asked };
}

describe('what the console asks the API', () => {
  it.each([502, 503, 504])('is asked four times at most while it answers %d', async (status) => {
    const { api, asked } = apiThatAnswers(status);
    await expect(api.get('/v1/budgets')).rejects.toMatchObject({ status });
    expect(asked).toEqual(Array(4).fill('GET /v1/budgets'));
  });

  it.each([400, 403, 404])('is not asked again after %d', async (status) => {
    const { api, asked } = apiThatAnswers(status);
    await expect(api.get('/v1/budgets')).rejects.toThrow(LedgerProblem);
    expect(asked).toHaveLength(1);
  });

  it('is sent once if it changes something', async () => {
    const { api, asked } = apiThatAnswers(503);
    const path = { id: 'budget_1' };
    const body = { name: 'All' } as never;
    await expect(api.put('/v1/budgets/{id}', { path, body })).rejects.toThrow(LedgerProblem);
    await expect(api.delete('/v1/budgets/{id}', { path })).rejects.toThrow(LedgerProblem);
    await expect(api.post('/v1/budgets', { body })).rejects.toThrow(LedgerProblem);
    expect(asked).toEqual(['PUT /v1/budgets/budget_1', 'DELETE /v1/budgets/budget_1', 'POST /v1/budgets']);
  });

  it('is sent again if it is a POST that was refused before the API began', async () => {
    const { api, asked } = apiThatAnswers(429);
    const path = { id: 'budget_1' };
    const body = { name: 'All' } as never;
    await expect(api.post('/v1/budgets', { body })).rejects.toMatchObject({ status: 429 });
    expect(asked.splice(0)).toEqual(Array(4).fill('POST /v1/budgets'));
    await expect(api.put('/v1/budgets/{id}', { path, body })).rejects.toThrow(LedgerProblem);
    await expect(api.delete('/v1/budgets/{id}', { path })).rejects.toThrow(LedgerProblem);
    expect(asked).toHaveLength(2);
  });
});
