import { describe, expect, it } from '@jest/globals';
import { servedMachine } from './support/served-machine.ts';

describe('what cannot be undone', () => {
  const machine = servedMachine();
  const terminal = { input: true, output: false, errors: false };

  it('needs --yes where nobody can be asked, and changes nothing without', async () => {
    const [budget] = (await machine.json('budgets create --name A --amount 1')) as readonly {
      readonly id: string;
    }[];
    const remove = `budgets remove ${budget?.id}`;
    expect(await machine.run(remove)).toMatchObject({
      code: 2,
      err: expect.stringContaining('Add --yes to confirm.'),
    });
    expect(await machine.run(remove, { terminal, confirm: async () => false })).toMatchObject({ code: 130 });
    expect(await machine.json('budgets list')).toHaveLength(1);
    expect(await machine.run(remove, { terminal, confirm: async () => true })).toMatchObject({ code: 0 });
    expect(await machine.json('budgets list')).toHaveLength(0);
  });
});
