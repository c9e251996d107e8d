import { beforeAll, describe, expect, it } from '@jest/globals';
import { SCOPES, type Scope } from '@token-ledger/core';
import { NOON, usageRecord } from '../support/records.ts';
import { servedMachine } from './support/served-machine.ts';

describe('whose usage a command asks for', () => {
  let scopes: readonly Scope[] = SCOPES;
  const machine = servedMachine({ callerOf: () => ({ scopes }) });
  let keyId = '';

  beforeAll(async () => {
    await machine.run('users add u_7 --name "Omar Okafor" --email omar@example.com');
    await machine.run('users add u_8 --name "Ada Berg"');
    await machine.run('users add u_9 --name "Ada Berg"');
    await machine.run('keys create --name Chat --scopes ingest');
    const keys = (await machine.json('keys list')) as readonly { readonly id: string }[];
    keyId = keys[0]?.id ?? '';
    const calls = [
      { userId: 'u_7', accessKeyId: keyId },
      { userId: 'u_8', accessKeyId: keyId },
      { userId: 'u_unregistered', accessKeyId: 'ak_2' },
    ];
    await machine.api.record(
      ...calls.map((call, n) => usageRecord({ ...call, requestId: `req_${n}`, occurredAtMs: NOON - 1 - n })),
    );
  });

  const requestsOf = async (line: string): Promise<readonly string[]> => {
    const records = await machine.json(`records list --last 7d ${line}`);
    return (records as readonly { readonly requestId: string }[]).map(({ requestId }) => requestId);
  };

  it.each([
    ['--user u_7', ['req_0']],
    ['--user "Omar Okafor"', ['req_0']],
    ['--user "omar okafor"', ['req_0']],
    ['--user omar@example.com', ['req_0']],
    ['--user u_unregistered', ['req_2']],
    ['--user -', []],
    ['--key Chat', ['req_0', 'req_1']],
    ['--key chat --user "Omar Okafor"', ['req_0']],
    ['--key ak_2', ['req_2']],
  ])('is found by id or name: %s', async (line, found) => {
    expect(await requestsOf(line)).toEqual(found);
  });

  it.each(['overview', 'top --by model', 'trends', 'stats', 'stats --by user', 'stats --by key'])(
    'is found by name in every command: %s',
    async (command) => {
      const byName = await machine.run(`${command} --last 7d --user "Omar Okafor" --key Chat`);
      const byId = await machine.run(`${command} --last 7d --user u_7 --key ${keyId}`);
      expect([byName.code, byName.out]).toEqual([0, byId.out]);
      expect(byName.out).not.toBe((await machine.run(`${command} --last 7d`)).out);
      expect(byName.err).toContain('The user Omar Okafor has the id u_7.\n');
    },
  );

  it('is named by an id where several have the name', async () => {
    const { code, err, out } = await machine.run('overview --user "Ada Berg"');
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('2 users have the name "Ada Berg": u_8, u_9');
  });

  it('is an error with what was probably intended where nobody has the id or the name, nor any usage', async () => {
    const { code, err, out } = await machine.run('top --by model --user "Omar Okafr"');
    expect([code, out]).toEqual([4, '']);
    expect(err).toContain('No user has the id or name "Omar Okafr".');
    expect(err).toContain('Did you mean Omar Okafor (u_7)?');
    expect((await machine.run('export create --last 7d --user "Omar Okafr"')).code).toBe(4);
    const { err: nothingLike } = await machine.run('top --by model --key billing');
    expect(nothingLike).toContain('No access key has the id or name "billing".');
    expect(nothingLike).toContain('token-ledger keys list');
  });

  it('is passed on by a program that asks for an id without usage, with a warning', async () => {
    const { code, err, out } = await machine.run('stats --last 7d --user u_new --json');
    expect([code, out, err]).toEqual([0, '', 'No user has the id or name "u_new".\n']);
  });

  it('is passed on as it is for a caller who may not read the directory', async () => {
    try {
      scopes = ['read'];
      const { code, out } = await machine.run('records list --last 7d --user "Omar Okafor"');
      expect([code, out]).toEqual([0, 'No calls in this range.\n']);
      expect(await requestsOf('--user u_7')).toEqual(['req_0']);
    } finally {
      scopes = SCOPES;
    }
  });
});
