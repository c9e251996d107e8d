import { beforeEach, describe, expect, it } from '@jest/globals';
import { ROUTES, type Route, type RouteName } from '@token-ledger/contract';
import { type AccessKeyPrincipal, HOUR_MS, type PersonPrincipal } from '@token-ledger/core';
import { NOON, usageRecord } from '../support/records.ts';
import { registerKey } from '../support/shown-ids.ts';
import { type Asked, wholeApi } from '../support/whole-api.ts';

/* A key with the scope `read:own` is shown what a member of the same user is shown by every question, and nothing else. */

const KEY: AccessKeyPrincipal = {
  kind: 'access_key',
  accessKeyId: 'ak_ada',
  ownerUserId: 'u_ada',
  scopes: ['ingest', 'read:own'],
};
const MEMBER: PersonPrincipal = { kind: 'person', subject: 'ada', role: 'member', userId: 'u_ada' };
const RANGE = { from: new Date(NOON - HOUR_MS).toISOString(), to: new Date(NOON + HOUR_MS).toISOString() };

let api: ReturnType<typeof wholeApi>;

beforeEach(async () => {
  api = wholeApi();
  await api.record(
    usageRecord({ requestId: 'req_ada', userId: 'u_ada', accessKeyId: 'ak_ada' }),
    usageRecord({ requestId: 'req_bob', userId: 'u_bob', accessKeyId: 'ak_ada' }),
    usageRecord({ requestId: 'req_ada_2', userId: 'u_ada', accessKeyId: 'ak_2' }),
  );
});

const QUESTIONS: readonly (readonly [RouteName, Asked])[] = [
  ['getStatistics', { query: { from: RANGE.from } }],
  ['getStatistics', { query: { from: RANGE.from, dimension: 'all' } }],
  ['getStatistics', { query: { from: RANGE.from, dimension: 'user', id: 'u_bob' } }],
  ['getStatistics', { query: { from: RANGE.from, dimension: 'access_key', id: 'ak_ada' } }],
  ['getTrends', { query: RANGE }],
  ['getTrends', { query: { ...RANGE, accessKeyId: 'ak_ada' } }],
  ['getOverview', { query: RANGE }],
  ['getOverview', { query: { ...RANGE, userId: 'u_bob' } }],
  ['getTopConsumers', { query: { ...RANGE, dimension: 'model' } }],
  ['getTopConsumers', { query: { ...RANGE, dimension: 'user' } }],
  ['getRecords', { query: RANGE }],
  ['getRecords', { query: { requestId: 'req_bob' } }],
  ['getRecord', { id: 'req_ada' }],
  ['getRecord', { id: 'req_bob' }],
  ['createExport', { body: { ...RANGE, format: 'csv', filter: { userId: 'u_bob' } } }],
  ['createExport', { body: { ...RANGE, format: 'csv', what: ['statistics'], dimension: 'all' } }],
];

describe('a key that may read the usage of its owner', () => {
  it.each(QUESTIONS)('is answered by %s like a member: %j', async (route, asked) => {
    const key = await api.call(route, { ...asked, key: KEY });
    const member = await api.call(route, { ...asked, person: MEMBER });
    expect([key.statusCode, key.text]).toEqual([member.statusCode, member.text]);
    expect(key.text).not.toContain('u_bob');
  });

  it.each(['getOverview', 'getTrends', 'getStatistics'] as const)(
    'does not learn by %s what the access key of somebody else is called',
    async (route) => {
      await registerKey(api.directory, 'ak_bob', 'Laptop of Bob', 'u_bob');
      const asked = { query: { from: RANGE.from, accessKeyId: 'ak_bob' } };
      for (const caller of [{ key: KEY }, { person: MEMBER }]) {
        const { statusCode, body } = await api.call(route, { ...asked, ...caller });
        expect([statusCode, body.accessKeyId, body.accessKeyName]).toEqual([200, 'ak_bob', undefined]);
      }
      const { body } = await api.call(route, { query: { ...asked.query, userId: 'u_ada' } });
      expect(body.accessKeyName ?? body.name).toBe('Laptop of Bob');
    },
  );

  it('is shown its own records, through whichever key they were reported', async () => {
    const { body } = await api.call('getRecords', { query: RANGE, key: KEY });
    expect(body.records.map(({ requestId }: { requestId: string }) => requestId).toSorted()).toEqual([
      'req_ada',
      'req_ada_2',
    ]);
  });

  it('has its own usage exported, and sees no export of another key or person', async () => {
    const order = { ...RANGE, format: 'ndjson' };
    const { id } = (await api.call('createExport', { body: order, key: KEY })).body;
    const others = [
      (await api.call('createExport', { body: order })).body.id,
      (await api.call('createExport', { body: order, person: MEMBER })).body.id,
      (await api.call('createExport', { body: order, key: { ...KEY, accessKeyId: 'ak_2' } })).body.id,
    ];
    await api.harness.write(id);
    const rows = (await api.harness.content(id, 0)).trim().split('\n');
    expect(rows.map((row) => String(JSON.parse(row).requestId)).toSorted()).toEqual(['req_ada', 'req_ada_2']);
    const { body } = await api.call('listExports', { key: KEY });
    expect(body.exports.map((each: { id: string }) => each.id)).toEqual([id]);
    for (const other of others) {
      expect((await api.call('getExport', { id: other, key: KEY })).statusCode).toBe(404);
      expect((await api.call('deleteExport', { id: other, key: KEY })).statusCode).toBe(404);
    }
  });

  it('has every route that is open to it among these tests', () => {
    const open = Object.entries<Route>(ROUTES).filter(([, { scopes }]) => scopes.includes('read:own'));
    const asked = new Set<string>([
      ...QUESTIONS.map(([name]) => name),
      'listExports',
      'getExport',
      'deleteExport',
      // It says who asks, and has tests of its own.
      'getMe',
    ]);
    expect(open.map(([name]) => name).toSorted()).toEqual([...asked].toSorted());
  });
});
