import { beforeEach, describe, expect, it } from '@jest/globals';
import { alertId } from '@token-ledger/core';
import { InMemoryAlertQueue, InMemoryBudgetStore } from '@token-ledger/in-memory';
import { createHandler } from '../../functions/evaluate-budgets/handler.ts';
import { BudgetedLedger, newBudget } from '../support/budgets.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';

describe('evaluate-budgets', () => {
  let ledger: BudgetedLedger;
  beforeEach(async () => {
    ledger = new BudgetedLedger();
    await ledger.budgets.createBudget(newBudget());
    await ledger.use(8);
  });

  async function run(queue = ledger.queue, store: InMemoryBudgetStore = ledger.budgets) {
    const telemetry = recordingTelemetry();
    const handler = createHandler({ ledger: ledger.deps, store, queue, telemetry });
    const result = await handler().catch((error: unknown) => error);
    return { result, telemetry };
  }

  it('fires reached thresholds and sends them to the queue, once', async () => {
    const { result, telemetry } = await run();
    expect(result).toEqual({ budgets: 1, fired: 2, failed: 0 });
    expect(telemetry.counts).toEqual({ BudgetRuns: 1, AlertsFired: 2 });
    expect(telemetry.flushes).toBe(1);
    expect(ledger.queue.sent.map(alertId)).toEqual(['alert_b1_202611_50_1', 'alert_b1_202611_80_1']);
    expect((await run()).telemetry.counts).toEqual({ BudgetRuns: 1 });
    expect(ledger.queue.sent).toHaveLength(2);
  });

  it('sends in the next run what the queue did not accept', async () => {
    const refusing = new InMemoryAlertQueue({
      step: async () => {
        throw new Error('throttled');
      },
    });
    const { telemetry } = await run(refusing);
    expect(telemetry.counts).toEqual({ BudgetRuns: 1, AlertsFired: 2, AlertsHeldBack: 2 });
    expect(telemetry.lines.map(({ level }) => level)).toEqual(['error']);
    await run();
    expect(ledger.queue.sent).toHaveLength(2);
  });

  it('stores which budgets are spent, when that changes, and alerts even if it cannot', async () => {
    const spent = { dimension: 'user', id: 'u_1', periodEndMs: Date.UTC(2026, 11, 1) } as const;
    await ledger.budgets.createBudget(newBudget({ scope: spent, amount: 1n }, { id: 'b2' }));
    let writes = 0;
    const counting = Object.assign(Object.create(ledger.budgets) as InMemoryBudgetStore, {
      ...bound(ledger.budgets),
      putSpentBudgets: async (list: readonly (typeof spent)[]) => {
        writes += 1;
        await ledger.budgets.putSpentBudgets(list);
      },
    });
    await run(ledger.queue, counting);
    await run(ledger.queue, counting);
    expect([writes, await ledger.budgets.getSpentBudgets()]).toEqual([1, [spent]]);
    await ledger.budgets.deleteBudget('b2');
    await ledger.budgets.deleteBudget('b1');
    await run(ledger.queue, counting);
    expect([writes, await ledger.budgets.getSpentBudgets()]).toEqual([2, []]);

    const refusing = Object.assign(counting, {
      getSpentBudgets: async () => Promise.reject(new Error('throttled')),
    });
    await ledger.budgets.createBudget(newBudget({}, { id: 'b3' }));
    const { result, telemetry } = await run(ledger.queue, refusing);
    expect(result).toMatchObject({ budgets: 1, fired: 2 });
    expect(telemetry.lines.map(({ level }) => level)).toEqual(['error']);
  });

  it('sends waiting alerts even if it cannot evaluate, and then fails', async () => {
    await ledger.evaluate();
    const broken = Object.create(ledger.budgets) as InMemoryBudgetStore;
    const failure = new Error('no budgets');
    Object.assign(broken, {
      listBudgets: async () => {
        throw failure;
      },
      listWaitingAlerts: () => ledger.budgets.listWaitingAlerts(),
      markHandedOver: (key: Parameters<InMemoryBudgetStore['markHandedOver']>[0]) =>
        ledger.budgets.markHandedOver(key),
    });
    const { result, telemetry } = await run(ledger.queue, broken);
    expect(result).toBe(failure);
    expect(telemetry.counts).toEqual({});
    expect(telemetry.flushes).toBe(1);
    expect(ledger.queue.sent).toHaveLength(2);
  });

  it('reports which budgets it could not evaluate', async () => {
    const refusing = new InMemoryBudgetStore({
      step: async (operation, effect) => {
        if (operation === 'fireAlert') throw new Error('throttled');
        return effect();
      },
    });
    await refusing.createBudget(newBudget());
    const { result, telemetry } = await run(ledger.queue, refusing);
    expect(result).toEqual({ budgets: 1, fired: 0, failed: 1 });
    expect(telemetry.counts).toEqual({ BudgetRuns: 1, BudgetsFailed: 1 });
    expect(telemetry.lines[0]).toMatchObject({ level: 'error', fields: { budgetId: 'b1' } });
  });
});

/** The methods of a store that uses private fields, for objects that override some of them. */
function bound(store: InMemoryBudgetStore): Partial<InMemoryBudgetStore> {
  const names = Object.getOwnPropertyNames(InMemoryBudgetStore.prototype) as (keyof InMemoryBudgetStore)[];
  return Object.fromEntries(names.map((name) => [name, store[name].bind(store as never)]));
}
