import { describe, expect, it } from '@jest/globals';
import type { StatisticsResponse } from '@token-ledger/contract';
import { DAY_MS, HOUR_MS, type UsageRecord } from '@token-ledger/core';
import { allPages } from '../support/all-pages.ts';
import { pathsOf } from '../support/answered.ts';
import { queryHandlers } from '../support/query-handlers.ts';
import { NOON, usageRecord } from '../support/records.ts';

async function setUp(records: readonly UsageRecord[] = [], nowMs = NOON + 30 * 60_000) {
  const handlers = await queryHandlers(records, { nowMs });
  const statistics = async (query: Record<string, string>) =>
    (await handlers.get('/v1/statistics', query)).body as StatisticsResponse;
  return { ...handlers, statistics };
}

const NOVEMBER = { from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z' };

describe('GET /v1/statistics', () => {
  it('shows a record as soon as it is recorded, with its sums', async () => {
    const { statistics } = await setUp([usageRecord()]);
    const { rows, ...answer } = await statistics({ ...NOVEMBER, period: 'hour' });
    expect(rows).toEqual([
      {
        from: '2026-11-21T12:00:00.000Z',
        to: '2026-11-21T13:00:00.000Z',
        id: '*',
        requests: 1,
        errors: 0,
        tokens: {
          input: 1000,
          output: 500,
          cacheCreation5m: 60,
          cacheCreation1h: 30,
          cacheCreationUnattributed: 10,
          cacheRead: 50,
          total: 1650,
          effective: 1500,
          reported: 1650,
        },
        // Nano-dollars: 1000 x 2000 + 500 x 10000 + (60 + 10) x 2500 + 30 x 4000 + 50 x 100.
        cost: {
          usd: '0.0073',
          listUsd: '0.0073',
          unpricedRequests: 0,
          uncertainRequests: 1,
          billedElsewhereRequests: 0,
        },
        averageTokensPerRequest: 1650,
        cacheHitRate: 0.043478,
      },
    ]);
    expect(answer).toMatchObject({
      exact: true,
      asOf: '2026-11-21T12:30:00.000Z',
      pendingHours: ['2026-11-21T12:00:00.000Z'],
    });
  });

  it('answers the same before and after the roll-up', async () => {
    const records = [0, 1, 2, 30].map((hours) =>
      usageRecord({ occurredAtMs: NOON - hours * HOUR_MS, userId: `u_${hours}` }),
    );
    const { statistics, rollUpAll } = await setUp(records, Date.UTC(2026, 11, 2));
    for (const period of ['hour', 'day', 'month']) {
      const before = await statistics({ ...NOVEMBER, dimension: 'user', period });
      await rollUpAll();
      const after = await statistics({ ...NOVEMBER, dimension: 'user', period });
      expect(after.rows).toEqual(before.rows);
      expect(after.pendingHours).toEqual([]);
    }
  });

  it('filters by id, models and features', async () => {
    const { statistics } = await setUp([
      usageRecord({ userId: 'u_1', model: 'a', feature: 'chat' }),
      usageRecord({ userId: 'u_1', model: 'b', feature: 'chat' }),
      usageRecord({ userId: 'u_1', model: 'a', feature: 'search' }),
      usageRecord({ userId: 'u_2', model: 'a', feature: 'chat' }),
    ]);
    const count = async (query: Record<string, string>) =>
      (await statistics({ ...NOVEMBER, dimension: 'user', ...query })).rows.map(({ id, requests }) => [
        id,
        requests,
      ]);
    expect(await count({})).toEqual([
      ['u_1', 3],
      ['u_2', 1],
    ]);
    expect(await count({ id: 'u_1', models: 'a' })).toEqual([['u_1', 2]]);
    expect(await count({ models: 'a,b', features: 'search' })).toEqual([['u_1', 1]]);
    expect(await count({ id: 'u_3' })).toEqual([]);
  });

  it('writes sums beyond what a JSON number holds as text', async () => {
    const tokens = { ...usageRecord().tokens, input: 2 ** 40 };
    const many = Array.from({ length: 2 ** 13 }, () => usageRecord({ tokens }));
    const { statistics } = await setUp(many);
    const { rows } = await statistics(NOVEMBER);
    expect(rows[0]?.tokens.input).toBe((2n ** 53n).toString());
    expect(rows[0]?.requests).toBe(8192);
  });

  it('pages through rows, and the pages together are complete', async () => {
    const records = Array.from({ length: 5 }, (_, index) => usageRecord({ userId: `u_${index}` }));
    const { statistics } = await setUp(records);
    const query = { ...NOVEMBER, dimension: 'user', limit: '2' };
    const pages = await allPages((cursor) => statistics({ ...query, ...cursor }));
    for (const { rows } of pages) expect(rows.length).toBeLessThanOrEqual(2);
    expect(pages.flatMap(({ rows }) => rows.map(({ id }) => id))).toEqual([
      'u_0',
      'u_1',
      'u_2',
      'u_3',
      'u_4',
    ]);
  });

  it('refuses a cursor that was tampered with or belongs to another query', async () => {
    const { get, statistics } = await setUp([usageRecord({ userId: 'a' }), usageRecord({ userId: 'b' })]);
    const query = { ...NOVEMBER, dimension: 'user', limit: '1' };
    const cursor = (await statistics(query)).nextCursor ?? '';
    const tampered = Buffer.from(cursor, 'base64url');
    tampered.writeUInt8(tampered.readUInt8(40) ^ 1, 40);
    for (const [changed, bad] of [
      [query, tampered.toString('base64url')],
      [query, 'bm9uc2Vuc2U'],
      [{ ...query, models: 'a' }, cursor],
      [{ ...query, dimension: 'access_key' }, cursor],
    ] as const) {
      const { statusCode, body } = await get('/v1/statistics', { ...changed, cursor: bad });
      expect([statusCode, body.errors]).toMatchObject([400, [{ path: '/cursor' }]]);
    }
  });

  it('lists every problem of a query at once', async () => {
    const { get } = await setUp();
    const { statusCode, headers, body } = await get('/v1/statistics', {
      dimension: 'team',
      period: 'week',
      from: '2026-11-21 12:00',
      limit: '1001',
      modles: 'x',
    });
    expect(statusCode).toBe(400);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(pathsOf(body).toSorted()).toEqual(['/dimension', '/from', '/limit', '/modles', '/period']);
  });

  it.each([
    ['limit 0', { limit: '0' }, '/limit'],
    ['an id of everything', { id: 'u_1' }, '/id'],
    ['a range upside down', { to: '2026-10-31T23:59:59.999Z' }, '/to'],
    ['an empty range', { to: NOVEMBER.from }, '/to'],
    ['a time without an offset', { to: '2026-12-01T00:00:00' }, '/to'],
    [
      'a hundred and one models',
      { models: Array.from({ length: 101 }, (_, index) => `m${index}`).join() },
      '/models',
    ],
    ['an empty model', { models: 'a,,b' }, '/models/1'],
    ['an hourly range of more than 366 days', { period: 'hour', from: '2025-11-29T23:59:59Z' }, '/to'],
  ])('refuses %s', async (_, query, path) => {
    const { get } = await setUp();
    const { statusCode, body } = await get('/v1/statistics', { ...NOVEMBER, ...query });
    expect([statusCode, body.errors]).toMatchObject([400, [{ path }]]);
  });

  it.each([
    ['an hourly range of 366 days', { period: 'hour', from: '2025-11-30T00:00:00Z' }],
    ['a hundred models', { models: Array.from({ length: 100 }, (_, index) => `m${index}`).join() }],
    ['limit 1000', { limit: '1000' }],
    ['an instant of another zone', { from: '2026-11-01T05:30:00+05:30' }],
    ['ids with separators and other scripts', { dimension: 'user', id: '#/~ ü\u{1f600}' }],
  ])('accepts %s', async (_, query) => {
    const { get } = await setUp();
    expect(await get('/v1/statistics', { ...NOVEMBER, ...query })).toMatchObject({ statusCode: 200 });
  });

  it('says since when a partial hour can no longer be queried', async () => {
    const { get } = await setUp([], NOON + 100 * DAY_MS);
    const { statusCode, body } = await get('/v1/statistics', { ...NOVEMBER, from: '2026-11-01T00:30:00Z' });
    expect([statusCode, body.errors]).toMatchObject([400, [{ path: '/from' }]]);
    expect(body.errors[0].message).toMatch(/^The hour of 2026-11-01T00:00:00.000Z is frozen/);
  });

  it('lets callers cache only answers about ranges that are over and rolled up', async () => {
    const { get, rollUpAll } = await setUp([usageRecord()], Date.UTC(2026, 11, 2));
    const cacheControl = async () => (await get('/v1/statistics', NOVEMBER)).headers['cache-control'];
    expect(await cacheControl()).toBe('no-store');
    await rollUpAll();
    expect(await cacheControl()).toBe('private, max-age=3600');
    expect((await get('/v1/statistics', { from: NOVEMBER.from })).headers['cache-control']).toBe('no-store');
  });
});

it('shows the share of prompt tokens that were read from the cache, if there were any', async () => {
  const none = {
    input: 0,
    output: 5,
    cacheCreation5m: 0,
    cacheCreation1h: 0,
    cacheCreationUnattributed: 0,
    cacheRead: 0,
  };
  const usage = [
    usageRecord({ userId: 'a', tokens: { ...none, input: 10, cacheCreation5m: 20, cacheRead: 70 } }),
    usageRecord({ userId: 'b', tokens: { ...none, cacheRead: 7 } }),
    usageRecord({ userId: 'c', tokens: { ...none, input: 7 } }),
    usageRecord({ userId: 'd', tokens: none }),
  ];
  const { get } = await queryHandlers(usage);
  const { body } = await get('/v1/statistics', { from: '2026-11-01', dimension: 'user' });
  expect(body.rows.map(({ cacheHitRate }: { cacheHitRate: number | null }) => cacheHitRate)).toEqual([
    0.7,
    1,
    0,
    null,
  ]);
  const overview = (await get('/v1/overview', { from: '2026-11-01' })).body;
  expect(overview.totals.cacheHitRate).toBe(0.675438);
});
