import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  type BudgetSettings,
  budgetPeriod,
  changeBudget,
  HOUR_MS,
  openSpendReader,
} from '@token-ledger/core';
import { BudgetedLedger, newBudget, TEN_RECORDS, TOKENS_OF_ONE_RECORD } from '../../support/budgets.ts';
import { NOON, usageRecord } from '../../support/records.ts';

describe('a budget that is changed in the middle of a period', () => {
  let ledger: BudgetedLedger;

  beforeEach(async () => {
    ledger = new BudgetedLedger();
    await ledger.budgets.createBudget(newBudget());
    // 85 percent: 50 and 80 fire.
    await ledger.use(8);
    await ledger.use(1, { tokens: { ...usageRecord().tokens, input: 175 } });
    await ledger.evaluate();
    expect(await ledger.fired('202611')).toEqual(['50% of revision 1', '80% of revision 1']);
  });

  /** Like `PUT /v1/budgets/{id}`, followed by the next evaluation. */
  async function change(settings: Partial<BudgetSettings>): Promise<readonly string[]> {
    const before = await ledger.budgets.getBudget('b1');
    if (!before) throw new Error('There is no budget.');
    const period = budgetPeriod(ledger.deps.calendar, before.period, ledger.nowMs);
    const { spent } = await (await openSpendReader(ledger.deps)).read(before, period);
    const { terms, name, scope, unit } = before;
    const unchanged = {
      name,
      scope,
      unit,
      period: before.period,
      amount: terms.amount,
      thresholds: terms.thresholds.map(({ percent }) => percent),
    };
    const after = changeBudget(before, {
      settings: { ...unchanged, ...settings },
      period,
      spent,
      nowMs: ledger.nowMs,
    });
    expect(await ledger.budgets.replaceBudget(after)).toBe(true);
    return evaluated();
  }

  /** The thresholds that fired at the next evaluation. */
  async function evaluated(periodId = '202611'): Promise<readonly string[]> {
    const before = new Set(await ledger.fired(periodId));
    await ledger.evaluate();
    return (await ledger.fired(periodId)).filter((alert) => !before.has(alert));
  }

  const records = (count: bigint) => count * TOKENS_OF_ONE_RECORD;

  it('repeats nothing if only its name changes', async () => {
    expect(await change({ name: 'other' })).toEqual([]);
    await ledger.use(2);
    expect(await evaluated()).toEqual(['100% of revision 1']);
  });

  it('re-arms, when it is raised, only thresholds that are not reached any more', async () => {
    // Now at 56.7 percent: 50 stays fired, 80 is re-armed.
    expect(await change({ amount: records(15n) })).toEqual([]);
    await ledger.use(4);
    expect(await evaluated()).toEqual(['80% of revision 2']);
    await ledger.use(3);
    expect(await evaluated()).toEqual(['100% of revision 2']);
    expect(await evaluated()).toEqual([]);
  });

  it('treats a threshold that is reached exactly as still reached', async () => {
    expect(await change({ amount: 2n * (records(8n) + 825n) })).toEqual([]);
    expect(await change({ amount: 2n * (records(8n) + 825n) + 1n })).toEqual([]);
    await ledger.use(1);
    // Raised once to be at 50 percent, once to be just below.
    expect(await evaluated()).toEqual(['50% of revision 3']);
  });

  it('is not affected by spending between the change and the next evaluation', async () => {
    const before = await ledger.budgets.getBudget('b1');
    const period = budgetPeriod(ledger.deps.calendar, 'monthly', NOON);
    const settings = { ...TEN_RECORDS, amount: records(20n) };
    const spent = records(8n) + 825n;
    await ledger.budgets.replaceBudget(
      changeBudget(before as NonNullable<typeof before>, { settings, period, spent, nowMs: NOON }),
    );
    await ledger.use(8);
    expect(await evaluated()).toEqual(['50% of revision 2', '80% of revision 2']);
  });

  it('fires at once, when it is lowered, the thresholds reached by that', async () => {
    expect(await change({ amount: records(8n) })).toEqual(['100% of revision 1']);
    expect(await evaluated()).toEqual([]);
  });

  it('fires again a threshold that is raised and then lowered below the spending', async () => {
    expect(await change({ amount: records(20n) })).toEqual([]);
    expect(await change({ amount: records(10n) })).toEqual(['50% of revision 2', '80% of revision 2']);
  });

  it('fires an added threshold at once if it is reached, and leaves the others alone', async () => {
    expect(await change({ thresholds: [50, 60, 80, 90] })).toEqual(['60% of revision 2']);
    expect(await change({ thresholds: [50] })).toEqual([]);
    await ledger.use(2);
    expect(await evaluated()).toEqual([]);
  });

  it.each([
    ['scope', { scope: { dimension: 'user', id: 'u_1' } }, '202611'],
    ['period', { period: 'daily' }, '20261121'],
    ['period', { period: 'weekly' }, '2026W47'],
  ] as const)('begins a new series with another %s', async (_, settings, periodId) => {
    await change(settings);
    expect(await ledger.fired(periodId)).toEqual(
      expect.arrayContaining(['50% of revision 2', '80% of revision 2']),
    );
  });

  it('starts again with another unit', async () => {
    expect(await change({ unit: 'USD', amount: 10n ** 18n })).toEqual([]);
    expect(await change({ unit: 'tokens', amount: records(10n) })).toEqual([
      '50% of revision 3',
      '80% of revision 3',
    ]);
  });

  it('keeps the terms of a period that is over', async () => {
    ledger.nowMs = Date.UTC(2026, 11, 1, 10);
    // Would be at 850 percent in November, if it had applied then.
    expect(await change({ amount: records(1n) })).toEqual([]);
    await ledger.use(2, { occurredAtMs: NOON });
    expect(await evaluated()).toEqual(['100% of revision 1']);
    await ledger.use(1, { occurredAtMs: ledger.nowMs });
    expect(await evaluated('202612')).toEqual([
      '50% of revision 1',
      '80% of revision 1',
      '100% of revision 1',
    ]);
    // Changed again on the same day: November still has its own.
    expect(await change({ amount: 1n })).toEqual([]);
    ledger.nowMs += 24 * HOUR_MS;
    await ledger.use(9, { occurredAtMs: NOON });
    expect(await evaluated()).toEqual([]);
  });
});
