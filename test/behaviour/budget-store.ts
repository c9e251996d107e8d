import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  ALERT_CHANNELS,
  type AlertStore,
  type Budget,
  type BudgetAlert,
  type BudgetStore,
  newAlert,
  type SpentBudgetStore,
} from '@token-ledger/core';
import { newBudget, WEBHOOK } from '../support/budgets.ts';
import { NOON } from '../support/records.ts';

const PERIOD = { id: '202611', startMs: Date.UTC(2026, 10, 1), endMs: Date.UTC(2026, 11, 1) };

function alertOf(overrides: Partial<BudgetAlert> = {}): BudgetAlert {
  const alert = newAlert(newBudget(), {
    period: PERIOD,
    amount: 10n ** 18n,
    threshold: { percent: 80, armedBy: 1 },
    // More than a float holds exactly.
    spent: 9_007_199_254_740_993n,
    unpricedRequests: 3n,
    nowMs: NOON,
  });
  return { ...alert, ...overrides };
}

const keyOf = ({ budgetId, periodId, percent, armedBy }: BudgetAlert) => ({
  budgetId,
  periodId,
  percent,
  armedBy,
});

type Stores = BudgetStore & AlertStore & SpentBudgetStore;

/** The behaviour of every store of budgets and alerts. `create` returns an empty one. */
export function describeBudgetStore(name: string, create: () => Stores | Promise<Stores>): void {
  describe(name, () => {
    let store: Stores;
    beforeEach(async () => {
      store = await create();
    });

    it('returns a budget as it was created, with and without optional fields', async () => {
      const plain = newBudget();
      const full: Budget = {
        ...newBudget({ scope: { dimension: 'user', id: 'ü 1' }, unit: 'USD', amount: 10n ** 18n - 1n }),
        id: 'b2',
        earlierTerms: { amount: 9_007_199_254_740_993n, thresholds: [{ percent: 1000, armedBy: 7 }] },
        webhook: WEBHOOK,
      };
      await store.createBudget(full);
      await store.createBudget(plain);
      expect(await store.getBudget('b1')).toStrictEqual(plain);
      expect(await store.getBudget('b2')).toStrictEqual(full);
      expect(await store.getBudget('b')).toBeUndefined();
      expect(await store.listBudgets()).toStrictEqual([plain, full]);
    });

    it('replaces a budget only by its next revision', async () => {
      const budget = newBudget();
      await store.createBudget(budget);
      expect(await store.replaceBudget({ ...budget, revision: 3 })).toBe(false);
      const second = { ...budget, name: 'second', revision: 2 };
      expect(await store.replaceBudget(second)).toBe(true);
      expect(await store.replaceBudget({ ...second, name: 'also second' })).toBe(false);
      expect(await store.getBudget('b1')).toStrictEqual(second);
      expect(await store.replaceBudget({ ...budget, id: 'never created', revision: 2 })).toBe(false);
    });

    it('lets exactly one of two concurrent changes win', async () => {
      await store.createBudget(newBudget());
      const changes = ['one', 'other'].map((name) => ({ ...newBudget(), name, revision: 2 }));
      const won = await Promise.all(changes.map((change) => store.replaceBudget(change)));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await store.getBudget('b1')).toStrictEqual(changes[won.indexOf(true)]);
    });

    it('keeps which budgets are spent until another list replaces it', async () => {
      expect(await store.getSpentBudgets()).toEqual([]);
      const spent = [
        { dimension: 'user', id: 'ü 1', periodEndMs: PERIOD.endMs },
        { dimension: 'access_key', id: 'ak_1', periodEndMs: NOON },
      ] as const;
      await store.putSpentBudgets(spent);
      expect(await store.getSpentBudgets()).toStrictEqual(spent);
      await store.putSpentBudgets([]);
      expect(await store.getSpentBudgets()).toEqual([]);
    });

    it('deletes a budget once, and keeps its alerts', async () => {
      await store.createBudget(newBudget());
      await store.fireAlert(alertOf());
      expect(await store.deleteBudget('b1')).toBe(true);
      expect(await store.deleteBudget('b1')).toBe(false);
      expect(await store.listBudgets()).toEqual([]);
      expect(await store.getAlert(alertOf())).toBeDefined();
      expect(await store.replaceBudget({ ...newBudget(), revision: 2 })).toBe(false);
    });

    it('fires an alert once, however often it is called, and keeps the first', async () => {
      const alerts = [1n, 2n, 3n].map((spent) => alertOf({ spent }));
      const fired = await Promise.all(alerts.map((alert) => store.fireAlert(alert)));
      expect(fired.filter(Boolean)).toHaveLength(1);
      const first = alerts[fired.indexOf(true)];
      expect(await store.getAlert(alertOf())).toStrictEqual({ ...first, deliveredAtMs: {} });
      expect(await store.fireAlert(alertOf())).toBe(false);
      expect(await store.listWaitingAlerts()).toStrictEqual([keyOf(alertOf())]);
    });

    it('distinguishes alerts by budget, period, threshold and arming', async () => {
      const others = [
        { budgetId: 'b2' },
        { periodId: '202612' },
        { percent: 8 },
        { armedBy: 11 },
        { percent: 81 },
      ];
      for (const other of [{}, ...others]) expect(await store.fireAlert(alertOf(other))).toBe(true);
      for (const other of others) {
        expect(await store.getAlert(alertOf(other))).toStrictEqual({ ...alertOf(other), deliveredAtMs: {} });
      }
      expect(await store.listAlerts('202611')).toHaveLength(5);
      expect(await store.listAlerts('202612')).toStrictEqual([
        { ...alertOf({ periodId: '202612' }), deliveredAtMs: {} },
      ]);
      expect(await store.listWaitingAlerts()).toHaveLength(6);
    });

    it('stops an alert from waiting, and keeps the alert', async () => {
      await store.fireAlert(alertOf());
      await store.fireAlert(alertOf({ percent: 100 }));
      await store.markHandedOver(keyOf(alertOf()));
      await store.markHandedOver(keyOf(alertOf()));
      expect(await store.listWaitingAlerts()).toStrictEqual([keyOf(alertOf({ percent: 100 }))]);
      expect(await store.fireAlert(alertOf())).toBe(false);
      expect(await store.listWaitingAlerts()).toHaveLength(1);
    });

    it('keeps the time at which each channel first confirmed an alert', async () => {
      await store.fireAlert(alertOf());
      for (const [index, channel] of ALERT_CHANNELS.entries())
        await store.markDelivered(keyOf(alertOf()), channel, NOON + index);
      await store.markDelivered(keyOf(alertOf()), 'topic', NOON + 100);
      expect((await store.getAlert(alertOf()))?.deliveredAtMs).toStrictEqual({
        event_bus: NOON,
        topic: NOON + 1,
        webhook: NOON + 2,
      });
    });

    it('does not create an alert by marking it delivered', async () => {
      await store.markDelivered(keyOf(alertOf()), 'topic', NOON);
      expect(await store.getAlert(alertOf())).toBeUndefined();
    });
  });
}
