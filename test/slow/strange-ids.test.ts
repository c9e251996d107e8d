import { describe, expect, it } from '@jest/globals';
import { queryHandlers } from '../support/query-handlers.ts';
import { usageRecord } from '../support/records.ts';

/*
 * Ids may be any text. An id may look like a key of the tables, like a built-in property of objects, or like another
 * id; a query for one id returns exactly that id.
 */

const NOVEMBER = { from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z' };
const IDS = [
  '__proto__',
  'constructor',
  'toString',
  'a#b',
  'a|b',
  'a/b',
  '../a',
  'i#a',
  'a%2Fb',
  'a%00',
  'a\u0000b',
  'a b',
  ' a',
  'a+b',
  'a,b',
  '\u00e9',
  'e\u0301',
  '\u05d0\u202e\u05d1',
  '😀',
  '\u{1f469}\u200d\u{1f469}',
  '\uffee',
  "'; DROP",
  '{"a":1}',
  '*',
  'x'.repeat(128),
];

describe('ids of any text', () => {
  const records = IDS.map((id, index) => {
    const { tokens } = usageRecord();
    return usageRecord({
      requestId: id,
      accessKeyId: id,
      userId: id,
      model: id,
      feature: id,
      tokens: { ...tokens, input: 2 ** index },
    });
  });
  const asked = queryHandlers(records);
  const input = (body: { tokens: { input: number } }[]) => body.map(({ tokens }) => tokens.input);

  it.each(IDS.map((id, index) => [id, 2 ** index] as const))(
    'are distinguished: %j',
    async (id, expected) => {
      const { get } = await asked;
      for (const dimension of ['user', 'access_key']) {
        const query = { ...NOVEMBER, dimension, id };
        expect(input((await get('/v1/statistics', query)).body.rows)).toEqual([expected]);
        expect(input((await get('/v1/trends', { ...query, period: 'month' })).body.points)).toEqual([
          expected,
        ]);
        expect(input([(await get('/v1/overview', query)).body.totals])).toEqual([expected]);
      }
      const pair = { ...NOVEMBER, accessKeyId: id, userId: id };
      expect(input((await get('/v1/statistics', pair)).body.rows)).toEqual([expected]);
      expect(input((await get('/v1/records', pair)).body.records)).toEqual([expected]);
      expect(input((await get('/v1/records', { requestId: id })).body.records)).toEqual([expected]);
      const one = await get('/v1/records/{requestId}', {}, {}, { requestId: id });
      expect(one).toMatchObject({ statusCode: 200, body: { requestId: id, userId: id, model: id } });
      // A name with a comma is two.
      if (id.includes(',')) return;
      const filter = { ...NOVEMBER, models: id, features: id };
      expect(input((await get('/v1/statistics', filter)).body.rows)).toEqual([expected]);
    },
  );

  it('are all ranked', async () => {
    const { get } = await asked;
    for (const dimension of ['user', 'access_key', 'model', 'feature']) {
      const { body } = await get('/v1/top-consumers', {
        ...NOVEMBER,
        dimension,
        sort: 'input',
        limit: '1000',
      });
      expect(body.consumers.map(({ id }: { id: string }) => id)).toEqual(IDS.toReversed());
    }
  });
});
