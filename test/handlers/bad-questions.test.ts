import { describe, expect, it } from '@jest/globals';
import { MAX_PSEUDONYM_LENGTH } from '@token-ledger/contract';
import { pathsOf } from '../support/answered.ts';
import { queryHandlers } from '../support/query-handlers.ts';

const NOVEMBER = { from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z' };
const RANGED = ['/v1/statistics', '/v1/trends', '/v1/top-consumers', '/v1/overview', '/v1/records'];
const LIMITED = { '/v1/statistics': 1000, '/v1/top-consumers': 1000, '/v1/records': 500 };

async function ask(path: string, query: Record<string, string>) {
  const { get } = await queryHandlers();
  const { statusCode, body } = await get(path, query);
  return { statusCode, paths: pathsOf(body).toSorted(), body };
}

describe.each(RANGED)('%s', (path) => {
  it.each([
    ['no range', {}, ['/from']],
    ['a range upside down', { ...NOVEMBER, to: '2026-10-31T23:59:59.999Z' }, ['/to']],
    ['an empty range', { ...NOVEMBER, to: NOVEMBER.from }, ['/to']],
    ['a beginning in the future without an end', { from: '2026-11-21T12:30:00Z' }, ['/from']],
    ['more than 3,660 days', { from: '2010-01-01T00:00:00Z', to: NOVEMBER.to }, ['/to']],
    ['more than 3,660 days until now', { from: '2010-01-01T00:00:00Z' }, ['/from']],
    [
      'a time before the year 2000',
      { from: '0001-01-01T00:00:00Z', to: '0001-01-02T00:00:00Z' },
      ['/from', '/to'],
    ],
    ['a time without an offset', { ...NOVEMBER, to: '2026-12-01T00:00:00' }, ['/to']],
    ['a day that does not exist', { ...NOVEMBER, to: '2026-11-31T00:00:00Z' }, ['/to']],
    ['words for times', { from: 'yesterday', to: 'now' }, ['/from', '/to']],
    ['a repeated time', { ...NOVEMBER, from: `${NOVEMBER.from},${NOVEMBER.from}` }, ['/from']],
    ['a time that is still encoded', { ...NOVEMBER, from: '2026-11-01T00%3A00%3A00Z' }, ['/from']],
    ['empty texts', { from: '', to: '', models: '' }, ['/from', '/models/0', '/to']],
    ['an unknown parameter', { ...NOVEMBER, modles: 'x' }, ['/modles']],
    ['an empty model', { ...NOVEMBER, models: 'a,,b' }, ['/models/1']],
    [
      '10,000 models',
      { ...NOVEMBER, models: Array.from({ length: 10_000 }, (_, i) => `m${i}`).join() },
      ['/models'],
    ],
    [
      '101 features',
      { ...NOVEMBER, features: Array.from({ length: 101 }, (_, i) => `f${i}`).join() },
      ['/features'],
    ],
    ['a name of 129 characters', { ...NOVEMBER, features: 'x'.repeat(129) }, ['/features/0']],
    [
      'much at once',
      { from: 'x', to: 'y', models: '', features: ',', nonsense: '' },
      ['/features/0', '/features/1', '/from', '/models/0', '/nonsense', '/to'],
    ],
  ])('refuses %s, naming every problem', async (_, query, paths) => {
    const answer = await ask(path, query);
    expect(answer).toMatchObject({ statusCode: 400, paths, body: { code: 'invalid_request' } });
  });

  it('reports at most a hundred problems', async () => {
    const { statusCode, paths } = await ask(
      path,
      Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`x${index}`, ''])),
    );
    expect([statusCode, paths.length]).toEqual([400, 100]);
  });

  it.each([
    ['instants of other zones', { from: '2026-11-01T05:30:00+05:30', to: '2026-12-01T00:00:00-08:00' }],
    ['names with separators and other scripts', { ...NOVEMBER, models: '#/~ ü😀&=?,%2F', features: '-' }],
    ['names of combining and right-to-left letters', { ...NOVEMBER, models: 'e\u0301,\u05d0\u202e,👩‍👩‍👧' }],
    ['separators of keys, and nothing', { ...NOVEMBER, models: 'a#b,a|b,a/b,i#x', features: '\u0000,%23' }],
    ['names that objects have anyway', { ...NOVEMBER, models: '__proto__,constructor' }],
    ['a hundred models', { ...NOVEMBER, models: Array.from({ length: 100 }, (_, i) => `m${i}`).join() }],
    ['a range in the future', { from: '2030-01-01T00:00:00Z', to: '2030-02-01T00:00:00Z' }],
  ])('accepts %s', async (_, query) => {
    expect(await ask(path, query)).toMatchObject({ statusCode: 200 });
  });
});

describe.each(Object.entries(LIMITED))('the limit of %s', (path, maximum) => {
  it.each(['0', String(maximum + 1), '-1', '1.5', '1e2', ' 1', ''])('is not %p', async (limit) => {
    expect(await ask(path, { ...NOVEMBER, limit })).toMatchObject({ statusCode: 400, paths: ['/limit'] });
  });

  it.each(['1', String(maximum)])('may be %p', async (limit) => {
    expect(await ask(path, { ...NOVEMBER, limit })).toMatchObject({ statusCode: 200 });
  });
});

describe('queries about one access key or user', () => {
  it.each(['/v1/statistics', '/v1/trends', '/v1/overview'])('of %s', async (path) => {
    const user = { ...NOVEMBER, dimension: 'user' };
    expect(await ask(path, { ...user, id: '#/~ ü😀' })).toMatchObject({ statusCode: 200 });
    expect(await ask(path, { ...user, id: '' })).toMatchObject({ paths: ['/id'] });
    expect(await ask(path, { ...user, id: 'x'.repeat(128) })).toMatchObject({ statusCode: 200 });
    expect(await ask(path, { ...user, id: 'x'.repeat(129) })).toMatchObject({ paths: ['/id'] });
    const pseudonym = 'p_'.padEnd(MAX_PSEUDONYM_LENGTH, 'x');
    expect(await ask(path, { ...user, id: pseudonym })).toMatchObject({ statusCode: 200 });
    expect(await ask(path, { ...user, id: `${pseudonym}x` })).toMatchObject({ paths: ['/id'] });
    expect(await ask(path, { ...NOVEMBER, id: 'u_1' })).toMatchObject({ paths: ['/id'] });
    expect(await ask(path, { ...user, dimension: 'all', id: 'u_1' })).toMatchObject({ paths: ['/id'] });
    expect(await ask(path, { ...user, dimension: 'team', id: 'u_1' })).toMatchObject({
      paths: ['/dimension'],
    });
    if (path !== '/v1/statistics') expect(await ask(path, user)).toMatchObject({ paths: ['/id'] });
  });
});

describe('queries with parameters of their own', () => {
  it.each([
    ['/v1/statistics', { period: 'hour', from: '2025-11-29T23:59:59Z' }, ['/to']],
    ['/v1/trends', { period: 'hour', from: '2025-11-29T23:59:59Z' }, ['/to']],
    ['/v1/trends', { period: 'hour', from: '2026-08-18T19:59:59Z' }, ['/period']],
    ['/v1/trends', { period: 'week' }, ['/period']],
    [
      '/v1/top-consumers',
      { dimension: 'all', sort: 'price', minTokens: '-1', minRequests: 'x' },
      ['/dimension', '/minRequests', '/minTokens', '/sort'],
    ],
    [
      '/v1/records',
      { status: 'ok,failed', order: 'random', minTokens: '2', maxTokens: '1e3' },
      ['/maxTokens', '/order', '/status/1'],
    ],
    ['/v1/records', { minTokens: '2', maxTokens: '1' }, ['/maxTokens']],
    ...['', '-1', '1e3', '$1', '.5', '01', '0.0000000001', '1000000000'].map(
      (minCostUsd) => ['/v1/records', { minCostUsd }, ['/minCostUsd']] as const,
    ),
    ['/v1/records', { requestId: 'x'.repeat(129), cursor: 'x'.repeat(1025) }, ['/cursor', '/requestId']],
    ['/v1/records', { requestId: '' }, ['/requestId']],
  ])('are refused by %s: %j', async (path, query, paths) => {
    expect(await ask(path, { ...NOVEMBER, ...query })).toMatchObject({ statusCode: 400, paths });
  });

  it('have at most the allowed number of points', async () => {
    const query = { period: 'hour', from: '2026-08-18T20:00:00Z', to: NOVEMBER.to };
    const { statusCode, body } = await ask('/v1/trends', query);
    expect([statusCode, body.points.length]).toEqual([200, 2500]);
  });
});

describe('a repeated parameter', () => {
  const range = 'from=2026-11-01T00:00:00Z&to=2026-12-01T00:00:00Z';

  it.each([
    ['/v1/statistics', 'dimension=user&id=u_1&id=u_2', ['/id']],
    ['/v1/statistics', 'limit=1&limit=2&from=2026-11-01T00:00:00Z', ['/from', '/limit']],
    ['/v1/trends', 'accessKeyId=a&accessKeyId=a&period=week', ['/accessKeyId', '/period']],
    ['/v1/overview', 'userId=a&userId=&models=', ['/models/0', '/userId']],
    ['/v1/top-consumers', 'sort=total&sort=total&x=1&x=2', ['/sort', '/x']],
    ['/v1/records', 'userId=a&userId=b&cursor=a&cursor=b', ['/cursor', '/userId']],
    ['/v1/statistics', '__proto__=a&__proto__=b', ['/__proto__']],
  ])('is refused by %s: %s', async (path, query, paths) => {
    const { getRaw } = await queryHandlers();
    const { statusCode, body } = await getRaw(path, `${range}&${query}`);
    expect([statusCode, pathsOf(body).toSorted()]).toEqual([400, paths]);
  });

  it.each(RANGED)('is one list in models and features of %s', async (path) => {
    const { getRaw } = await queryHandlers();
    expect((await getRaw(path, `${range}&models=a&models=b,c&features=-&features=-`)).statusCode).toBe(200);
  });
});

it.each(RANGED)('a parameter that objects have anyway is unknown to %s', async (path) => {
  const { getRaw } = await queryHandlers();
  const { statusCode, body } = await getRaw(path, 'from=2026-11-01T00:00:00Z&__proto__=a&constructor=b');
  expect([statusCode, pathsOf(body).toSorted()]).toEqual([400, ['/__proto__', '/constructor']]);
});
