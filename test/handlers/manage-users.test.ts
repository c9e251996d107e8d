import { describe, expect, it } from '@jest/globals';
import { pathsOf } from '../support/answered.ts';
import { managedAccess } from '../support/managed-access.ts';

const USERS = '/v1/users';
const USER = '/v1/users/{id}';
const IMPORT = '/v1/users/import';

describe('users', () => {
  it('are created, read and listed', async () => {
    const { call } = managedAccess();
    const user = { id: 'u 漢/1', name: 'Ada', email: 'ada@example.com' };
    const created = await call('POST', USERS, { body: user });
    expect(created).toMatchObject({
      statusCode: 201,
      headers: { location: '/v1/users?id=u%20%E6%BC%A2%2F1' },
      body: { ...user, disabled: false, createdAt: '2026-11-21T12:00:00.000Z' },
    });
    expect((await call('GET', USER, { id: user.id })).body).toEqual(created.body);
    expect((await call('GET', USERS)).body).toEqual({ users: [created.body] });
    const again = await call('POST', USERS, { body: user });
    expect([again.statusCode, again.body.code]).toEqual([409, 'user_exists']);
  });

  it.each(['team/a', 'r?1', 'a#b', '100%', '%2F', 'a b', '..', '.', 'a,b', '漢', 'import/', '-u', "o'neill"])(
    'of the id %j are found, changed and disabled by the query, and on record by their id',
    async (id) => {
      const { call, audit, directory } = managedAccess();
      const created = await call('POST', USERS, { body: { id, name: 'Ada' } });
      expect(created.statusCode).toBe(201);
      const location = new URL(String(created.headers['location']), 'https://api');
      const isPlain = /^[-\w]+$/.test(id);
      expect(location.pathname).toBe(isPlain ? `/v1/users/${id}` : USERS);
      expect(isPlain ? id : location.searchParams.get('id')).toBe(id);
      await call('POST', USERS, { body: { id: 'other', name: 'Bob' } });
      expect((await call('GET', USERS, { query: { id } })).body).toEqual({ users: [created.body] });
      const changed = await call('PUT', USERS, { query: { id }, body: { name: 'Ada L.', disabled: true } });
      expect(changed).toMatchObject({ statusCode: 200, body: { id, name: 'Ada L.', disabled: true } });
      expect([...(await directory.getDisabledIds()).users.keys()]).toEqual([id]);
      const { entries } = await audit.log.list({ fromMs: 0, toMs: Number.MAX_SAFE_INTEGER, limit: 10 });
      const changes = entries.filter(({ operation }) => operation === 'PUT /v1/users');
      expect(changes).toMatchObject([{ target: id, outcome: 'done' }]);
    },
  );

  it('are listed by an id that nobody has as nobody, and not changed by one, nor without one', async () => {
    const { call } = managedAccess();
    expect((await call('GET', USERS, { query: { id: 'u_1' } })).body).toEqual({ users: [] });
    const body = { name: 'Ada', disabled: true };
    const unknown = await call('PUT', USERS, { query: { id: 'u_1' }, body });
    expect([unknown.statusCode, unknown.body.code]).toEqual([404, 'user_not_found']);
    const nobody = await call('PUT', USERS, { body });
    expect([nobody.statusCode, nobody.body.errors[0].path]).toEqual([400, '/id']);
  });

  it('are not named by a secret in the audit log', async () => {
    const { call, audit } = managedAccess();
    const secret = 'sk-ant-api03-AbCdEf';
    const body = { name: 'Ada', disabled: true };
    await call('PUT', USERS, { query: { id: secret }, body });
    await call('PUT', USER, { id: secret, body });
    const page = await audit.log.list({ fromMs: 0, toMs: Number.MAX_SAFE_INTEGER, limit: 10 });
    expect(page.entries).toHaveLength(2);
    expect(JSON.stringify(page)).not.toContain(secret);
  });

  it('are disabled since the first time they were, until they are enabled', async () => {
    const { call, directory, advance, now } = managedAccess();
    await call('POST', USERS, { body: { id: 'u_1', name: 'Ada', email: 'ada@example.com' } });
    advance(5);
    const disabled = { name: 'Ada', disabled: true };
    const changed = await call('PUT', USER, { id: 'u_1', body: disabled });
    expect(changed.body).toMatchObject({ disabledAt: '2026-11-21T12:00:00.005Z' });
    expect(changed.body).not.toHaveProperty('email');
    expect((await directory.getDisabledIds()).users).toEqual(new Map([['u_1', now()]]));
    advance(5);
    expect((await call('PUT', USER, { id: 'u_1', body: disabled })).body).toEqual(changed.body);
    await call('PUT', USER, { id: 'u_1', body: { ...disabled, disabled: false } });
    expect((await directory.getDisabledIds()).users.size).toBe(0);
  });

  it('are unknown unless registered, under any id', async () => {
    const { call } = managedAccess();
    for (const id of ['', 'u_1', 'x'.repeat(129), '../ak_1']) {
      const { statusCode, body } = await call('GET', USER, { id });
      expect([statusCode, body.code]).toEqual([404, 'user_not_found']);
    }
  });

  it.each([
    [{}, ['/id', '/name']],
    [{ id: '-', name: 'a' }, ['/id']],
    [{ id: 'x'.repeat(129), name: 'a' }, ['/id']],
    [{ id: 'u\u0000', name: 'a' }, ['/id']],
    [{ id: 'u_1', name: 'a', email: 'no address' }, ['/email']],
  ])('are not created from %j', async (body, paths) => {
    const answer = await managedAccess().call('POST', USERS, { body });
    expect(answer.statusCode).toBe(400);
    expect(pathsOf(answer.body)).toEqual(paths);
  });
});

describe('importing users', () => {
  const importCsv = (access: ReturnType<typeof managedAccess>, body: string) =>
    access.call('POST', IMPORT, { body, type: 'text/csv; charset=utf-8' });

  it('creates, changes and leaves alone, and names the line of each problem', async () => {
    const access = managedAccess();
    await access.call('POST', USERS, { body: { id: 'u_1', name: 'Ada', email: 'ada@example.com' } });
    await access.call('POST', USERS, { body: { id: 'u_2', name: 'Bob' } });
    const csv = [
      '\uFEFFname,ID,email,disabled',
      'Ada,u_1,,',
      '"Bob ""B"", Jr.",u_2,,true',
      '',
      'Cem,u_3,cem@example.com,false',
      'Dan,,,',
      'Eve,u_4,not an address,maybe',
      'Twice,u_3,,',
      'Short,u_5',
    ].join('\r\n');
    const { statusCode, body } = await importCsv(access, csv);
    expect(statusCode).toBe(200);
    expect(body).toMatchObject({ created: 1, updated: 1, unchanged: 1, rejected: 4, failed: 0 });
    const results = body.results.map(({ line, id, status, errors }: Record<string, unknown[]>) => [
      line,
      id ?? pathsOf({ errors: errors as { path: string }[] }).join(' '),
      status,
    ]);
    expect(results).toEqual([
      [2, 'u_1', 'unchanged'],
      [3, 'u_2', 'updated'],
      [5, 'u_3', 'created'],
      [6, '/id', 'rejected'],
      [7, '/email /disabled', 'rejected'],
      [8, '/id', 'rejected'],
      [9, '', 'rejected'],
    ]);
    expect((await access.call('GET', USERS)).body.users).toMatchObject([
      { id: 'u_1', name: 'Ada', email: 'ada@example.com' },
      { id: 'u_2', name: 'Bob "B", Jr.', disabled: true },
      { id: 'u_3', name: 'Cem', email: 'cem@example.com' },
    ]);
  });

  it('changes nothing the second time, and enables no disabled user', async () => {
    const access = managedAccess();
    await importCsv(access, 'id,name,disabled\nu_1,Ada,true');
    const before = (await access.call('GET', USERS)).body;
    expect((await importCsv(access, 'id,name\nu_1,Ada')).body).toMatchObject({ unchanged: 1 });
    expect((await access.call('GET', USERS)).body).toEqual(before);
    expect(before.users[0].disabled).toBe(true);
  });

  it('reports which rows could not be stored', async () => {
    const access = managedAccess();
    const create = access.directory.createUser.bind(access.directory);
    access.directory.createUser = async (user) => {
      if (user.id === 'u_2') throw new Error('DynamoDB is down');
      return create(user);
    };
    const { body } = await importCsv(access, 'id,name\nu_1,A\nu_2,B\nu_3,C');
    expect(body).toMatchObject({ created: 2, failed: 1 });
    expect(body.results[1]).toEqual({ line: 3, id: 'u_2', status: 'failed' });
  });

  const rows = (count: number) =>
    ['id,name', ...Array.from({ length: count }, (_, index) => `u_${index},a`)].join('\n');

  it('accepts 2,000 rows, and none more', async () => {
    expect((await importCsv(managedAccess(), rows(2000))).body).toMatchObject({ created: 2000 });
    const { statusCode, body } = await importCsv(managedAccess(), rows(2001));
    expect([statusCode, body.detail]).toEqual([400, expect.stringContaining('2001')]);
  });

  it.each([
    ['nothing', ''],
    ['a header alone', 'id,name\n'],
    ['a table without ids', 'name\na'],
    ['an unknown column', 'id,name,salary\nu_1,a,1'],
    ['a column twice', 'id,name,id\nu_1,a,u_1'],
    ['an open quote', 'id,name\nu_1,"a'],
  ])('refuses %s without quoting it', async (_, csv) => {
    const { statusCode, body } = await importCsv(managedAccess(), csv);
    expect([statusCode, body.code]).toEqual([400, 'invalid_request']);
    expect(body.detail).not.toContain('salary');
  });

  it('accepts only CSV of at most 1 MB', async () => {
    const access = managedAccess();
    const json = await access.call('POST', IMPORT, { body: '{}' });
    expect([json.statusCode, json.body.code]).toEqual([415, 'unsupported_media_type']);
    const large = await importCsv(access, `id,name\n${'x'.repeat(1_000_000)}`);
    expect([large.statusCode, large.body.code]).toEqual([413, 'body_too_large']);
  });
});
