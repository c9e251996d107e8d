import { describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS, recordUsage, rollUp } from '@token-ledger/core';
import { pathsOf } from '../support/answered.ts';
import { ROLL_UP_ALL } from '../support/ledger-over.ts';
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
      latestRebuild: null,
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

  it('has the rebuild that was requested last, also once it has finished', async () => {
    const { get, post, rollUpAll } = await queryHandlers(records);
    await rollUpAll();
    const range = { from: '2026-11-21T09:00:00.000Z', to: '2026-11-21T10:00:00.000Z' };
    const { id } = (await post('/v1/rebuilds', range)).body;
    await rollUpAll();
    expect((await get('/v1/aggregations')).body.latestRebuild).toEqual({
      id,
      ...range,
      repair: false,
      startedAt: '2026-11-21T12:30:00.000Z',
    });
  });
});

describe('POST /v1/aggregations', () => {
  const range = { from: '2026-11-20T12:00:00.000Z', to: '2026-11-21T12:00:00.000Z' };

  it('rolls the hours with usage up at once, and answers what it processed', async () => {
    const { post, rollUpAll, ledger, clock, rollUps } = await queryHandlers(records);
    await rollUpAll();
    const lost = { period: 'hour', bucketId: '2026112111', dimension: 'user', id: 'u_1' } as const;
    ledger.store.loseStatistics(lost);
    const { run } = rollUps;
    rollUps.run = (within) => {
      clock.nowMs += 1234;
      return run(within);
    };
    const { statusCode, body } = await post('/v1/aggregations', YESTERDAY);
    expect(statusCode).toBe(200);
    expect(body).toEqual({
      ...range,
      status: 'finished',
      hours: 2,
      pendingHours: 0,
      openHours: 0,
      emptyHours: 22,
      skippedFrozenHours: 0,
      processedRecords: 2,
      errors: [],
      executionTimeMs: 1234,
    });
    expect(rollUps.ranges).toEqual([{ fromMs: Date.parse(range.from), toMs: Date.parse(range.to) }]);
    expect(await ledger.store.getStatistics([lost])).toMatchObject([{ statistics: { count: 1 } }]);
  });

  it('does not leave late records to a later run', async () => {
    const { post, rollUpAll, ledger, get } = await queryHandlers(records);
    await rollUpAll();
    await recordUsage(ledger, [usageRecord({ occurredAtMs: NOON - HOUR_MS, requestId: 'late' })]);
    expect((await post('/v1/aggregations', YESTERDAY)).body).toMatchObject({
      status: 'finished',
      processedRecords: 3,
    });
    expect((await get('/v1/aggregations')).body.pending.counts.hour).toBe(0);
  });

  it('leaves everything outside of the range alone, and is no run of the schedule', async () => {
    const earlier = usageRecord({ occurredAtMs: NOON - 2 * DAY_MS });
    const { post, get } = await queryHandlers([...records, earlier]);
    await post('/v1/aggregations', YESTERDAY);
    expect((await get('/v1/aggregations')).body).toMatchObject({
      lastCompletedAt: null,
      pending: { buckets: [{ from: '2026-11-19T12:00:00.000Z' }, { period: 'day' }] },
    });
  });

  it('answers within half a minute, and says what still waits', async () => {
    const { post, rollUps, pauses, clock } = await queryHandlers(records);
    rollUps.start = async () => {};
    const startedAtMs = clock.nowMs;
    expect((await post('/v1/aggregations', YESTERDAY)).body).toMatchObject({
      status: 'running',
      hours: 2,
      pendingHours: 2,
      processedRecords: 0,
      executionTimeMs: clock.nowMs - startedAtMs,
    });
    expect(clock.nowMs - startedAtMs).toBeLessThan(25_000);
    expect(clock.nowMs - startedAtMs).toBeGreaterThan(15_000);
    expect(Math.max(...pauses)).toBe(2000);
  });

  it('leaves the work to the schedule if the roll-up cannot be started', async () => {
    const { post, rollUps, telemetry, ledger } = await queryHandlers(records);
    rollUps.start = () => Promise.reject(new Error('throttled'));
    expect(await post('/v1/aggregations', YESTERDAY)).toMatchObject({
      statusCode: 200,
      body: { status: 'running', pendingHours: 2 },
    });
    expect(telemetry.lines).toContainEqual(expect.objectContaining({ level: 'error' }));
    await rollUp(ledger, { ...ROLL_UP_ALL, coalesceLate: true });
    expect(await ledger.store.listMarks('hour')).toEqual([]);
  });

  it('names the hours that cannot be recomputed, and does not wait for them', async () => {
    const { post, rollUpAll, ledger, pauses } = await queryHandlers(records);
    await rollUpAll();
    await ledger.store.removeFromSegments(NOON - HOUR_MS, () => true);
    expect((await post('/v1/aggregations', YESTERDAY)).body).toMatchObject({
      status: 'running',
      pendingHours: 1,
      processedRecords: 1,
      errors: [
        {
          from: '2026-11-21T11:00:00.000Z',
          to: '2026-11-21T12:00:00.000Z',
          code: 'would_shrink',
          message: expect.stringContaining('repair'),
          since: '2026-11-21T12:30:00.000Z',
        },
      ],
    });
    expect(pauses).toEqual([]);
  });

  it.each([
    ['yesterday', 'UTC', '2026-11-20T00:00:00.000Z', '2026-11-21T00:00:00.000Z'],
    ['today', 'UTC', '2026-11-21T00:00:00.000Z', '2026-11-21T13:00:00.000Z'],
    ['2026-11-19', 'UTC', '2026-11-19T00:00:00.000Z', '2026-11-20T00:00:00.000Z'],
    ['yesterday', 'Europe/Berlin', '2026-11-19T23:00:00.000Z', '2026-11-20T23:00:00.000Z'],
    // Midnight divides hours there.
    ['yesterday', 'Asia/Kolkata', '2026-11-19T18:00:00.000Z', '2026-11-20T19:00:00.000Z'],
    ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
  ])('takes the date %s in %s', async (date, timeZone, from, to) => {
    const { post } = await queryHandlers(records, { timeZone });
    expect(await post('/v1/aggregations', { date })).toMatchObject({ statusCode: 200, body: { from, to } });
  });

  it('leaves the hour under way until it is over', async () => {
    const { post } = await queryHandlers([...records, usageRecord()]);
    expect((await post('/v1/aggregations', { date: 'today' })).body).toMatchObject({
      status: 'finished',
      hours: 3,
      pendingHours: 0,
      openHours: 1,
      processedRecords: 2,
    });
  });

  it('skips frozen hours', async () => {
    const { post, rollUps } = await queryHandlers(records, { nowMs: NOON + 100 * DAY_MS });
    expect((await post('/v1/aggregations', YESTERDAY)).body).toMatchObject({
      status: 'finished',
      hours: 0,
      skippedFrozenHours: 24,
    });
    expect(rollUps.ranges).toEqual([]);
  });

  it.each([
    ['nothing', {}, ['/from', '/to']],
    ['half a range', { to: YESTERDAY.to }, ['/from']],
    ['a range upside down', { from: YESTERDAY.to, to: YESTERDAY.from }, ['/to']],
    ['401 days', { from: '2025-10-16T12:00:00Z', to: YESTERDAY.to }, ['/to']],
    ['parts of hours', { from: '2026-11-20T12:00:00.001Z', to: '2026-11-21T11:59:00Z' }, ['/from', '/to']],
    ['the future', { from: YESTERDAY.from, to: '2026-11-21T14:00:00Z' }, ['/to']],
    ['more than it knows', { ...YESTERDAY, repair: true }, ['/repair']],
    ['one dimension, because all come from one reading', { ...YESTERDAY, dimension: 'user' }, ['/dimension']],
    ['a date beside a range', { ...YESTERDAY, date: 'yesterday' }, ['/from', '/to']],
    ['tomorrow', { date: '2026-11-22' }, ['/date']],
    ['a day that does not exist', { date: '2026-02-30' }, ['/date']],
    ['the last century', { date: '1999-12-31' }, ['/date']],
    ['an instant as date', { date: YESTERDAY.from }, ['/date']],
  ])('refuses %s', async (_, body, paths) => {
    const { post, ledger } = await queryHandlers();
    const answer = await post('/v1/aggregations', body);
    expect([answer.statusCode, pathsOf(answer.body)]).toEqual([400, paths]);
    expect(await ledger.store.listMarks('hour')).toEqual([]);
  });
});
