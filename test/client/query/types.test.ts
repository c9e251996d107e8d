import { describe, expect, it } from '@jest/globals';
import { createQueryClient, type Item, LedgerProblem } from '@token-ledger/client/query';

const from = '2026-11-21T00:00:00Z';
const ledger = createQueryClient({
  endpoint: 'http://ledger.test',
  accessKey: 'tl_ak_test',
  fetch: async () => Response.json({ code: 'invalid_request' }, { status: 400 }),
});

/** The compiler checks each comment: a call that began to compile would fail the check of types. */
describe('a call that the API does not have', () => {
  const wrong: Record<string, () => Promise<unknown>> = {
    // @ts-expect-error -- there is no such path
    'of an unknown path': () => ledger.get('/v1/statistic', { query: { from } }),
    // @ts-expect-error -- statistics cannot be deleted
    'by a method that the path does not have': () => ledger.delete('/v1/statistics'),
    // @ts-expect-error -- the id of the user is required
    'without a required parameter': () => ledger.put('/v1/users', { body: { name: 'Ada' } }),
    // @ts-expect-error -- a period is an hour, a day or a month
    'with a wrong value': () => ledger.get('/v1/statistics', { query: { from, period: 'week' } }),
    // @ts-expect-error -- the parameter is called userId
    'with an unknown parameter': () => ledger.get('/v1/records', { query: { from, user: 'u_1' } }),
    // @ts-expect-error -- a budget has an amount
    'with an incomplete body': () => ledger.post('/v1/budgets', { body: { name: 'Search' } }),
  };
  it.each(Object.keys(wrong))('%s compiles only under protest, and rejects', async (name) => {
    await expect(wrong[name]?.()).rejects.toThrow(LedgerProblem);
  });
});

it('knows the items of pages', () => {
  const records: Pick<Item<'/v1/records'>, 'requestId' | 'model'>[] = [{ requestId: 'r', model: 'm' }];
  // @ts-expect-error -- health has no pages
  const ofHealth = () => ledger.items('/v1/health');
  expect([records, ofHealth]).toHaveLength(2);
});
