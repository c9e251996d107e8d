import { describe, expect, it } from '@jest/globals';
import { MAX_PAIR_RECORDS, type UsageRecord } from '@token-ledger/core';
import { pathsOf } from '../support/answered.ts';
import { queryHandlers } from '../support/query-handlers.ts';
import { NOON, usageRecord } from '../support/records.ts';

const NOVEMBER = { from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z' };
const PATHS = ['/v1/statistics', '/v1/trends', '/v1/overview'];
const of = (accessKeyId: string, userId: string, input: number) => {
  const { tokens } = usageRecord();
  return usageRecord({ accessKeyId, userId, tokens: { ...tokens, input } });
};
const RECORDS = [
  of('ak_1', 'u_1', 1),
  of('ak_1', 'u_2', 10),
  of('ak_2', 'u_1', 100),
  of('ak_2', 'u_2', 1000),
];

async function ask(path: string, query: Record<string, string>) {
  const { get } = await queryHandlers(RECORDS);
  return get(path, { ...NOVEMBER, ...query });
}

/** The sum of input tokens in any form of answer. */
function inputOf({ body }: Awaited<ReturnType<typeof ask>>): number {
  const parts = body.rows ?? body.points ?? [body.totals];
  return parts
    .map((part: { tokens?: { input: number } } & { totals?: unknown }) => part.tokens?.input ?? 0)
    .reduce((sum: number, input: number) => sum + input, 0);
}

describe.each(PATHS)('%s of an access key and a user', (path) => {
  it.each([
    [{ dimension: 'user', id: 'u_1', accessKeyId: 'ak_2' }, 100, { accessKeyId: 'ak_2' }],
    [{ dimension: 'access_key', id: 'ak_2', userId: 'u_1' }, 100, { userId: 'u_1' }],
    [{ accessKeyId: 'ak_1', userId: 'u_2' }, 10, { dimension: 'user', id: 'u_2', accessKeyId: 'ak_1' }],
    [{ accessKeyId: 'ak_2' }, 1100, { dimension: 'access_key', id: 'ak_2' }],
    [{ userId: 'u_2' }, 1010, { dimension: 'user', id: 'u_2' }],
  ])('is about both: %j', async (query, input, expected) => {
    const answer = await ask(path, query);
    expect(answer).toMatchObject({ statusCode: 200, body: { exact: true, ...expected } });
    expect(inputOf(answer)).toBe(input);
  });

  it.each([
    [{ dimension: 'user', id: 'u_1', userId: 'u_1' }, ['/userId']],
    [{ dimension: 'access_key', id: 'ak_1', accessKeyId: 'ak_1' }, ['/accessKeyId']],
    [{ dimension: 'all', accessKeyId: 'ak_1', userId: 'u_1' }, ['/accessKeyId', '/userId']],
    [{ dimension: 'user', accessKeyId: 'ak_1' }, ['/id']],
    [{ accessKeyId: '', userId: 'x'.repeat(129) }, ['/accessKeyId', '/userId']],
    [{ id: 'u_1', accessKeyId: 'ak_1' }, ['/id']],
  ])('is refused for %j', async (query, paths) => {
    const { statusCode, body } = await ask(path, query);
    expect([statusCode, pathsOf(body).toSorted()]).toEqual([400, paths]);
  });

  it('is refused if it begins too early', async () => {
    const { get } = await queryHandlers(RECORDS, { nowMs: NOON + 100 * 86_400_000 });
    const { statusCode, body } = await get(path, { ...NOVEMBER, accessKeyId: 'ak_1', userId: 'u_1' });
    expect([statusCode, body.code, body.errors[0].path]).toEqual([400, 'invalid_request', '/from']);
    expect(body.errors[0].message).toMatch(/^must not be before 2026-12-01T00:00:00.000Z/);
  });
});

it('a query of one dimension names the parameter that it needs beside another', async () => {
  const { body } = await ask('/v1/statistics', { dimension: 'user', accessKeyId: 'ak_1' });
  expect(body.errors).toMatchObject([{ path: '/id', message: 'is required beside accessKeyId' }]);
});

describe('/v1/top-consumers within an access key and a user', () => {
  it('ranks models and features', async () => {
    const narrowed = { accessKeyId: 'ak_2', userId: 'u_1' };
    for (const dimension of ['model', 'feature']) {
      const { statusCode, body } = await ask('/v1/top-consumers', { dimension, ...narrowed });
      expect([statusCode, body.totals.tokens.input, body.matching]).toEqual([200, 100, 1]);
    }
    const { body } = await ask('/v1/top-consumers', { dimension: 'model', userId: 'u_2' });
    expect(body.totals.tokens.input).toBe(1010);
  });

  it('does not rank access keys or users', async () => {
    const { statusCode, body } = await ask('/v1/top-consumers', { accessKeyId: 'ak_2', userId: 'u_1' });
    expect([statusCode, pathsOf(body)]).toEqual([400, ['/accessKeyId', '/userId']]);
  });
});

it('a range with too much to read is refused, with advice', async () => {
  const { get, ledger } = await queryHandlers(RECORDS);
  const crowd: UsageRecord[] = Array.from({ length: MAX_PAIR_RECORDS }, (_, index) => ({
    ...usageRecord(),
    requestId: `r${index}`,
  }));
  const { store } = ledger;
  const readSegments = store.readSegments.bind(store);
  store.readSegments = async function* read(sliceStartMs) {
    yield* readSegments(sliceStartMs);
    if (sliceStartMs === NOON) yield crowd;
  };
  const { statusCode, body } = await get('/v1/overview', { ...NOVEMBER, accessKeyId: 'ak_1', userId: 'u_1' });
  expect([statusCode, body.code, body.retryable]).toEqual([400, 'range_too_large', false]);
  expect(body.detail).toContain('Ask for a shorter range, or export the records');
});
