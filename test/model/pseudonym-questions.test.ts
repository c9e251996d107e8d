import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RouteName } from '@token-ledger/contract';
import fc from 'fast-check';
import { allPages } from '../support/all-pages.ts';
import { FROM_MS, OWN_KEY, pseudonymousApi, USERS, VIEWER } from '../support/pseudonymous-api.ts';
import { PSEUDONYMS } from '../support/shown-ids.ts';

/*
 * A viewer who is shown pseudonyms can ask by them, and gets the answer that an administrator gets about the user. A real id
 * is as good as any text: nothing in the answer shows whether there is such a user.
 */

const from = new Date(FROM_MS).toISOString();
const ABOUT_ONE: readonly (readonly [RouteName, (id: string) => Record<string, string>])[] = [
  ['getStatistics', (id) => ({ from, dimension: 'user', id, period: 'hour' })],
  ['getTrends', (id) => ({ from, dimension: 'user', id })],
  ['getOverview', (id) => ({ from, dimension: 'user', id })],
  ['getRecords', (userId) => ({ from, userId, limit: '500' })],
  ['getStatistics', (userId) => ({ from, userId, accessKeyId: 'ak_1' })],
  ['getOverview', (userId) => ({ from, userId })],
  ['getTopConsumers', (userId) => ({ from, dimension: 'model', userId })],
];
const ABOUT_ALL: readonly (readonly [RouteName, Record<string, string>])[] = [
  ['getStatistics', { from, dimension: 'user', limit: '1000' }],
  ['getStatistics', { from, dimension: 'access_key' }],
  ['getTopConsumers', { from, limit: '1000' }],
  ['getRecords', { from, limit: '500' }],
  ['listBudgets', {}],
];

const NAMES = ['name', 'userName', 'metadata'];

/** The answer to an administrator, with every user as a viewer sees them. Cursors differ, as questions do. */
function asViewer(value: unknown): unknown {
  if (typeof value === 'string') return USERS.includes(value) ? PSEUDONYMS.of(value) : value;
  if (Array.isArray(value)) return value.map(asViewer);
  if (typeof value !== 'object' || value === null) return value;
  const { id, accessKeyId, scope } = value as Record<string, unknown>;
  const personal = [id, (scope as typeof value | undefined) && (scope as { id?: string }).id].find(
    (each) => each === OWN_KEY || USERS.includes(String(each)),
  );
  const entries = Object.entries(value).filter(
    ([key]) =>
      key !== 'nextCursor' &&
      (key === 'name' ? personal === undefined : !NAMES.includes(key)) &&
      !(key === 'accessKeyName' && accessKeyId === OWN_KEY),
  );
  const renamed = scope !== undefined && personal !== undefined ? [['name', asViewer(personal)]] : [];
  return Object.fromEntries([...entries.map(([key, each]) => [key, asViewer(each)]), ...renamed]);
}

describe('a question by a pseudonym', () => {
  let api: Awaited<ReturnType<typeof pseudonymousApi>>;

  beforeAll(async () => {
    api = await pseudonymousApi();
  });

  const asAdmin = async (name: RouteName, query: Record<string, string>) =>
    asViewer((await api.call(name, { query })).body);
  const asked = (name: RouteName, query: Record<string, string>) => api.call(name, { query, person: VIEWER });
  const answerToViewer = async (name: RouteName, query: Record<string, string>) => {
    const { statusCode, body } = await asked(name, query);
    expect(statusCode).toBe(200);
    const { nextCursor: _, ...answer } = body;
    return answer;
  };

  it.each(ABOUT_ONE)(
    '%s is answered as one by the id of the user',
    (name, query) =>
      fc.assert(
        fc.asyncProperty(fc.constantFrom(...USERS, '-'), async (id) => {
          const pseudonym = id === '-' ? id : PSEUDONYMS.of(id);
          expect(await answerToViewer(name, query(pseudonym))).toEqual(await asAdmin(name, query(id)));
        }),
        { numRuns: 30 },
      ),
    60_000,
  );

  it.each(ABOUT_ALL)('%s of everybody has the same for each', async (name, query) => {
    expect(await answerToViewer(name, query)).toEqual(await asAdmin(name, query));
  });

  it('leads through all pages, each row once', async () => {
    for (const [name, query, rowsOf] of [
      ['getStatistics', { from, dimension: 'user', period: 'hour', limit: '50' }, 'rows'],
      ['getRecords', { from, limit: '50' }, 'records'],
    ] as const) {
      const pages = await allPages(async (cursor) => {
        const { statusCode, body } = await asked(name, { ...query, ...cursor });
        expect(statusCode).toBe(200);
        return body;
      });
      const rows: unknown[] = pages.flatMap((page) => page[rowsOf]);
      const whole = (await api.call(name, { query: { ...query, limit: '500' } })).body;
      expect(whole.nextCursor === undefined || rows.length > 500).toBe(true);
      expect(rows.slice(0, 500)).toEqual(asViewer(whole[rowsOf]));
    }
  });

  it.each(ABOUT_ONE)(
    '%s that is by a real id is answered like one by any text',
    (name, query) =>
      fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...USERS),
          fc.string({ minLength: 1, maxLength: 100 }).filter((text) => text !== '-'),
          fc.nat(60),
          async (id, text, place) => {
            const pseudonym = PSEUDONYMS.of(id);
            const by = pseudonym[place + 2] === 'A' ? 'B' : 'A';
            const tampered = pseudonym.slice(0, place + 2) + by + pseudonym.slice(place + 3);
            const [real, made, changed] = await Promise.all(
              [id, `p_${text}`, tampered].map((each) => asked(name, query(each))),
            );
            expect(real?.statusCode).toBe(200);
            expect(real?.text).toBe(made?.text);
            expect(real?.text).toBe(changed?.text);
            expect(real?.headers).toEqual(made?.headers);
          },
        ),
        { numRuns: 20 },
      ),
    60_000,
  );

  it('is a question by an id for a caller who sees real ids', async () => {
    const query = { from, dimension: 'user', id: PSEUDONYMS.of(USERS[0] ?? '') };
    expect((await api.call('getStatistics', { query })).body).toMatchObject({ id: query.id, rows: [] });
  });
});
