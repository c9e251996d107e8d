import { beforeEach, describe, expect, it } from '@jest/globals';
import { HOUR_MS, type PersonPrincipal } from '@token-ledger/core';
import { NOON, usageRecord } from '../support/records.ts';
import { PSEUDONYMS } from '../support/shown-ids.ts';
import { type Asked, wholeApi } from '../support/whole-api.ts';

const RANGE = {
  from: new Date(NOON - HOUR_MS).toISOString(),
  to: new Date(NOON + HOUR_MS).toISOString(),
  format: 'ndjson',
};
const MEMBER: PersonPrincipal = { kind: 'person', subject: 'ada', role: 'member', userId: 'u_ada' };
const VIEWER: PersonPrincipal = { kind: 'person', subject: 'vic', role: 'viewer', userId: 'u_vic' };
const ADMIN: PersonPrincipal = { kind: 'person', subject: 'boss', role: 'admin', userId: 'u_boss' };

let api: ReturnType<typeof wholeApi>;

async function setUp(pseudonymizeUsers: boolean) {
  api = wholeApi({ pseudonymizeUsers });
  await api.record(
    usageRecord({ requestId: 'req_ada', userId: 'u_ada', metadata: { who: 'Ada' } }),
    usageRecord({ requestId: 'req_bob', userId: 'u_bob', metadata: { who: 'Bob' } }),
    usageRecord({ requestId: 'req_ada_2', userId: 'u_ada', accessKeyId: 'ak_2' }),
  );
}

const post = (person: PersonPrincipal | undefined, body: object = {}) =>
  api.call('createExport', { body: { ...RANGE, ...body }, ...(person && { person }) });
const ids = async (asked: Asked) =>
  (await api.call('listExports', asked)).body.exports.map(({ id }: { id: string }) => id);

/** Requests an export, writes it, and reads its rows. */
async function rows(person: PersonPrincipal | undefined, body: object = {}, file = 0) {
  const { statusCode, body: asked } = await post(person, body);
  expect(statusCode).toBe(202);
  await api.harness.write(asked.id);
  const content = await api.harness.content(asked.id, file);
  return content.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
}

describe('a member', () => {
  beforeEach(() => setUp(false));

  it('exports only the own records and statistics', async () => {
    const own = await rows(MEMBER);
    expect(own.map(({ requestId }) => requestId)).toEqual(['req_ada', 'req_ada_2']);
    expect(own[0]).toMatchObject({ userId: 'u_ada', metadata: '{"who":"Ada"}' });
    const fields = { statisticsFields: ['id', 'requests'] };
    const both = { what: ['records', 'statistics'], ...fields };
    expect(await rows(MEMBER, both, 1)).toEqual([{ id: 'u_ada', requests: 2 }]);
    const named = { ...both, dimension: 'user', filter: { userId: 'u_ada' } };
    expect(await rows(MEMBER, named, 1)).toEqual([{ id: 'u_ada', requests: 2 }]);
    expect(await rows(MEMBER, { filter: { accessKeyId: 'ak_2' } })).toMatchObject([
      { requestId: 'req_ada_2' },
    ]);
  });

  it.each<[string, object]>([
    ['another user', { filter: { userId: 'u_bob' } }],
    ['records without a user', { filter: { userId: '-' } }],
    ['statistics of another user', { what: ['statistics'], dimension: 'user', filter: { userId: 'u_bob' } }],
    ['statistics of everybody', { what: ['statistics'], dimension: 'all' }],
    ['statistics by access key', { what: ['records', 'statistics'], dimension: 'access_key' }],
    ['charges, which are by access key', { format: 'focus', billingAccountId: 'org' }],
  ])('is refused an export of %s, and nothing is stored', async (_, body) => {
    const { statusCode, body: problem } = await post(MEMBER, body);
    expect([statusCode, problem.code]).toEqual([403, 'not_visible']);
    expect(await ids({})).toEqual([]);
  });

  it('sees, downloads and deletes only the own exports', async () => {
    const { id } = (await post(MEMBER)).body;
    const others = [
      (await post(undefined)).body.id,
      (await post({ ...MEMBER, subject: 'bob', userId: 'u_bob' })).body.id,
      // Of the same name, but a key.
      (await api.harness.create({ filter: { userId: 'u_ada' } }, { kind: 'access_key', id: 'ada' })).id,
    ];
    expect(await ids({ person: MEMBER })).toEqual([id]);
    for (const other of others) {
      for (const route of ['getExport', 'deleteExport'] as const) {
        const { statusCode, body } = await api.call(route, { person: MEMBER, id: other });
        expect([statusCode, body.code]).toEqual([404, 'export_not_found']);
      }
    }
    await api.harness.write(id);
    const { body } = await api.call('getExport', { person: MEMBER, id });
    expect(body).toMatchObject({ createdBy: 'ada', files: [{ rows: 2, link: { url: expect.any(String) } }] });
    expect((await api.call('deleteExport', { person: MEMBER, id })).statusCode).toBe(202);
    expect(await ids({ person: MEMBER })).toEqual([]);
  });

  it('who was more before does not see earlier exports about others', async () => {
    const { id } = (await post({ ...MEMBER, role: 'viewer' })).body;
    const own = (await post({ ...MEMBER, role: 'viewer' }, { filter: { userId: 'u_ada' } })).body.id;
    expect((await api.call('getExport', { person: MEMBER, id })).statusCode).toBe(404);
    expect(await ids({ person: MEMBER })).toEqual([own]);
  });

  it('finds the own exports behind any number of others', async () => {
    const mine = [(await post(MEMBER)).body.id];
    for (let count = 0; count < 45; count += 1) await post(undefined);
    mine.unshift((await post(MEMBER)).body.id);
    const page = (await api.call('listExports', { person: MEMBER, query: { limit: '1' } })).body;
    expect(page.exports.map(({ id }: { id: string }) => id)).toEqual([mine[0]]);
    const next = { limit: '1', before: page.nextBefore };
    expect(await ids({ person: MEMBER, query: next })).toEqual([mine[1]]);
    expect(await ids({ person: MEMBER })).toEqual(mine);
  });
});

describe('a viewer', () => {
  it('sees every export, and deletes only the own ones', async () => {
    await setUp(false);
    const [own, other] = [(await post(VIEWER)).body.id, (await post(MEMBER)).body.id];
    expect(await ids({ person: VIEWER })).toEqual([other, own]);
    expect((await api.call('deleteExport', { person: VIEWER, id: other })).statusCode).toBe(403);
    expect((await api.call('deleteExport', { person: VIEWER, id: own })).statusCode).toBe(202);
  });

  it('who sees pseudonyms gets only files with pseudonyms', async () => {
    await setUp(true);
    const real = [(await post(ADMIN)).body.id, (await post(undefined)).body.id, (await post(MEMBER)).body.id];
    // From before the setting was changed.
    const former = await api.harness.create({}, { kind: 'person', id: 'vic' });
    const mine = (await post(VIEWER)).body.id;
    const colleague = (await post({ ...VIEWER, subject: 'val', userId: 'u_val' })).body.id;
    const list = (await api.call('listExports', { person: VIEWER })).body.exports;
    expect(list.map(({ id, createdBy }: Record<string, string>) => [id, createdBy])).toEqual([
      [colleague, PSEUDONYMS.of('u_val')],
      [mine, 'vic'],
    ]);
    for (const id of [...real, former.id])
      expect((await api.call('getExport', { person: VIEWER, id })).statusCode).toBe(404);
    expect(await ids({ person: ADMIN })).toHaveLength(6);
  });

  it('who sees pseudonyms filters by them', async () => {
    await setUp(true);
    const ada = PSEUDONYMS.of('u_ada');
    const fields = ['requestId', 'userId', 'userName', 'metadata'];
    const filtered = await rows(VIEWER, { filter: { userId: ada }, recordFields: fields });
    const shown = { userId: ada, userName: null, metadata: null };
    expect(filtered).toEqual([
      { requestId: 'req_ada', ...shown },
      { requestId: 'req_ada_2', ...shown },
    ]);
    expect(await rows(VIEWER, { filter: { userId: 'u_ada' } })).toEqual([]);
    const statistics = { what: ['statistics'], dimension: 'user', statisticsFields: ['id', 'requests'] };
    expect(await rows(VIEWER, statistics)).toEqual([
      { id: ada, requests: 2 },
      { id: PSEUDONYMS.of('u_bob'), requests: 1 },
    ]);
  });
});
