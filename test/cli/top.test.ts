import { describe, expect, it } from '@jest/globals';
import { DAY, threeUsers } from './support/three-users.ts';

describe('token-ledger top', () => {
  const machine = threeUsers();

  it('is short for people, and names who used and cost most', async () => {
    const { out, err } = await machine.run(`top ${DAY}`);
    const [head, first, second] = out.split('\n');
    expect(head).toMatch(
      /^ *# +user +of cost +requests +errors +input +output +cache write +cache read +total +cost$/,
    );
    expect(first).toMatch(/^1 +Ada \(u_1\) +99\.\d% +1 +0 +1\.235M +500 +100 +50 +1\.235M +\$2\.47$/);
    expect(second).toMatch(/^2 +u_2 +0\.\d% .* \$0\.0\d+$/);
    expect(out).toMatch(/All: \$2\.48\+ for 3 requests, 2026-11-21 00:00 to 2026-11-21 12:00 UTC\./);
    expect(err).toContain('+ 1 request has no price');
  });

  it('says so if there is nothing', async () => {
    expect(await machine.run('top --in 2026-11-20')).toEqual({
      code: 0,
      out: 'No usage in this range.\n',
      err: '',
    });
    expect(await machine.run('top --in 2026-11-20 --json')).toEqual({ code: 0, out: '', err: '' });
  });
});
