import { describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS } from '@token-ledger/core';
import { pathsOf } from '../support/answered.ts';
import { queryHandlers } from '../support/query-handlers.ts';
import { NOON, usageRecord } from '../support/records.ts';

const YESTERDAY = { from: '2026-11-20T12:00:00Z', to: '2026-11-21T12:00:00Z' };
const records = [
  usageRecord({ occurredAtMs: NOON - HOUR_MS }),
  usageRecord({ occurredAtMs: NOON - 3 * HOUR_MS }),
];

describe('GET /v1/aggregations', () => {
  it('lists what waits for the roll-up, since when, and when a roll-up last completed', async () => {
    const { get, rollUpAll } = await queryHandlers([...records, usageRecord()]);
    expect((await get('/v1/aggregations')).body).toEqual({
      asOf: '2026-11-21T12:30:00.000Z',
      lastCompletedAt: null,
      pending: {
        counts: { hour: 3, day: 0, month: 0 },
        oldestSince: '2026-11-21T12:30:00.000Z',
        buckets: ['09', '11', '12'].map((hour) => ({
          period: 'hour',
          from: `2026-11-21T${hour}:00:00.000Z`,
          to: `2026-11-21T${String(Number(hour) + 1).padStart(2, '0')}:00:00.000Z`,
          pendingSince: '2026-11-21T12:30:00.000Z',
        })),
      },
    });
    await rollUpAll();
    expect((await get('/v1/aggregations')).body).toMatchObject({
      lastCompletedAt: '2026-11-21T12:30:00.000Z',
      pending: {
        // The current hour and day are pending, but nothing waits.
        counts: { hour: 1, day: 1, month: 0 },
        oldestSince: null,
        buckets: [{ from: '2026-11-21T12:00:00.000Z' }, { period: 'day' }],
      },
    });
  });
});

describe('POST /v1/aggregations', () => {
  it('marks the hours with usage, and the roll-up does the rest', async () => {
    const { get, post, rollUpAll, ledger } = await queryHandlers(records);
    await rollUpAll();
    const lost = { period: 'hour', bucketId: '2026112111', dimension: 'user', id: 'u_1' } as const;
    ledger.store.loseStatistics(lost);
    const { statusCode, headers, body } = await post('/v1/aggregations', YESTERDAY);
    expect(statusCode).toBe(202);
    expect(headers).toMatchObject({ location: '/v1/aggregations' });
    const range = { from: '2026-11-20T12:00:00.000Z', to: '2026-11-21T12:00:00.000Z' };
    expect(body).toEqual({
      ...range,
      markedHours: 2,
      pendingHours: 0,
      emptyHours: 22,
      skippedFrozenHours: 0,
    });
    expect((await post('/v1/aggregations', YESTERDAY)).body).toMatchObject({
      markedHours: 0,
      pendingHours: 2,
    });
    expect((await get('/v1/aggregations')).body.pending.counts.hour).toBe(2);
    await rollUpAll();
    expect(await ledger.store.getStatistics([lost])).toMatchObject([{ statistics: { count: 1 } }]);
  });

  it('skips frozen hours', async () => {
    const { post } = await queryHandlers(records, { nowMs: NOON + 100 * DAY_MS });
    expect((await post('/v1/aggregations', YESTERDAY)).body).toMatchObject({
      markedHours: 0,
      skippedFrozenHours: 24,
    });
  });

  it.each([
    ['nothing', {}, ['/from', '/to']],
    ['a range upside down', { from: YESTERDAY.to, to: YESTERDAY.from }, ['/to']],
    ['401 days', { from: '2025-10-16T12:00:00Z', to: YESTERDAY.to }, ['/to']],
    ['parts of hours', { from: '2026-11-20T12:00:00.001Z', to: '2026-11-21T11:59:00Z' }, ['/from', '/to']],
    ['the future', { from: YESTERDAY.from, to: '2026-11-21T14:00:00Z' }, ['/to']],
    ['more than it knows', { ...YESTERDAY, repair: true }, ['/repair']],
  ])('refuses %s', async (_, body, paths) => {
    const { post } = await queryHandlers();
    const answer = await post('/v1/aggregations', body);
    expect([answer.statusCode, pathsOf(answer.body)]).toEqual([400, paths]);
  });
});
