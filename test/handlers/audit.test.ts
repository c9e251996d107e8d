import { describe, expect, it } from '@jest/globals';
import { type AuditEntryResponse, ROUTES, type Route, routeKey } from '@token-ledger/contract';
import { actorOf, DAY_MS } from '@token-ledger/core';
import { ulid } from 'ulid';
import { managedAccess } from '../support/managed-access.ts';
import { queryHandlers } from '../support/query-handlers.ts';
import { NOON, usageRecord } from '../support/records.ts';

const KEYS = '/v1/access-keys';
const body = { name: 'search', scopes: ['ingest'] };

describe('the audit log', () => {
  it('has every operation: by whom, on what, from where, and its outcome', async () => {
    const { call, audit } = managedAccess();
    const created = await call('POST', KEYS, { body });
    const id = created.body.id as string;
    await call('PUT', `${KEYS}/{id}`, { id, body: { ...body, disabled: true } });
    await call('POST', `${KEYS}/{id}/rotate`, { id: 'ak_unknown' });
    await call('POST', '/v1/users', { body: {} });
    const entries = await audit.entries();
    const summary = entries.map(({ operation, target, outcome }) => [operation, target, outcome]);
    expect(new Set(summary)).toEqual(
      new Set([
        ['POST /v1/users', undefined, 'invalid_request'],
        ['POST /v1/access-keys/{id}/rotate', 'ak_unknown', 'access_key_not_found'],
        ['PUT /v1/access-keys/{id}', id, 'done'],
        ['POST /v1/access-keys', id, 'done'],
      ]),
    );
    for (const entry of entries) {
      expect(entry).toMatchObject({
        actor: { kind: 'access_key', id: 'ak_admin' },
        sourceIp: '192.0.2.1',
        userAgent: 'test',
        requestId: 'request-1',
      });
    }
    const secret = created.body.accessKey.split('_').at(-1);
    expect(JSON.stringify(entries)).not.toContain(secret);
  });

  it('has the names of the targets', async () => {
    const { call } = managedAccess();
    const { id } = (await call('POST', KEYS, { body })).body;
    const user = { id: 'u_42', name: 'Ada' };
    await call('POST', '/v1/users', { body: user });
    await call('PUT', '/v1/users/{id}', { id: 'u_42', body: { name: 'Ada L.', disabled: false } });
    await call('PUT', '/v1/users/{id}', { id, body: { name: 'Someone', disabled: false } });
    const { entries } = (await call('GET', '/v1/audit', { query: { from: '2026-11-01T00:00:00Z' } })).body;
    const targets = entries.map(({ operation, target, targetName }: Record<string, string>) => [
      operation,
      target,
      targetName,
    ]);
    expect(new Set(targets)).toEqual(
      new Set([
        ['POST /v1/access-keys', id, 'search'],
        ['POST /v1/users', 'u_42', 'Ada L.'],
        ['PUT /v1/users/{id}', 'u_42', 'Ada L.'],
        // An access key is not a user.
        ['PUT /v1/users/{id}', id, undefined],
      ]),
    );
  });

  it('has the names of people whose user is known, and of no other', async () => {
    const { audit, call } = managedAccess();
    await call('POST', '/v1/users', { body: { id: 'u_42', name: 'Ada' } });
    const people = [
      actorOf({ kind: 'person', subject: 'subject-1', role: 'admin', userId: 'u_42' }),
      // The subject of a sign-in is not the id of a user, even where it looks like one.
      actorOf({ kind: 'person', subject: 'u_42', role: 'admin' }),
    ];
    for (const [index, actor] of people.entries()) {
      const operation = 'DELETE /v1/budgets/{id}';
      const entry = { id: ulid(NOON - index), atMs: NOON - index, actor, operation, outcome: 'done' };
      await audit.log.append({ ...entry, sourceIp: '192.0.2.1', requestId: `request-${index}` });
    }
    const { entries } = (await call('GET', '/v1/audit', { query: { from: '2026-11-01T00:00:00Z' } })).body;
    const actors = entries.map(({ actor }: { readonly actor: { readonly kind: string } }) => actor);
    expect(actors.filter(({ kind }: { readonly kind: string }) => kind === 'person')).toEqual([
      { kind: 'person', id: 'subject-1', userId: 'u_42', name: 'Ada' },
      { kind: 'person', id: 'u_42' },
    ]);
  });

  it('does not contain reads', async () => {
    const { call, audit } = managedAccess();
    await call('GET', KEYS);
    await call('GET', '/v1/audit', { query: { from: '2026-11-01T00:00:00Z' } });
    expect(await audit.entries()).toEqual([]);
  });

  it('comes first: without an entry nothing is done', async () => {
    const { call, audit } = managedAccess();
    audit.log.begin = () => Promise.reject(new Error('DynamoDB is down'));
    const answer = await call('POST', KEYS, { body });
    expect([answer.statusCode, answer.body.code]).toEqual([503, 'not_stored']);
    expect((await call('GET', KEYS)).body.accessKeys).toEqual([]);
  });

  it('keeps an entry unfinished if the outcome cannot be written, and still answers the operation', async () => {
    const { call, audit, telemetry } = managedAccess();
    audit.log.append = () => Promise.reject(new Error('DynamoDB is down'));
    expect((await call('POST', KEYS, { body })).statusCode).toBe(201);
    expect(await audit.entries()).toMatchObject([{ outcome: 'unfinished' }]);
    expect(telemetry.lines).toMatchObject([{ level: 'error', fields: { outcome: 'done' } }]);
  });

  it('contains an unforeseen failure as well', async () => {
    const { call, audit, directory } = managedAccess();
    directory.createUser = () => Promise.reject(new Error('DynamoDB is down'));
    expect((await call('POST', '/v1/users', { body: { id: 'u_1', name: 'a' } })).statusCode).toBe(500);
    expect(await audit.entries()).toMatchObject([{ outcome: 'internal_error' }]);
  });

  it('covers every route that changes something, except reporting usage and asking in a body', () => {
    const changing = Object.values<Route>(ROUTES).filter(({ method }) => method !== 'GET');
    const unaudited = changing.filter(({ audited }) => !audited).map(routeKey);
    const reporting = ['POST /v1/usage', 'POST /v1/logs', 'POST /v1/metrics', 'POST /v1/traces'];
    expect(unaudited).toEqual([...reporting, 'POST /v1/records/lookup']);
  });
});

describe('GET /v1/audit', () => {
  const from = '2026-11-01T00:00:00Z';

  it('lists the newest first, with names, page by page', async () => {
    const { call, advance, directory } = managedAccess();
    const caller = (await call('POST', KEYS, { body })).body.id as string;
    for (let index = 0; index < 4; index += 1) {
      advance(1000);
      await call('POST', '/v1/users', { callerId: caller, body: { id: `u_${index}`, name: 'a' } });
    }
    expect(await directory.getUser('u_3')).toBeDefined();
    const first = (await call('GET', '/v1/audit', { query: { from, limit: '2' } })).body;
    expect(first.entries).toMatchObject([
      {
        at: '2026-11-21T12:00:04.000Z',
        actor: { kind: 'access_key', id: caller, name: 'search' },
        operation: 'POST /v1/users',
        target: 'u_3',
        outcome: 'done',
      },
      { target: 'u_2' },
    ]);
    // Entries between two pages are not on the second.
    await call('POST', '/v1/users', { body: { id: 'u_new', name: 'a' } });
    const query = { from, limit: '10', cursor: first.nextCursor };
    const second = (await call('GET', '/v1/audit', { query })).body;
    expect(second.entries.map(({ target }: { target: string }) => target)).toEqual(['u_1', 'u_0', caller]);
    expect(second).not.toHaveProperty('nextCursor');
  });

  describe('with conditions', () => {
    async function administered() {
      const { call, audit, advance } = managedAccess();
      const caller = (await call('POST', KEYS, { body })).body.id as string;
      for (const id of ['u_ada', 'u_ben']) {
        advance(1);
        await call('POST', '/v1/users', { callerId: caller, body: { id, name: `Name of ${id}` } });
      }
      advance(1);
      await call('POST', '/v1/users', { body: { id: 'u_ada', name: 'twice' } });
      await audit.log.append({
        id: ulid(NOON - 1),
        atMs: NOON - 1,
        actor: actorOf({ kind: 'person', subject: 'subject-1', role: 'admin', userId: 'u_ben' }),
        operation: 'DELETE /v1/budgets/{id}',
        target: 'budget-1',
        outcome: 'unfinished',
        sourceIp: '203.0.113.9',
        requestId: 'request-1',
      });
      const search = async (query: Record<string, string>) =>
        (await call('GET', '/v1/audit', { query: { from, ...query } })).body;
      const targets = async (query: Record<string, string>) =>
        (await search(query)).entries.map(({ target }: { readonly target?: string }) => target);
      return { audit, caller, search, targets };
    }

    it('has entries that fulfil all of them, by parts of ids and current names', async () => {
      const { caller, targets } = await administered();
      expect(await targets({ operation: 'post /V1/users' })).toEqual([undefined, 'u_ben', 'u_ada']);
      expect(await targets({ operation: 'users', outcome: 'done' })).toEqual(['u_ben', 'u_ada']);
      expect(await targets({ outcome: 'refused' })).toEqual([undefined]);
      expect(await targets({ outcome: 'unfinished' })).toEqual(['budget-1']);
      // The name of the key that called, and of the user a person is.
      expect(await targets({ actor: 'search' })).toEqual(['u_ben', 'u_ada']);
      expect(await targets({ actor: 'name of u_ben' })).toEqual(['budget-1']);
      expect(await targets({ actor: 'person' })).toEqual(['budget-1']);
      expect(await targets({ target: 'name of u_ben' })).toEqual(['u_ben']);
      expect(await targets({ target: caller })).toEqual([caller]);
      expect(await targets({ address: '203.0.113' })).toEqual(['budget-1']);
      expect(await targets({ actor: 'search', target: 'budget' })).toEqual([]);
    });

    it('has each of them once, page by page, for the same conditions only', async () => {
      const { search } = await administered();
      const query = { operation: 'users', limit: '2' };
      const first = await search(query);
      expect(first.entries).toHaveLength(2);
      const second = await search({ ...query, cursor: first.nextCursor });
      expect(second.entries).toMatchObject([{ target: 'u_ada', outcome: 'done' }]);
      expect(second).not.toHaveProperty('nextCursor');
      const other = await search({ operation: 'budgets', limit: '2', cursor: first.nextCursor });
      expect(other.errors[0].path).toBe('/cursor');
    });

    it('reads 5,000 entries at most, and continues behind them', async () => {
      const { audit, search } = await administered();
      for (let index = 0; index < 5_000; index += 1) {
        const entry = {
          id: ulid(NOON + 1 + index),
          atMs: NOON + 1 + index,
          actor: { kind: 'unknown' },
        } as const;
        const denied = { operation: 'GET /v1/me', outcome: 'missing_credentials', sourceIp: '192.0.2.9' };
        await audit.log.append({ ...entry, ...denied, requestId: 'denied' });
      }
      const query = { to: '2026-11-21T12:01:00Z', target: 'budget-1' };
      const first = await search(query);
      expect(first.entries).toEqual([]);
      const second = await search({ ...query, cursor: first.nextCursor });
      expect(second.entries).toMatchObject([{ target: 'budget-1' }]);

      // What an offset has yet to skip is passed on, too.
      const older = { id: ulid(NOON - 2), atMs: NOON - 2, actor: { kind: 'unknown' } } as const;
      const denied = { outcome: 'missing_credentials', sourceIp: '192.0.2.9', requestId: 'denied' };
      await audit.log.append({ ...older, ...denied, operation: 'GET /v1/budgets/{id}', target: 'budget-2' });
      const budgets = { ...query, target: 'budget-' };
      const behind = await search({ ...budgets, offset: '1' });
      expect(behind.entries).toEqual([]);
      const rest = await search({ ...budgets, cursor: behind.nextCursor });
      expect(rest.entries).toMatchObject([{ target: 'budget-2' }]);
    });
  });

  it.each([
    [{}, '/from'],
    [{ from: '2026-11-22T00:00:00Z' }, '/from'],
    [{ from, to: from }, '/to'],
    [{ from: '2025-10-01T00:00:00Z', to: '2026-11-20T00:00:00Z' }, '/to'],
    [{ from, cursor: 'made up' }, '/cursor'],
    [{ from, limit: '1001' }, '/limit'],
    [{ from, actor: '' }, '/actor'],
    [{ from, target: 'x'.repeat(401) }, '/target'],
    [{ from, outcome: 'forbidden' }, '/outcome'],
    [{ from, who: 'x' }, '/who'],
  ])('refuses %j', async (query, path) => {
    const answer = await managedAccess().call('GET', '/v1/audit', { query: query as Record<string, string> });
    expect([answer.statusCode, answer.body.errors[0].path]).toEqual([400, path]);
  });
});

describe('operations on recorded usage', () => {
  it('have a category of their own, and the range of their data', async () => {
    const { post, audit: written } = await queryHandlers([usageRecord({ occurredAtMs: NOON - DAY_MS })]);
    await post('/v1/aggregations', { date: 'yesterday' });
    await post('/v1/rebuilds', { from: '2026-11-19T00:00:00Z', to: '2026-11-21T00:00:00Z' });
    const { call: ask, audit } = managedAccess();
    for (const entry of await written.entries()) await audit.log.append(entry);
    await ask('POST', '/v1/users', { body: { id: 'u_1', name: 'Ada' } });
    const { entries } = (await ask('GET', '/v1/audit', { query: { last: 'P2D', to: '2026-11-22' } })).body;
    const shown = entries.map(({ operation, category, range }: AuditEntryResponse) => [
      operation,
      category,
      range,
    ]);
    const day = (date: number) => `2026-11-${date}T00:00:00.000Z`;
    expect(new Set(shown)).toEqual(
      new Set([
        ['POST /v1/aggregations', 'data', { from: day(20), to: day(21) }],
        ['POST /v1/rebuilds', 'data', { from: day(19), to: day(21) }],
        ['POST /v1/users', 'administration', undefined],
      ]),
    );
  });

  it.each(['createExport', 'startRebuild', 'startAggregation', 'runReport', 'deleteExport'] as const)(
    'include %s',
    (name) => {
      expect(ROUTES[name]).toMatchObject({ audited: true, dataOperation: true });
    },
  );
});
