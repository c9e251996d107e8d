import { describe, expect, it } from '@jest/globals';
import { createPricer, DAY_MS, HOUR_MS, NO_TOKENS, SHIPPED_PRICE_BOOK, SLICE_MS } from '@token-ledger/core';
import { allPages } from '../support/all-pages.ts';
import { queryHandlers } from '../support/query-handlers.ts';
import { NOON, usageRecord } from '../support/records.ts';

const DAY = { from: '2026-11-21T00:00:00Z' };

describe('GET /v1/records', () => {
  const records = Array.from({ length: 5 }, (_, index) =>
    usageRecord({ requestId: `req_${index}`, occurredAtMs: NOON + index, userId: `u_${index % 2}` }),
  );
  const ids = ({ body }: { body: { records: { requestId: string }[] } }) =>
    body.records.map(({ requestId }) => requestId);

  it('returns records as they were recorded, the newest first', async () => {
    const { get } = await queryHandlers([usageRecord({ requestId: 'req_1', metadata: { team: 'ä' } })]);
    const { statusCode, body } = await get('/v1/records', DAY);
    expect(statusCode).toBe(200);
    expect(body).toEqual({
      asOf: '2026-11-21T12:30:00.000Z',
      records: [
        {
          requestId: 'req_1',
          occurredAt: '2026-11-21T12:00:00.000Z',
          receivedAt: '2026-11-21T12:00:00.050Z',
          accessKeyId: 'ak_1',
          userId: 'u_1',
          model: 'claude-sonnet-5-5',
          feature: 'chat',
          status: 'ok',
          source: 'direct',
          metadata: { team: 'ä' },
          tokens: {
            input: 1000,
            output: 500,
            cacheCreation5m: 60,
            cacheCreation1h: 30,
            cacheCreationUnattributed: 10,
            cacheRead: 50,
            total: 1650,
            effective: 1500,
          },
          cost: { usd: '0.0073', listUsd: '0.0073', unpriced: [], uncertain: true },
        },
      ],
    });
  });

  it('lists what adds up to the cost of a call that is asked for by its name', async () => {
    const tokens = { ...NO_TOKENS, input: 7, cacheCreationUnattributed: 3 };
    const { get } = await queryHandlers([
      usageRecord({ requestId: 'a', model: 'claude-opus-5-5', tokens, webSearchRequests: 2 }),
    ]);
    const line = { model: 'claude-opus-5-5', per: 1_000_000 };
    const lines = [
      { ...line, kind: 'input', quantity: 7, price: '4', listPrice: '4', usd: '0.000028' },
      {
        ...line,
        kind: 'cacheCreationUnattributed',
        quantity: 3,
        price: '5',
        listPrice: '5',
        usd: '0.000015',
      },
      { ...line, kind: 'webSearch', per: 1_000, quantity: 2, price: '10', listPrice: '10', usd: '0.02' },
    ];
    const cost = { usd: '0.020043', lines };
    const one = await get('/v1/records/{requestId}', {}, {}, { requestId: 'a' });
    expect(one.body).toMatchObject({ cost });
    expect((await get('/v1/records', { requestId: 'a' })).body).toMatchObject({ records: [{ cost }] });
  });

  it('shows why the time of receipt stands in for the time of a call', async () => {
    const { get } = await queryHandlers([
      usageRecord({ requestId: 'a', clockClamped: true, timeMissing: true }),
      usageRecord({ requestId: 'b', clockClamped: true }),
      usageRecord({ requestId: 'c' }),
    ]);
    const { body } = await get('/v1/records', DAY);
    expect(
      body.records.map(({ requestId, timeMissing, clockClamped }: Record<string, unknown>) => [
        requestId,
        timeMissing,
        clockClamped,
      ]),
    ).toEqual([
      ['c', undefined, undefined],
      ['b', undefined, true],
      ['a', true, undefined],
    ]);
  });

  it('pages through them in either order, and the pages together are the whole', async () => {
    const { get } = await queryHandlers(records);
    for (const order of ['newest', 'oldest']) {
      const query = { ...DAY, order, limit: '2' };
      const pages = await allPages(
        async (cursor) => (await get('/v1/records', { ...query, ...cursor })).body,
      );
      for (const page of pages) expect(page.records.length).toBeLessThanOrEqual(2);
      const expected = ['req_0', 'req_1', 'req_2', 'req_3', 'req_4'];
      expect(pages.flatMap((body) => ids({ body }))).toEqual(
        order === 'oldest' ? expected : expected.toReversed(),
      );
    }
  });

  it('refuses a cursor that was tampered with or belongs to another question', async () => {
    const { get } = await queryHandlers(records);
    const query = { ...DAY, limit: '1' };
    const cursor: string = (await get('/v1/records', query)).body.nextCursor;
    const tampered = Buffer.from(cursor, 'base64url');
    tampered.writeUInt8(tampered.readUInt8(60) ^ 1, 60);
    const ofStatistics = { ...DAY, dimension: 'user', limit: '1' };
    const other: string = (await get('/v1/statistics', ofStatistics)).body.nextCursor;
    for (const [changed, bad] of [
      [query, tampered.toString('base64url')],
      [query, 'bm9uc2Vuc2U'],
      [query, other],
      [{ ...query, userId: 'u_1' }, cursor],
      [{ ...query, order: 'oldest' }, cursor],
      [{ ...query, from: '2026-11-20T00:00:00Z' }, cursor],
    ] as const) {
      const { statusCode, body } = await get('/v1/records', { ...changed, cursor: bad });
      expect([statusCode, body.errors]).toMatchObject([400, [{ path: '/cursor' }]]);
    }
    expect(await get('/v1/statistics', { ...ofStatistics, cursor })).toMatchObject({ statusCode: 400 });
    // The size of a page is no part of the question.
    expect(ids(await get('/v1/records', { ...query, limit: '2', cursor }))).toEqual(['req_3', 'req_2']);
  });

  it('combines all filters', async () => {
    const { get } = await queryHandlers([
      ...records,
      usageRecord({ requestId: 'failed', status: 'error', accessKeyId: 'ak_2', model: 'a', feature: 'b' }),
      usageRecord({ requestId: 'sent', userId: 'u_7', source: 'client', tokens: NO_TOKENS }),
    ]);
    const find = async (query: Record<string, string>) => ids(await get('/v1/records', { ...DAY, ...query }));
    expect(await find({ userId: 'u_1' })).toEqual(['req_3', 'req_1', 'failed']);
    expect(await find({ userId: 'u_1', accessKeyId: 'ak_1' })).toEqual(['req_3', 'req_1']);
    expect(await find({ status: 'error,partial' })).toEqual(['failed']);
    expect(await find({ source: 'client,gateway' })).toEqual(['sent']);
    expect(await find({ source: 'direct', userId: 'u_7' })).toEqual([]);
    expect(await find({ source: 'direct', userId: 'u_1' })).toEqual(['req_3', 'req_1', 'failed']);
    expect(await find({ models: 'a,x', features: 'b', minTokens: '1650', maxTokens: '1650' })).toEqual([
      'failed',
    ]);
    expect(await find({ minTokens: '1651' })).toEqual([]);
    expect(await find({ maxTokens: '1649' })).toEqual(['sent']);
    expect(await find({ requestId: 'req_2' })).toEqual(['req_2']);
    expect(await find({ requestId: 'req_2', userId: 'u_1' })).toEqual([]);
    expect(ids(await get('/v1/records', { requestId: 'req_2' }))).toEqual(['req_2']);
  });

  it('finds calls by what they cost, exact to the nano-dollar, at the prices that it shows', async () => {
    const { get, ledger, clock } = await queryHandlers([
      usageRecord({ requestId: 'cheap', tokens: { ...NO_TOKENS, output: 999 } }),
      usageRecord({ requestId: 'dear', tokens: { ...NO_TOKENS, output: 1000 } }),
      usageRecord({ requestId: 'nothing', tokens: NO_TOKENS, status: 'error' }),
      usageRecord({ requestId: 'unpriced', model: 'claude-unheard-of' }),
      // Its tokens have a price, its tier has none.
      usageRecord({ requestId: 'partly', serviceTier: 'priority', webSearchRequests: 900 }),
      usageRecord({ requestId: 'elsewhere', billedTo: 'user_profile' }),
    ]);
    const find = async (query: Record<string, string>) =>
      ids(await get('/v1/records', { ...DAY, ...query })).toSorted();
    expect(await find({ minCostUsd: '0' })).toEqual(['cheap', 'dear', 'elsewhere', 'nothing']);
    expect(await find({ minCostUsd: '0.000000001' })).toEqual(['cheap', 'dear']);
    expect(await find({ minCostUsd: '0.01' })).toEqual(['dear']);
    expect(await find({ minCostUsd: '0.010000001' })).toEqual([]);
    expect(await find({ minCostUsd: '0.01', minTokens: '1001' })).toEqual([]);
    expect(await find({ requestId: 'dear', minCostUsd: '0.01' })).toEqual(['dear']);
    expect(await find({ requestId: 'dear', minCostUsd: '0.010000001' })).toEqual([]);
    expect(await find({ requestId: 'unpriced', minCostUsd: '0' })).toEqual([]);

    const discount = [{ model: '*', discountBasisPoints: 1000 }];
    const pricer = createPricer({ ...SHIPPED_PRICE_BOOK, overrides: discount });
    let reads = 0;
    ledger.readPrices = async () => {
      reads += 1;
      return { pricerAt: async () => pricer, pricerOf: async () => pricer };
    };
    clock.nowMs += 1;
    const { body } = await get('/v1/records', { ...DAY, minCostUsd: '0.009' });
    expect([ids({ body }), body.records[0].cost.usd, reads]).toEqual([['dear'], '0.009', 1]);
    expect(await find({ minCostUsd: '0.009000001' })).toEqual([]);
  });

  it('continues pages of calls of a cost where they ended', async () => {
    const { get } = await queryHandlers(
      Array.from({ length: 9 }, (_, index) =>
        usageRecord({
          requestId: `req_${index}`,
          occurredAtMs: NOON + index,
          tokens: { ...NO_TOKENS, output: index % 3 === 0 ? 1000 : 1 },
        }),
      ),
    );
    const query = { ...DAY, minCostUsd: '0.01', limit: '2' };
    const pages = await allPages(async (cursor) => (await get('/v1/records', { ...query, ...cursor })).body);
    expect(pages.flatMap((body) => ids({ body }))).toEqual(['req_6', 'req_3', 'req_0']);
  });

  it('reads no slice of hours in which nothing of it was used', async () => {
    const { get, ledger, rollUpAll } = await queryHandlers(
      [
        ...Array.from({ length: 40 }, (_, day) => usageRecord({ occurredAtMs: NOON - day * DAY_MS })),
        usageRecord({ requestId: 'rare', userId: 'u_rare', occurredAtMs: NOON - 30 * DAY_MS + 7 * SLICE_MS }),
      ],
      { nowMs: NOON + 2 * HOUR_MS },
    );
    await rollUpAll();
    const read: number[] = [];
    const readSegments = ledger.store.readSegments.bind(ledger.store);
    ledger.store.readSegments = (ms) => {
      read.push(ms);
      return readSegments(ms);
    };
    const answer = await get('/v1/records', { from: '2026-09-01T00:00:00Z', userId: 'u_rare' });
    expect(ids(answer)).toEqual(['rare']);
    expect(read).toHaveLength(HOUR_MS / SLICE_MS);
    read.length = 0;
    expect(ids(await get('/v1/records', { from: '2026-09-01T00:00:00Z', models: 'unheard-of' }))).toEqual([]);
    expect(read).toEqual([]);
  });

  it('returns no record that has expired, whether it was deleted or not', async () => {
    const { get, clock, rollUpAll } = await queryHandlers([usageRecord({ requestId: 'req_1' })]);
    clock.nowMs = NOON + DAY_MS;
    await rollUpAll();
    const find = async () => {
      const list = await get('/v1/records', { ...DAY, to: '2026-11-22T00:00:00Z' });
      const one = await get('/v1/records/{requestId}', {}, {}, { requestId: 'req_1' });
      return [ids(list), one.statusCode];
    };
    clock.nowMs = NOON + SLICE_MS + 90 * DAY_MS - 1;
    expect(await find()).toEqual([['req_1'], 200]);
    clock.nowMs += 1;
    expect(await find()).toEqual([[], 404]);
  });
});

describe('GET /v1/records/{requestId}', () => {
  it('returns one record, with any characters in its id', async () => {
    const requestId = 'req/ü#1?&😀';
    const { get } = await queryHandlers([usageRecord({ requestId })]);
    const { statusCode, body } = await get('/v1/records/{requestId}', {}, {}, { requestId });
    expect([statusCode, body.requestId]).toEqual([200, requestId]);
  });

  it.each(['unheard of', '', 'x'.repeat(129)])('does not find %p', async (requestId) => {
    const { get } = await queryHandlers([usageRecord()]);
    const { statusCode, body } = await get('/v1/records/{requestId}', {}, {}, { requestId });
    expect([statusCode, body.code]).toEqual([404, 'record_not_found']);
  });

  describe('where several access keys have a record of this name', () => {
    const records = ['ak_b', 'ak_a', 'ak_c'].map((accessKeyId) =>
      usageRecord({ requestId: 'req_1', accessKeyId, userId: `u_${accessKeyId}` }),
    );
    const find = async (query: Record<string, string> = {}) => {
      const { get } = await queryHandlers(records);
      return get('/v1/records/{requestId}', query, {}, { requestId: 'req_1' });
    };

    it('lists the access keys to choose from', async () => {
      const { statusCode, body } = await find();
      expect([statusCode, body.code, body.retryable]).toEqual([409, 'ambiguous_request_id', false]);
      expect(body.accessKeys).toEqual([{ id: 'ak_a' }, { id: 'ak_b' }, { id: 'ak_c' }]);
    });

    it('shows that of the access key that is chosen', async () => {
      const { statusCode, body } = await find({ accessKeyId: 'ak_b' });
      expect([statusCode, body.userId]).toEqual([200, 'u_ak_b']);
      expect((await find({ accessKeyId: 'ak_d' })).body.code).toBe('record_not_found');
    });

    it('refuses any other parameter', async () => {
      const { statusCode, body } = await find({ userId: 'u_1' });
      expect([statusCode, body.errors[0].path]).toEqual([400, '/userId']);
    });

    it('lists all of them by GET /v1/records', async () => {
      const { get } = await queryHandlers(records);
      const keys = async (query: Record<string, string>) =>
        (await get('/v1/records', { requestId: 'req_1', ...query })).body.records.map(
          ({ accessKeyId }: { accessKeyId: string }) => accessKeyId,
        );
      expect(await keys({})).toEqual(['ak_a', 'ak_b', 'ak_c']);
      expect(await keys({ accessKeyId: 'ak_c' })).toEqual(['ak_c']);
      expect(await keys({ limit: '2' })).toEqual(['ak_a', 'ak_b']);
    });
  });
});
