import { describe, expect, it } from '@jest/globals';
import { threeUsers } from './support/three-users.ts';

describe('token-ledger budgets', () => {
  const machine = threeUsers();

  it('lists which thresholds were reached, and when', async () => {
    const fired = { threshold: 50, firedAt: '2026-11-14T08:11:31.000Z' };
    const current = { spent: '6', left: '4', usedPercent: 60, alerts: [fired] };
    const budget = { id: 'b1', name: 'All', scope: { dimension: 'all' }, period: 'monthly', unit: 'USD' };
    const fetch = async () => Response.json({ budgets: [{ ...budget, amount: '10', current }] });
    const { out } = await machine.run('budgets list --time-zone Europe/Berlin', { fetch });
    expect(out).toContain('reached (Europe/Berlin)');
    expect(out).toContain('50% 2026-11-14 09:11');
  });

  it('shows amount and period of a new one, and what is spent already', async () => {
    const { out } = await machine.run('budgets create --name "All usage" --amount 1250 --thresholds 80');
    const fields = new Map(
      out
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/ {2,}/) as [string, string]),
    );
    expect(fields.get('budget')).toMatch(/^All usage \(\w+\)$/);
    fields.delete('budget');
    expect(Object.fromEntries(fields)).toEqual({
      of: 'all usage',
      amount: '$1,250.00 monthly',
      spent: '$2.48+ (0.1%)',
      thresholds: '80%',
    });
    const tokens = await machine.run(
      'budgets create --name Ada --unit tokens --amount 2000000 --period daily --of user --id u_1',
    );
    expect(tokens.out).toMatch(
      /of +user Ada \(u_1\)\namount +2M tokens daily\nspent +[\d.]+M tokens \(\d+\.\d%\)\n/,
    );
  });
});
