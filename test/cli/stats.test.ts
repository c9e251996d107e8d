import { describe, expect, it } from '@jest/globals';
import { DAY, threeUsers } from './support/three-users.ts';

describe('token-ledger stats', () => {
  const machine = threeUsers();

  it('is exact for programs, an object a line', async () => {
    const rows = await machine.json(`stats --by user ${DAY}`);
    expect(rows).toMatchObject([
      { id: 'u_1', name: 'Ada', tokens: { input: 1_234_567 }, cost: { usd: '2.474434' } },
      { id: 'u_2', tokens: { input: 1000 } },
      { id: 'u_3', cost: { usd: '0', unpricedRequests: 1 } },
    ]);
  });

  it('is about one user, one key, or both, however it is split', async () => {
    const users = async (line: string) =>
      ((await machine.json(`stats ${line} ${DAY}`)) as readonly { readonly requests: number }[]).map(
        ({ requests }) => requests,
      );
    expect(await users('--user u_1')).toEqual([1]);
    expect(await users('--by user --user u_1')).toEqual([1]);
    expect(await users('--by user --user u_1 --key ak_1')).toEqual([1]);
    expect(await users('--by key --key ak_1')).toEqual([3]);
    expect(await users('--key ak_1 --user u_2')).toEqual([1]);
    for (const command of ['overview', 'trends', 'top --by model'])
      expect(await machine.run(`${command} ${DAY} --user u_1 --key ak_1`)).toMatchObject({ code: 0 });
  });
});
