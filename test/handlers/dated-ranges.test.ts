import { describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS } from '@token-ledger/core';
import { answered } from '../support/answered.ts';
import { AuditedLedger } from '../support/audited-ledger.ts';
import { checkedQuality } from '../support/checked-quality.ts';
import { managedAccess } from '../support/managed-access.ts';
import { queryHandlers } from '../support/query-handlers.ts';
import { NOON, usageRecord } from '../support/records.ts';

/* It is half past noon of 21 November 2026 in UTC. */

const SUMS = ['/v1/statistics', '/v1/trends', '/v1/top-consumers', '/v1/overview'];

describe.each(SUMS)('%s', (path) => {
  it.each<[string, Record<string, string>, string, string]>([
    [
      'dates of the time zone',
      { from: '2026-11-19', to: '2026-11-21' },
      '2026-11-18T23:00:00.000Z',
      '2026-11-20T23:00:00.000Z',
    ],
    ['a date until now', { from: '2026-11-20' }, '2026-11-19T23:00:00.000Z', '2026-11-21T12:30:00.000Z'],
    [
      'a date and an instant',
      { from: '2026-11-20', to: '2026-11-20T12:00:00Z' },
      '2026-11-19T23:00:00.000Z',
      '2026-11-20T12:00:00.000Z',
    ],
    ['the last six months', { last: 'P6M' }, '2026-05-20T22:00:00.000Z', '2026-11-21T12:30:00.000Z'],
    ['the last 24 hours', { last: 'PT24H' }, '2026-11-20T12:00:00.000Z', '2026-11-21T12:30:00.000Z'],
    [
      'the last two weeks before a date',
      { last: 'P2W', to: '2026-11-01' },
      '2026-10-17T22:00:00.000Z',
      '2026-10-31T23:00:00.000Z',
    ],
  ])('takes %s', async (_, query, from, to) => {
    const { get } = await queryHandlers([usageRecord()], { timeZone: 'Europe/Berlin' });
    expect(await get(path, query)).toMatchObject({ statusCode: 200, body: { range: { from, to } } });
  });

  it.each<[string, Record<string, string>, string]>([
    ['both a start and a length', { from: '2026-11-20', last: 'P1D' }, '/last'],
    ['no length', { last: 'P0D' }, '/last'],
    ['an empty length', { last: 'P' }, '/last'],
    ['minutes', { last: 'PT30M' }, '/last'],
    ['words', { last: '6 months' }, '/last'],
    ['more than ten years', { last: 'P11Y' }, '/last'],
    ['millennia', { last: 'P9999Y' }, '/last'],
    ['dates in the wrong order', { from: '2026-11-20', to: '2026-11-20' }, '/to'],
    ['a date of the future', { from: '2026-11-22' }, '/from'],
    ['dates too far apart', { from: '2011-01-01', to: '2026-11-01' }, '/to'],
    ['a day that does not exist', { from: '2026-02-29' }, '/from'],
    ['a date of the last century', { from: '1999-12-31' }, '/from'],
    ['half a date', { from: '2026-11' }, '/from'],
  ])('refuses %s', async (_, query, place) => {
    const { get } = await queryHandlers();
    const { statusCode, body } = await get(path, query);
    expect([statusCode, body.errors.map(({ path: at }: { path: string }) => at)]).toEqual([400, [place]]);
  });
});

describe('dates and lengths', () => {
  it('reach as far back as statistics do, although records have expired', async () => {
    const { get, rollUpAll, clock } = await queryHandlers([usageRecord()]);
    clock.nowMs += DAY_MS;
    await rollUpAll();
    clock.nowMs += 150 * DAY_MS;
    const { body } = await get('/v1/statistics', { last: 'P6M', period: 'month' });
    expect(body.rows).toMatchObject([{ from: '2026-11-01T00:00:00.000Z', requests: 1 }]);
  });

  it('find raw records, by id too', async () => {
    const record = usageRecord({ occurredAtMs: NOON - 2 * HOUR_MS });
    const { get } = await queryHandlers([record]);
    const found = async (query: Record<string, string>) =>
      (await get('/v1/records', query)).body.records?.length;
    expect(await found({ last: 'PT1H' })).toBe(0);
    expect(await found({ last: 'PT3H' })).toBe(1);
    expect(await found({ from: '2026-11-21' })).toBe(1);
    const { requestId } = record;
    expect(await found({ requestId, to: '2026-11-21' })).toBe(0);
    expect(await found({ requestId, last: 'P1D' })).toBe(1);
    expect(await found({ requestId, last: 'PT1H' })).toBe(0);
    expect(await get('/v1/records', {})).toMatchObject({
      statusCode: 400,
      body: { errors: [{ path: '/from' }] },
    });
  });

  it('select audit entries, conflicts and what quality checks', async () => {
    const access = managedAccess();
    await access.call('POST', '/v1/users', { body: { id: 'u_1', name: 'Ada' } });
    const entries = async (query: Record<string, string>) =>
      (await access.call('GET', '/v1/audit', { query })).body.entries?.length;
    expect(await entries({ last: 'P1D' })).toBe(1);
    expect(await entries({ from: '2026-11-20', to: '2026-11-21' })).toBe(0);
    expect(await entries({ from: '2026-11-21' })).toBe(1);

    const quality = checkedQuality(new AuditedLedger());
    for (const path of ['/v1/conflicts', '/v1/quality']) {
      const query = { last: 'P2D', to: '2026-11-20' };
      const answer = await answered(quality, { method: 'GET', path, query, scopes: ['admin'] });
      const range = { from: '2026-11-18T00:00:00.000Z', to: '2026-11-20T00:00:00.000Z' };
      expect(answer).toMatchObject({ statusCode: 200, body: { range } });
    }
  });
});
