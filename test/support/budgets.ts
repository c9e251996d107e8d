import {
  type Budget,
  type BudgetSettings,
  type BudgetWebhook,
  createBudget,
  evaluateBudgets,
  handOverAlerts,
} from '@token-ledger/core';
import { InMemoryAlertQueue, InMemoryBudgetStore } from '@token-ledger/in-memory';
import { AuditedLedger } from './audited-ledger.ts';
import { NOON, usageRecord } from './records.ts';

/** The spending of one `usageRecord`. */
export const TOKENS_OF_ONE_RECORD = 1650n;

/** A monthly budget of ten records, over everything. */
export const TEN_RECORDS: BudgetSettings = {
  name: 'ten records',
  scope: { dimension: 'all' },
  unit: 'tokens',
  period: 'monthly',
  amount: 10n * TOKENS_OF_ONE_RECORD,
  thresholds: [50, 80, 100],
};

export const WEBHOOK: BudgetWebhook = {
  url: 'https://hooks.example.com/budgets?key=hidden',
  secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
};

export function newBudget(settings: Partial<BudgetSettings> = {}, overrides: Partial<Budget> = {}): Budget {
  const budget = createBudget({ id: 'b1', settings: { ...TEN_RECORDS, ...settings }, nowMs: NOON });
  return { ...budget, ...overrides };
}

/** An in-memory ledger with budgets. */
export class BudgetedLedger extends AuditedLedger {
  readonly budgets = new InMemoryBudgetStore();
  readonly queue = new InMemoryAlertQueue();

  async use(records: number, overrides: Parameters<typeof usageRecord>[0] = {}): Promise<void> {
    await this.record(...Array.from({ length: records }, () => usageRecord(overrides)));
  }

  evaluate() {
    return evaluateBudgets({ ledger: this.deps, budgets: this.budgets });
  }

  handOver() {
    return handOverAlerts({ store: this.budgets, queue: this.queue });
  }

  /** The thresholds that fired in a period, in order, with the revision that armed each. */
  async fired(periodId: string): Promise<readonly string[]> {
    const alerts = await this.budgets.listAlerts(periodId);
    return alerts
      .toSorted((a, b) => a.armedBy - b.armedBy || a.percent - b.percent)
      .map(({ percent, armedBy }) => `${percent}% of revision ${armedBy}`);
  }
}
