import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  alertId,
  budgetPeriod,
  Calendar,
  evaluateBudgets,
  HOUR_MS,
  MEASURE_NAMES,
  openSpendReader,
  type Statistics,
} from '@token-ledger/core';
import { spentOf } from '../../../packages/core/src/budgets/spent-of.ts';
import { BudgetedLedger, newBudget, TEN_RECORDS, TOKENS_OF_ONE_RECORD } from '../../support/budgets.ts';
import { overriddenStore } from '../../support/overridden-store.ts';
import { NOON, usageRecord } from '../../support/records.ts';

describe('the evaluation of budgets', () => {
  let ledger: BudgetedLedger;
  beforeEach(() => {
    ledger = new BudgetedLedger();
  });

  it('fires each threshold once, as soon as it is reached', async () => {
    await ledger.budgets.createBudget(newBudget());
    await ledger.use(4);
    expect(await ledger.evaluate()).toEqual({ budgets: 1, fired: 0, spent: [], failures: [] });
    await ledger.use(1);
    expect(await ledger.evaluate()).toMatchObject({ fired: 1 });
    expect(await ledger.evaluate()).toMatchObject({ fired: 0 });
    await ledger.use(20);
    expect(await ledger.evaluate()).toMatchObject({ fired: 2 });
    expect(await ledger.evaluate()).toMatchObject({ fired: 0 });
    expect(await ledger.budgets.listAlerts('202611')).toHaveLength(3);
  });

  it('says which access keys and users have spent a budget, whatever its thresholds are', async () => {
    const periodEndMs = Date.UTC(2026, 11, 1);
    const scopes = [
      { dimension: 'user', id: 'u_1' },
      { dimension: 'access_key', id: 'ak_1' },
      { dimension: 'all' },
      { dimension: 'model', id: 'claude-sonnet-5-5' },
    ] as const;
    for (const [index, scope] of scopes.entries())
      await ledger.budgets.createBudget(newBudget({ scope, thresholds: [50] }, { id: `b${index}` }));
    await ledger.use(9, { userId: 'u_1', accessKeyId: 'ak_1', model: 'claude-sonnet-5-5' });
    expect((await ledger.evaluate()).spent).toEqual([]);
    await ledger.use(1, { userId: 'u_1', accessKeyId: 'ak_1', model: 'claude-sonnet-5-5' });
    expect((await ledger.evaluate()).spent).toEqual([
      { dimension: 'user', id: 'u_1', periodEndMs },
      { dimension: 'access_key', id: 'ak_1', periodEndMs },
    ]);
    // The month that is over may still alert, but nothing is left to refuse.
    ledger.nowMs = periodEndMs;
    expect((await ledger.evaluate()).spent).toEqual([]);
  });

  it('contains the budget, the period and the spending', async () => {
    await ledger.budgets.createBudget(newBudget({ scope: { dimension: 'user', id: 'u_1' } }));
    await ledger.use(6);
    ledger.nowMs += 1000;
    await ledger.evaluate();
    const [alert] = await ledger.budgets.listAlerts('202611');
    expect(alert).toEqual({
      budgetId: 'b1',
      periodId: '202611',
      percent: 50,
      armedBy: 1,
      budgetName: 'ten records',
      scope: { dimension: 'user', id: 'u_1' },
      unit: 'tokens',
      period: 'monthly',
      periodStartMs: Date.UTC(2026, 10, 1),
      periodEndMs: Date.UTC(2026, 11, 1),
      amount: 10n * TOKENS_OF_ONE_RECORD,
      spent: 6n * TOKENS_OF_ONE_RECORD,
      unpricedRequests: 0n,
      firedAtMs: NOON + 1000,
      deliveredAtMs: {},
    });
    expect(alertId(alert as NonNullable<typeof alert>)).toBe('alert_b1_202611_50_1');
  });

  it('fires on dollars, to the nano-dollar, and counts the requests without a price', async () => {
    await ledger.use(1);
    const usd = { ...TEN_RECORDS, unit: 'USD' } as const;
    const { spent } = await (await openSpendReader(ledger.deps)).read(
      usd,
      budgetPeriod(ledger.deps.calendar, 'monthly', NOON),
    );
    expect(spent).toBeGreaterThan(0n);
    await ledger.budgets.createBudget(newBudget({ ...usd, amount: 2n * spent, thresholds: [50, 100] }));
    await ledger.budgets.createBudget(
      newBudget({ ...usd, amount: 2n * spent + 1n, thresholds: [50, 100] }, { id: 'b2' }),
    );
    await ledger.use(2, { model: 'a model without a price' });
    await ledger.evaluate();
    expect(await ledger.budgets.listAlerts('202611')).toMatchObject([
      { budgetId: 'b1', percent: 50, spent, unpricedRequests: 2n },
    ]);
    ledger.nowMs += 3 * HOUR_MS;
    await ledger.rollUp();
    await ledger.use(1, { occurredAtMs: ledger.nowMs });
    await ledger.evaluate();
    expect(
      (await ledger.budgets.listAlerts('202611')).map(({ budgetId, percent }) => [budgetId, percent]),
    ).toEqual(
      expect.arrayContaining([
        ['b1', 100],
        ['b2', 50],
      ]),
    );
  });

  it('counts rolled-up, recent and late records alike', async () => {
    await ledger.budgets.createBudget(newBudget());
    await ledger.use(3, { occurredAtMs: NOON - 20 * 24 * HOUR_MS });
    ledger.nowMs += 3 * HOUR_MS;
    await ledger.rollUp();
    await ledger.use(1, { occurredAtMs: ledger.nowMs });
    expect(await ledger.evaluate()).toMatchObject({ fired: 0 });
    await ledger.use(1, { occurredAtMs: NOON - 19 * 24 * HOUR_MS });
    expect(await ledger.evaluate()).toMatchObject({ fired: 1 });
  });

  it('starts again with every period', async () => {
    await ledger.budgets.createBudget(newBudget({ period: 'daily' }));
    await ledger.use(10);
    await ledger.evaluate();
    ledger.nowMs += 24 * HOUR_MS;
    await ledger.use(5, { occurredAtMs: ledger.nowMs });
    await ledger.evaluate();
    expect(await ledger.fired('20261121')).toHaveLength(3);
    expect(await ledger.fired('20261122')).toEqual(['50% of revision 1']);
  });

  it('still fires for a period that ended less than a day ago', async () => {
    await ledger.budgets.createBudget(newBudget({ period: 'weekly' }));
    const nextWeekMs = Date.UTC(2026, 10, 23);
    ledger.nowMs = nextWeekMs + 24 * HOUR_MS - 1;
    await ledger.use(5);
    await ledger.evaluate();
    expect(await ledger.fired('2026W47')).toEqual(['50% of revision 1']);
    ledger.nowMs = nextWeekMs + 24 * HOUR_MS;
    await ledger.use(5);
    await ledger.evaluate();
    expect(await ledger.fired('2026W47')).toEqual(['50% of revision 1']);
  });

  it('divides days where clocks change and where midnight lies within an hour of UTC', async () => {
    for (const [zone, midnight] of [
      ['Europe/Berlin', '2026-10-25T23:00:00Z'],
      ['Asia/Kolkata', '2026-11-20T18:30:00Z'],
    ] as const) {
      const own = new BudgetedLedger();
      const startMs = Date.parse(midnight);
      own.nowMs = startMs + HOUR_MS;
      const deps = { ...own.deps, calendar: new Calendar(zone) };
      await own.use(4, { occurredAtMs: startMs - 1 });
      await own.use(5, { occurredAtMs: startMs });
      const spends = await openSpendReader(deps);
      const today = budgetPeriod(deps.calendar, 'daily', startMs);
      const question = { ...TEN_RECORDS, period: 'daily' } as const;
      expect(await spends.read(question, today)).toMatchObject({ spent: 5n * TOKENS_OF_ONE_RECORD });
    }
  });

  it('continues with the other budgets when one cannot be evaluated', async () => {
    await ledger.budgets.createBudget(newBudget({ scope: { dimension: 'user', id: 'u_bad' } }));
    await ledger.budgets.createBudget(newBudget({}, { id: 'b2' }));
    await ledger.use(5);
    ledger.nowMs += 2 * HOUR_MS;
    await ledger.rollUp();
    const store = overriddenStore(ledger.store, {
      getStatistics: async (keys) => {
        if (keys.some(({ id }) => id === 'u_bad')) throw new Error('corrupt');
        return ledger.store.getStatistics(keys);
      },
    });
    const { fired, failures } = await evaluateBudgets({
      ledger: { ...ledger.deps, store },
      budgets: ledger.budgets,
    });
    expect([fired, failures]).toEqual([1, [{ budgetId: 'b1', error: new Error('corrupt') }]]);
  });

  it('reads the records of an open hour and the prices once, however many budgets there are', async () => {
    let reads = 0;
    let priceReads = 0;
    const store = overriddenStore(ledger.store, {
      readSegments: (sliceStartMs) => {
        reads += 1;
        return ledger.store.readSegments(sliceStartMs);
      },
    });
    for (let index = 0; index < 20; index += 1) {
      const scope = { dimension: 'user', id: `u_${index}` } as const;
      const period = (['daily', 'weekly', 'monthly'] as const)[index % 3] as 'daily';
      await ledger.budgets.createBudget(newBudget({ scope, period }, { id: `b${index}` }));
    }
    await ledger.use(3);
    const readPrices = () => {
      priceReads += 1;
      return ledger.deps.readPrices();
    };
    await evaluateBudgets({ ledger: { ...ledger.deps, store, readPrices }, budgets: ledger.budgets });
    expect([reads, priceReads]).toEqual([12, 1]);
  });
});

describe('the spending of a scope', () => {
  const measures = (requests: bigint, priced: { cost?: bigint; unpricedRequests?: bigint } = {}) => ({
    ...(Object.fromEntries(MEASURE_NAMES.map((name) => [name, name === 'input' ? 100n : 0n])) as Record<
      (typeof MEASURE_NAMES)[number],
      bigint
    >),
    requests,
    ...priced,
  });
  const parts: readonly Statistics[] = [
    {
      count: 3,
      cells: [
        { model: 'opus', feature: 'chat', measures: measures(2n, { cost: 5n, unpricedRequests: 0n }) },
        { model: 'opus', feature: '-', measures: measures(1n, { cost: 0n, unpricedRequests: 1n }) },
      ],
    },
    {
      count: 4,
      cells: [
        { model: 'haiku', feature: 'chat', measures: measures(4n, { cost: 7n, unpricedRequests: 2n }) },
      ],
    },
  ];

  it.each([
    [{ dimension: 'all' }, 12n, 3n, 300n],
    [{ dimension: 'user', id: 'u_1' }, 12n, 3n, 300n],
    [{ dimension: 'model', id: 'opus' }, 5n, 1n, 200n],
    [{ dimension: 'model', id: 'sonnet' }, 0n, 0n, 0n],
    [{ dimension: 'feature', id: 'chat' }, 12n, 2n, 200n],
    [{ dimension: 'feature', id: '-' }, 0n, 1n, 100n],
  ] as const)(
    '%j: nano-dollars, what has no price beside them, and tokens',
    (scope, cost, unpriced, tokens) => {
      expect(spentOf(parts, scope, 'USD')).toEqual({ spent: cost, unpricedRequests: unpriced });
      expect(spentOf(parts, scope, 'tokens')).toEqual({ spent: tokens, unpricedRequests: 0n });
    },
  );

  it('is separate by access key, user, model and feature', async () => {
    const ledger = new BudgetedLedger();
    const { userId: _, feature: __, ...anonymous } = usageRecord({ model: 'haiku', accessKeyId: 'ak_2' });
    await ledger.record(anonymous);
    await ledger.use(2);
    const spends = await openSpendReader(ledger.deps);
    const period = budgetPeriod(ledger.deps.calendar, 'daily', NOON);
    const spent = async (scope: Parameters<typeof spends.read>[0]['scope']) => {
      const { spent } = await spends.read({ scope, unit: 'tokens', period: 'daily' }, period);
      return spent / TOKENS_OF_ONE_RECORD;
    };
    expect(await spent({ dimension: 'all' })).toBe(3n);
    expect(await spent({ dimension: 'access_key', id: 'ak_2' })).toBe(1n);
    expect(await spent({ dimension: 'user', id: 'u_1' })).toBe(2n);
    expect(await spent({ dimension: 'user', id: '-' })).toBe(1n);
    expect(await spent({ dimension: 'model', id: 'haiku' })).toBe(1n);
    expect(await spent({ dimension: 'feature', id: 'chat' })).toBe(2n);
    expect(await spent({ dimension: 'feature', id: '-' })).toBe(1n);
    expect(await spent({ dimension: 'user', id: 'missing' })).toBe(0n);
  });
});
