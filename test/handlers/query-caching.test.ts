import { describe, expect, it } from '@jest/globals';
import { recordUsage, startRebuild } from '@token-ledger/core';
import { queryHandlers } from '../support/query-handlers.ts';
import { NOON, usageRecord } from '../support/records.ts';

const NOVEMBER = { from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z' };
const DECEMBER_2 = Date.UTC(2026, 11, 2);
const PATHS = ['/v1/statistics', '/v1/trends', '/v1/top-consumers', '/v1/overview'];

async function rolledUp(cacheTtlSeconds = 3600) {
  const handlers = await queryHandlers([usageRecord()], { nowMs: DECEMBER_2, cacheTtlSeconds });
  await handlers.rollUpAll();
  return handlers;
}

describe.each(PATHS)('an answer of %s', (path) => {
  it('may be cached by the caller alone once its range is over and rolled up', async () => {
    const { get, clock } = await rolledUp();
    const { statusCode, headers } = await get(path, NOVEMBER);
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'cache-control': 'private, max-age=3600',
      vary: 'authorization, x-api-key',
      etag: expect.stringMatching(/^W\/"[\w-]{22}"$/),
    });
    clock.nowMs = Date.UTC(2026, 11, 1, 0, 1, 59, 999);
    expect((await get(path, NOVEMBER)).headers).toMatchObject({ 'cache-control': 'no-store' });
  });

  it('is not sent again to a caller that has it', async () => {
    const { get, clock } = await rolledUp();
    const { etag = '' } = (await get(path, NOVEMBER)).headers;
    clock.nowMs += 60_000;
    for (const known of [etag, `"other", ${String(etag)}`, String(etag).slice(2), '*']) {
      const answer = await get(path, NOVEMBER, { 'if-none-match': String(known) });
      expect(answer).toMatchObject({ statusCode: 304, body: undefined });
      expect(answer.headers).toMatchObject({ etag, 'cache-control': 'private, max-age=3600' });
      expect(answer.headers).not.toHaveProperty('content-type');
    }
    expect(await get(path, NOVEMBER, { 'if-none-match': '"other"' })).toMatchObject({ statusCode: 200 });
    const other = await get(path, { ...NOVEMBER, models: 'none' }, { 'if-none-match': String(etag) });
    expect(other).toMatchObject({ statusCode: 200 });
  });

  it('has another tag after a late record, and after a rebuild of its range', async () => {
    const { get, ledger, rollUpAll } = await rolledUp();
    const tag = async () => (await get(path, NOVEMBER)).headers['etag'];
    const first = await tag();
    await recordUsage(ledger, [usageRecord({ userId: 'u_late' })]);
    expect(await get(path, NOVEMBER, { 'if-none-match': String(first) })).toMatchObject({
      statusCode: 200,
      headers: { 'cache-control': 'no-store' },
    });
    await rollUpAll();
    const second = await tag();
    await startRebuild(ledger, { fromMs: NOON, toMs: NOON + 3_600_000, repair: false });
    expect(await tag()).toBeUndefined();
    await rollUpAll();
    const third = await tag();
    expect(new Set([first, second, third, undefined]).size).toBe(4);
  });

  it('is never cached if caching is off', async () => {
    const { get } = await rolledUp(0);
    const { headers } = await get(path, NOVEMBER, { 'if-none-match': '*' });
    expect(headers).toMatchObject({ 'cache-control': 'no-store' });
    expect(headers).not.toHaveProperty('etag');
  });
});

it('no other answer may be cached', async () => {
  const { get } = await rolledUp();
  for (const path of ['/v1/records', '/v1/aggregations']) {
    const { statusCode, headers } = await get(path, path === '/v1/records' ? NOVEMBER : {});
    expect([statusCode, headers['cache-control']]).toEqual([200, 'no-store']);
  }
});
