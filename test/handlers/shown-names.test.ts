import { beforeEach, describe, expect, it } from '@jest/globals';
import type { RouteName } from '@token-ledger/contract';
import { HOUR_MS, iso, type PersonPrincipal } from '@token-ledger/core';
import { NOON, usageRecord } from '../support/records.ts';
import { registerKey, registerUser } from '../support/shown-ids.ts';
import { wholeApi } from '../support/whole-api.ts';

const RANGE = { from: iso(NOON - HOUR_MS), to: iso(NOON + HOUR_MS) };
const ADA: PersonPrincipal = { kind: 'person', subject: 'ada', role: 'admin', userId: 'u_ada' };

describe('the names of ids', () => {
  let api: ReturnType<typeof wholeApi>;

  beforeEach(async () => {
    api = wholeApi();
    await registerKey(api.directory, 'ak_named', 'search service');
    await registerUser(api.directory, 'u_ada', 'Ada');
    await api.record(
      usageRecord({ requestId: 'named', accessKeyId: 'ak_named', userId: 'u_ada' }),
      usageRecord({
        requestId: 'unnamed',
        accessKeyId: 'ak_other',
        userId: 'u_other',
        occurredAtMs: NOON + 1,
      }),
    );
    api.harness.ledger.nowMs = NOON + 2 * HOUR_MS;
  });

  const ask = async (name: RouteName, query: Record<string, string> = {}) =>
    (await api.call(name, { query: { ...RANGE, ...query } })).body;

  it('are beside them in statistics, and beside what these are about', async () => {
    const byUser = await ask('getStatistics', { dimension: 'user' });
    expect(byUser.rows).toMatchObject([{ id: 'u_ada', name: 'Ada' }, { id: 'u_other' }]);
    expect(byUser.rows[1]).not.toHaveProperty('name');
    expect(byUser).not.toHaveProperty('name');
    const ofKey = await ask('getStatistics', { dimension: 'access_key', id: 'ak_named' });
    expect(ofKey).toMatchObject({
      id: 'ak_named',
      name: 'search service',
      rows: [{ name: 'search service' }],
    });
    const ofAll = await ask('getStatistics');
    expect(Object.keys(ofAll.rows[0])).not.toContain('name');
  });

  it.each(['getTrends', 'getOverview'] as const)('stand beside what %s is about', async (route) => {
    expect(await ask(route, { dimension: 'user', id: 'u_ada' })).toMatchObject({ id: 'u_ada', name: 'Ada' });
    expect(await ask(route, { dimension: 'user', id: 'u_other' })).not.toHaveProperty('name');
    expect(await ask(route)).not.toHaveProperty('name');
  });

  it('are beside the top consumers', async () => {
    expect((await ask('getTopConsumers')).consumers).toMatchObject([
      { rank: 1, id: 'u_ada', name: 'Ada' },
      { rank: 2, id: 'u_other' },
    ]);
    const { consumers } = await ask('getTopConsumers', { dimension: 'access_key' });
    expect(consumers.map(({ name }: { name?: string }) => name)).toEqual(['search service', undefined]);
    const models = await ask('getTopConsumers', { dimension: 'model' });
    expect(Object.keys(models.consumers[0])).not.toContain('name');
  });

  it('are in records', async () => {
    const { records } = await ask('getRecords', { order: 'oldest' });
    expect(records[0]).toMatchObject({ accessKeyName: 'search service', userName: 'Ada' });
    for (const field of ['accessKeyName', 'userName']) expect(records[1]).not.toHaveProperty(field);
    expect((await api.call('getRecord', { id: 'named' })).body).toMatchObject({ userName: 'Ada' });
  });

  it('are in the scopes of budgets', async () => {
    for (const scope of [
      { dimension: 'all' },
      { dimension: 'user', id: 'u_ada' },
      { dimension: 'user', id: '-' },
      { dimension: 'access_key', id: 'ak_named' },
      { dimension: 'model', id: 'u_ada' },
    ]) {
      const terms = { period: 'monthly', unit: 'tokens', amount: '1', thresholds: [100] };
      const created = await api.call('createBudget', { body: { name: 'b', scope, ...terms } });
      expect(created.statusCode).toBe(201);
    }
    const { budgets } = (await api.call('listBudgets')).body;
    expect(budgets.map(({ scope }: { scope: object }) => scope)).toEqual([
      { dimension: 'all' },
      { dimension: 'user', id: 'u_ada', name: 'Ada' },
      { dimension: 'user', id: '-' },
      { dimension: 'access_key', id: 'ak_named', name: 'search service' },
      { dimension: 'model', id: 'u_ada' },
    ]);
    expect((await api.call('getBudget', { id: 'b2' })).body.scope.name).toBe('Ada');
  });

  it('are in the differences of quality checks', async () => {
    await api.harness.ledger.rollUp();
    const key = { period: 'hour', bucketId: '2026112112' } as const;
    api.harness.ledger.store.loseStatistics({ ...key, dimension: 'user', id: 'u_ada' });
    api.harness.ledger.store.loseStatistics({ ...key, dimension: 'access_key', id: 'ak_named' });
    const { first } = (await ask('getQuality')).consistency;
    const shown = first.map(({ id, name }: { id?: string; name?: string }) => [id, name]);
    expect(shown).toContainEqual(['u_ada', 'Ada']);
    expect(shown).toContainEqual(['ak_named', 'search service']);
  });

  it('show who requested an export', async () => {
    await registerKey(api.directory, 'ak_caller', 'finance');
    await api.call('createExport', { body: RANGE });
    await api.call('createExport', { body: RANGE, person: ADA });
    const person: PersonPrincipal = { kind: 'person', subject: 'u_ada', role: 'admin' };
    await api.call('createExport', { body: RANGE, person: person });
    const { exports } = (await api.call('listExports')).body;
    expect(
      exports.map(({ createdBy, createdByName }: Record<string, string>) => [createdBy, createdByName]),
    ).toEqual([
      // The issuer's name for a person need not be the id of a user.
      ['u_ada', undefined],
      ['ada', 'Ada'],
      ['ak_caller', 'finance'],
    ]);
  });

  it('change the tag of an answer when they change, within a minute', async () => {
    await api.harness.ledger.rollUp();
    const get = async () => {
      const query = { ...RANGE, dimension: 'user' };
      const { headers, body } = await api.call('getStatistics', { query });
      return [headers['etag'], body.rows[0].name];
    };
    const [before, name] = await get();
    expect([before, name]).toEqual([expect.stringMatching(/^W\//), 'Ada']);
    const user = await api.directory.getUser('u_ada');
    if (user) await api.directory.replaceUser({ ...user, name: 'Ada L.', revision: 2 });
    expect(await get()).toEqual([before, 'Ada']);
    api.harness.ledger.nowMs += 60_000;
    const [after, renamed] = await get();
    expect(renamed).toBe('Ada L.');
    expect(after).not.toBe(before);
  });
});
