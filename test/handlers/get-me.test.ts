import { describe, expect, it } from '@jest/globals';
import { meResponse, ROUTES } from '@token-ledger/contract';
import type { Principal } from '@token-ledger/core';
import { getMe } from '../../functions/manage-access/get-me.ts';
import { httpEvent } from '../support/http-event.ts';
import { managedAccess } from '../support/managed-access.ts';

async function answerTo(principal: Principal) {
  const { directory } = managedAccess();
  await directory.createUser({ id: 'u_42', name: 'Ada', createdAtMs: 0, disabled: false, revision: 1 });
  const event = httpEvent({ method: 'GET', path: '/v1/me', authorizer: undefined });
  const { body } = await getMe({ accessKeys: directory, users: directory }, { event, principal });
  return meResponse.parse(body);
}

describe('the answer about the caller', () => {
  it('names an admin, who may use everything but reporting', async () => {
    const me = await answerTo({ kind: 'person', subject: 's-1', role: 'admin', userId: 'u_42' });
    expect(me).toMatchObject({ kind: 'person', id: 's-1', name: 'Ada', role: 'admin', userId: 'u_42' });
    expect(me.ownUsageOnly).toBe(false);
    const missing = Object.keys(ROUTES).filter((name) => !(me.operations as string[]).includes(name));
    // What only keys of producers may do.
    expect(missing).toEqual(['acceptUsage', 'acceptLogs', 'acceptMetrics', 'acceptTraces', 'lookUpNames']);
  });

  it('lets a viewer query and change nothing', async () => {
    const me = await answerTo({ kind: 'person', subject: 's-2', role: 'viewer' });
    expect(me).not.toHaveProperty('name');
    expect(me.operations).toEqual(expect.arrayContaining(['getOverview', 'listBudgets', 'createExport']));
    expect(me.operations).not.toContain('createBudget');
    expect(me.operations).not.toContain('listAccessKeys');
  });

  it('shows a member that the answers are about the own usage', async () => {
    const me = await answerTo({ kind: 'person', subject: 's-3', role: 'member', userId: 'u_7' });
    expect(me).toMatchObject({ role: 'member', userId: 'u_7', ownUsageOnly: true });
    expect(me.operations).toContain('getOverview');
    expect(me.operations).not.toContain('getHealth');
  });

  it.each([
    [['read:own'], true, true],
    [['read:own', 'read'], false, true],
    [['ingest'], false, false],
    [['ingest', 'read'], false, true],
  ] as const)('follows the scopes %j of an access key', async (scopes, ownUsageOnly, mayQuery) => {
    const me = await answerTo({ kind: 'access_key', accessKeyId: 'ak_1', ownerUserId: 'u_42', scopes });
    expect(me).toMatchObject({ kind: 'access_key', id: 'ak_1', userId: 'u_42', scopes, ownUsageOnly });
    expect(me.operations.includes('getOverview')).toBe(mayQuery);
    expect(me).not.toHaveProperty('role');
  });
});
