import { describe, expect, it, jest } from '@jest/globals';
import { COST_MEASURES, DAY_MS, HOUR_MS, MEASURE_NAMES, TOKEN_KINDS } from '@token-ledger/core';
import { queryHandlers } from '../support/query-handlers.ts';
import { NOON, usageRecord } from '../support/records.ts';

const DAY = { from: '2026-11-21T00:00:00Z', to: '2026-11-22T00:00:00Z' };
const NOVEMBER = { from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z' };

/** A record with this many tokens in total. */
function tokens(total: number, overrides: Parameters<typeof usageRecord>[0] = {}) {
  const none = { cacheCreation5m: 0, cacheCreation1h: 0, cacheCreationUnattributed: 0, cacheRead: 0 };
  return usageRecord({ tokens: { ...none, input: total, output: 0 }, ...overrides });
}

describe('every sum', () => {
  it('contains all measures of the ledger, and the average', async () => {
    const { get } = await queryHandlers([tokens(100), tokens(201), tokens(0, { status: 'error' })]);
    const { body } = await get('/v1/statistics', DAY);
    const { tokens: counters, cost, averageTokensPerRequest, ...others } = body.rows[0];
    expect(averageTokensPerRequest).toBe(100.33);
    expect(others).toMatchObject({ requests: 3, errors: 1 });
    const costs: readonly string[] = COST_MEASURES;
    // What was reported follows from the total and what was not.
    const measures = MEASURE_NAMES.filter((name) => !costs.includes(name) && name !== 'unreportedTokens');
    expect(Object.keys({ ...others, ...counters })).toEqual(expect.arrayContaining(measures));
    expect(Object.keys(cost)).toEqual([
      'usd',
      'listUsd',
      'unpricedRequests',
      'uncertainRequests',
      'billedElsewhereRequests',
    ]);
    expect(Object.keys(counters)).toEqual([...TOKEN_KINDS, 'total', 'effective', 'reported']);
  });
});

describe('GET /v1/trends', () => {
  it('has a point for every period, with the period before beside it', async () => {
    const { get } = await queryHandlers([
      tokens(5, { occurredAtMs: NOON }),
      tokens(3, { occurredAtMs: NOON - DAY_MS }),
    ]);
    const { statusCode, body } = await get('/v1/trends', DAY);
    expect(statusCode).toBe(200);
    expect(body).toMatchObject({
      dimension: 'all',
      period: 'hour',
      previousRange: { from: '2026-11-20T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z' },
      exact: true,
    });
    expect(body.points).toHaveLength(24);
    expect(body.points[12]).toMatchObject({
      from: '2026-11-21T12:00:00.000Z',
      to: '2026-11-21T13:00:00.000Z',
      requests: 1,
      tokens: { total: 5 },
      previous: { from: '2026-11-20T12:00:00.000Z', to: '2026-11-20T13:00:00.000Z', tokens: { total: 3 } },
    });
    expect(body.points[0]).toMatchObject({
      requests: 0,
      averageTokensPerRequest: null,
      previous: { requests: 0 },
    });
  });

  it.each([
    ['hour', '2026-11-08T00:00:00Z', '2026-11-15T00:00:00Z'],
    ['day', '2026-11-08T00:00:00Z', '2026-11-15T00:00:00.001Z'],
    ['day', '2026-08-17T00:00:00Z', '2026-11-15T00:00:00Z'],
    ['month', '2026-08-17T00:00:00Z', '2026-11-15T00:00:00.001Z'],
  ])('picks %s from %s to %s', async (period, from, to) => {
    const { get } = await queryHandlers([], { nowMs: NOON - 20 * HOUR_MS });
    expect((await get('/v1/trends', { from, to })).body).toMatchObject({ period });
  });

  it('puts months beside months of the reporting time zone', async () => {
    const { get } = await queryHandlers([], { timeZone: 'Europe/Berlin' });
    const query = { period: 'month', from: '2026-10-31T23:00:00Z', to: '2026-11-30T23:00:00Z' };
    const { body } = await get('/v1/trends', query);
    expect(body.points).toHaveLength(1);
    expect(body.previousRange).toEqual({ from: '2026-09-30T22:00:00.000Z', to: '2026-10-31T23:00:00.000Z' });
  });

  it('covers one access key or user, and some models and features', async () => {
    const { get } = await queryHandlers([
      tokens(1, { userId: 'u_1', model: 'a' }),
      tokens(2, { userId: 'u_1', model: 'b' }),
      tokens(4, { userId: 'u_2', model: 'a' }),
    ]);
    const total = async (query: Record<string, string>) =>
      (await get('/v1/trends', { ...NOVEMBER, period: 'month', ...query })).body.points[0].tokens.total;
    expect(await total({ dimension: 'user', id: 'u_1' })).toBe(3);
    expect(await total({ dimension: 'user', id: 'u_1', models: 'a' })).toBe(1);
    expect(await total({ models: 'a', features: 'chat' })).toBe(5);
    expect(await total({ dimension: 'access_key', id: 'missing' })).toBe(0);
  });

  it('is divided by the largest, each with its share and a point for every period', async () => {
    const { get } = await queryHandlers([
      tokens(5, { model: 'a', userId: 'u_1', occurredAtMs: NOON }),
      tokens(3, { model: 'b', userId: 'u_2', occurredAtMs: NOON - HOUR_MS }),
      tokens(2, { model: 'c', userId: 'u_1', occurredAtMs: NOON }),
    ]);
    const models = await get('/v1/trends', { ...DAY, splitBy: 'model', limit: '2' });
    expect(models.statusCode).toBe(200);
    expect(models.body.split).toMatchObject({
      by: 'model',
      sort: 'total',
      count: 3,
      series: [
        { id: 'a', share: 0.5, tokens: { total: 5 } },
        { id: 'b', share: 0.3, tokens: { total: 3 } },
      ],
    });
    const series: { points: { tokens: { total: number } }[] }[] = models.body.split.series;
    expect(series.map(({ points }) => points.length)).toEqual([24, 24]);
    expect(series.map(({ points }) => points.slice(11, 13).map((point) => point.tokens.total))).toEqual([
      [0, 5],
      [3, 0],
    ]);
    const users = await get('/v1/trends', { ...DAY, splitBy: 'user', sort: 'requests' });
    expect(users.body.split).toMatchObject({
      sort: 'requests',
      count: 2,
      series: [
        { id: 'u_1', requests: 2, share: 0.666666 },
        { id: 'u_2', requests: 1 },
      ],
    });
    expect((await get('/v1/trends', DAY)).body).not.toHaveProperty('split');
  });

  it('folds hours that are not rolled up once, however many series need them', async () => {
    const users = Array.from({ length: 5 }, (_, index) => tokens(1, { userId: `u_${index}` }));
    const { get, ledger } = await queryHandlers(users);
    const readSegments = jest.spyOn(ledger.store, 'readSegments');
    const { body } = await get('/v1/trends', { ...DAY, splitBy: 'user' });
    expect(body.split.series).toHaveLength(5);
    const slices = readSegments.mock.calls.map(([slice]) => JSON.stringify(slice));
    expect(slices.length).toBeGreaterThan(0);
    expect(new Set(slices).size).toBe(slices.length);
  });

  it.each([
    [{ splitBy: 'user', dimension: 'user', id: 'u_1' }, '/splitBy'],
    [{ splitBy: 'access_key', userId: 'u_1' }, '/splitBy'],
    [{ splitBy: 'team' }, '/splitBy'],
    [{ sort: 'cost' }, '/sort'],
    [{ limit: '3' }, '/limit'],
    [{ splitBy: 'model', limit: '21' }, '/limit'],
    [{ splitBy: 'model', limit: '11', from: '2026-11-01T00:00:00Z', to: '2026-11-20T00:00:00Z' }, '/limit'],
  ])('refuses %j', async (query, path) => {
    const { get } = await queryHandlers();
    const { statusCode, body } = await get('/v1/trends', { ...DAY, period: 'hour', ...query });
    expect({ statusCode, paths: body.errors.map((error: { path: string }) => error.path) }).toEqual({
      statusCode: 400,
      paths: [path],
    });
  });

  it('divides into as many points as it may', async () => {
    const { get } = await queryHandlers();
    const range = { from: '2026-11-01T00:00:00Z', to: '2026-11-11T10:00:00Z' };
    expect(
      (await get('/v1/trends', { ...range, period: 'hour', splitBy: 'model', limit: '20' })).statusCode,
    ).toBe(200);
  });

  it('compares with nothing if the previous range is no longer kept', async () => {
    // Days of Kolkata begin within hours, of which only whole ones are kept once they are frozen.
    const { get } = await queryHandlers([], { timeZone: 'Asia/Kolkata', nowMs: NOON + 200 * DAY_MS });
    const from = '2027-03-20T12:10:00Z';
    const { statusCode, body } = await get('/v1/trends', {
      period: 'month',
      from,
      to: '2027-06-09T12:00:00Z',
    });
    expect(statusCode).toBe(200);
    expect(body).toMatchObject({ previousRange: null, points: [{ previous: null }, {}, {}, {}] });
  });
});

describe('GET /v1/top-consumers', () => {
  const records = [
    tokens(50, { userId: 'a', accessKeyId: 'k_1' }),
    tokens(50, { userId: 'b', accessKeyId: 'k_1', model: 'other' }),
    tokens(60, { userId: 'c', accessKeyId: 'k_2', status: 'error' }),
    tokens(40, { userId: 'd', accessKeyId: 'k_2' }),
    tokens(0, { userId: 'd', accessKeyId: 'k_2' }),
  ];
  const ids = (body: { consumers: { id: string }[] }) => body.consumers.map(({ id }) => id);

  it('ranks by total tokens, ties by id, with the share of each', async () => {
    const { get } = await queryHandlers(records);
    const { statusCode, body } = await get('/v1/top-consumers', { ...DAY, limit: '3' });
    expect(statusCode).toBe(200);
    expect(body).toMatchObject({ dimension: 'user', sort: 'total', matching: 4, active: 4 });
    expect(body.totals).toMatchObject({ requests: 5, tokens: { total: 200 } });
    expect(body.consumers).toMatchObject([
      { rank: 1, id: 'c', share: 0.3, requests: 1, tokens: { total: 60 } },
      { rank: 2, id: 'a', share: 0.25 },
      { rank: 3, id: 'b', share: 0.25 },
    ]);
  });

  it('ranks access keys, models and features by any measure, from a threshold on', async () => {
    const { get } = await queryHandlers(records);
    const ask = async (query: Record<string, string>) =>
      ids((await get('/v1/top-consumers', { ...DAY, ...query })).body);
    expect(await ask({ dimension: 'access_key', sort: 'requests' })).toEqual(['k_2', 'k_1']);
    expect(await ask({ dimension: 'model', sort: 'errors' })).toEqual(['claude-sonnet-5-5', 'other']);
    expect(await ask({ dimension: 'feature' })).toEqual(['chat']);
    expect(await ask({ sort: 'requests', minTokens: '50' })).toEqual(['a', 'b', 'c']);
    expect(await ask({ minRequests: '2' })).toEqual(['d']);
    expect(await ask({ minTokens: '51', minRequests: '2' })).toEqual([]);
    expect(await ask({ models: 'other' })).toEqual(['b']);
  });

  it('has no shares without usage', async () => {
    const { get } = await queryHandlers([tokens(0)]);
    expect((await get('/v1/top-consumers', DAY)).body.consumers).toMatchObject([{ id: 'u_1', share: null }]);
  });
});

describe('GET /v1/overview', () => {
  it('has totals, active keys and users, shares, and the change', async () => {
    const { get } = await queryHandlers([
      tokens(75, { model: 'a' }),
      tokens(25, { model: 'b', userId: 'u_2' }),
      tokens(80, { occurredAtMs: NOON - DAY_MS, accessKeyId: 'ak_2' }),
    ]);
    const { statusCode, body } = await get('/v1/overview', DAY);
    expect(statusCode).toBe(200);
    expect(body).toMatchObject({
      dimension: 'all',
      totals: { requests: 2, averageTokensPerRequest: 50, tokens: { total: 100 } },
      activeAccessKeys: 1,
      activeUsers: 2,
      models: {
        count: 2,
        top: [
          { id: 'a', share: 0.75 },
          { id: 'b', share: 0.25, requests: 1 },
        ],
      },
      features: { count: 1, top: [{ id: 'chat', share: 1 }] },
      previous: { from: '2026-11-20T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z', tokens: { total: 80 } },
      change: { total: 0.25, requests: 1, errors: null },
    });
  });

  it('compares a month with the month before, and any other range with the equally long one before', async () => {
    const { get } = await queryHandlers();
    const previous = async (from: string, to: string) => {
      const { body } = await get('/v1/overview', { from, to });
      return [body.previous.from, body.previous.to];
    };
    expect(await previous('2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z')).toEqual([
      '2026-10-01T00:00:00.000Z',
      '2026-11-01T00:00:00.000Z',
    ]);
    expect(await previous('2026-11-20T10:10:00Z', '2026-11-20T12:40:00Z')).toEqual([
      '2026-11-20T07:40:00.000Z',
      '2026-11-20T10:10:00.000Z',
    ]);
  });

  it('does not count who is active if that is not asked for', async () => {
    const { get } = await queryHandlers([tokens(1), tokens(2, { userId: 'u_2' })]);
    const active = async (query: Record<string, string>) => {
      const { statusCode, body } = await get('/v1/overview', { ...DAY, ...query });
      return [statusCode, body.activeUsers, body.activeAccessKeys];
    };
    expect(await active({ active: 'false' })).toEqual([200, null, null]);
    expect(await active({ active: 'true' })).toEqual([200, 2, 1]);
    expect((await active({ active: 'no' }))[0]).toBe(400);
  });

  it('shows one user without revealing others', async () => {
    const { get } = await queryHandlers([tokens(1), tokens(2, { userId: 'u_2' })]);
    const { body } = await get('/v1/overview', { ...DAY, dimension: 'user', id: 'u_2' });
    expect(body).toMatchObject({
      dimension: 'user',
      id: 'u_2',
      totals: { tokens: { total: 2 } },
      activeUsers: null,
      activeAccessKeys: null,
    });
  });
});
