import { beforeAll, describe, expect, it } from '@jest/globals';
import { demoMonth, type RegisteredMonth, registerMonth } from '@token-ledger/cli/demo';
import { createLedger } from '@token-ledger/client';
import { createQueryClient, nanoDollars, type QueryClient, wholeNumber } from '@token-ledger/client/query';
import { DAY_MS, iso } from '@token-ledger/core';
import { countedOf, expectedOf } from '../support/demo-sums.ts';
import { NOON } from '../support/records.ts';
import { servedApi } from '../support/served-api.ts';

const FROM = iso(NOON - 31 * DAY_MS);

/** The month of `npm start -- --demo` through the functions, with the clients that it uses there. */
describe('the month of the demo', () => {
  let ledger: QueryClient;
  let month: RegisteredMonth;

  beforeAll(async () => {
    const api = servedApi();
    const connection = { endpoint: 'http://ledger.test', accessKey: 'tl_ak_test', fetch: api.fetch };
    ledger = createQueryClient(connection);
    month = await registerMonth(ledger, demoMonth({ nowMs: NOON, calls: 600 }));
    const { failedItems } = await createLedger(connection).collectBatch(month.records);
    expect(failedItems).toEqual([]);
    await api.harness.ledger.rollUp();
  });

  it('is counted to the last token, for each person, each team, and each person of a team', async () => {
    const query = { period: 'month', from: FROM } as const;
    const byUser = expectedOf(month.calls, ({ record }) => record.userId);
    expect(await countedOf(ledger, { ...query, dimension: 'user' }, byUser.keys())).toEqual(byUser);
    const byKey = expectedOf(month.calls, ({ team }) => month.accessKeyIds.get(team.name));
    expect(await countedOf(ledger, { ...query, dimension: 'access_key' }, byKey.keys())).toEqual(byKey);
    const ofSearch = month.calls.filter(({ team }) => team.name === 'Search');
    const expected = expectedOf(ofSearch, ({ record }) => record.userId);
    const accessKeyId = month.accessKeyIds.get('Search') ?? '';
    const counted = await countedOf(ledger, { ...query, dimension: 'user', accessKeyId }, expected.keys());
    expect(counted).toEqual(expected);
  });

  it('costs something on every weekday, all of it by a known price', async () => {
    const { points } = await ledger.get('/v1/trends', { query: { period: 'day', from: FROM } });
    const weekdays = points.slice(2).filter(({ from }) => new Date(from).getUTCDay() % 6 !== 0);
    expect(weekdays.length).toBeGreaterThan(19);
    expect(weekdays.filter(({ cost }) => nanoDollars(cost.usd) === 0n)).toEqual([]);
    expect(points.filter(({ cost }) => wholeNumber(cost.unpricedRequests) > 0n)).toEqual([]);
  });

  it('ranks teams, people, models and features by name', async () => {
    const ranked = async (dimension: 'access_key' | 'user' | 'model' | 'feature') => {
      const query = { dimension, sort: 'cost', from: FROM } as const;
      const { consumers } = await ledger.get('/v1/top-consumers', { query });
      return consumers.map(({ id, name = id }) => name);
    };
    expect((await ranked('access_key')).toSorted()).toEqual(['Platform', 'Search', 'Support']);
    expect(await ranked('user')).toContain('Ada Alvarez');
    expect((await ranked('model')).length).toBe(3);
    expect(await ranked('feature')).toContain('agent');
  });
});
