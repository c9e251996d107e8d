import { describe, expect, it } from '@jest/globals';
import { servedMachine } from './support/served-machine.ts';

describe('token-ledger keys and users', () => {
  const machine = servedMachine();

  it('keep what they do not change: the scopes of a key that is disabled, the address of a user', async () => {
    const [key] = (await machine.json('keys create --name A --scopes ingest,read --owner u_9')) as readonly {
      readonly id: string;
    }[];
    await machine.run(`keys disable ${key?.id} --yes`);
    await machine.run('users add u/9 --name Ada --email ada@example.com');
    await machine.run('users disable u/9 --yes');
    expect(await machine.json('keys list')).toMatchObject([
      { name: 'A', scopes: ['ingest', 'read'], ownerUserId: 'u_9', disabled: true },
    ]);
    expect(await machine.json('users list')).toMatchObject([
      { id: 'u/9', email: 'ada@example.com', disabled: true },
    ]);
    await machine.run('users enable u/9');
    expect(await machine.json('users list')).toMatchObject([{ disabled: false }]);
  });

  it('show the secret of a key once, alone on standard output', async () => {
    const { out, err } = await machine.run('keys create --name B --scopes ingest');
    expect(out).toMatch(/^tl_ak_\w+\n$/);
    expect(err).toContain('Store the key now');
    expect((await machine.run('keys list --json')).out).not.toContain(out.trim());
  });
});
