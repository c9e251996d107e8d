import {
  type AlertChannelName,
  type AlertKey,
  type AlertStore,
  alertId,
  type Budget,
  type BudgetAlert,
  type BudgetStore,
  compareIds,
  type SpentBudget,
  type SpentBudgetStore,
  type StoredAlert,
} from '@token-ledger/core';
import { frozenCopy } from './frozen-copy.ts';
import { runAtOnce, type Step } from './step.ts';

export interface InMemoryBudgetStoreOptions {
  /** Wraps every operation; by default it runs at once. */
  readonly step?: Step;
}

/** Budgets and alerts with the semantics of the real store; alerts do not expire. */
export class InMemoryBudgetStore implements BudgetStore, AlertStore, SpentBudgetStore {
  readonly #step: Step;
  readonly #budgets = new Map<string, Budget>();
  readonly #alerts = new Map<string, StoredAlert>();
  readonly #waiting = new Map<string, AlertKey>();
  #spent: readonly SpentBudget[] = [];

  constructor({ step = runAtOnce }: InMemoryBudgetStoreOptions = {}) {
    this.#step = step;
  }

  createBudget(budget: Budget): Promise<void> {
    return this.#step('createBudget', () => {
      if (this.#budgets.has(budget.id)) throw new Error(`The budget ${budget.id} already exists.`);
      this.#budgets.set(budget.id, frozenCopy(budget));
    });
  }

  getBudget(id: string): Promise<Budget | undefined> {
    return this.#step('getBudget', () => this.#budgets.get(id));
  }

  listBudgets(): Promise<readonly Budget[]> {
    return this.#step('listBudgets', () =>
      [...this.#budgets.values()].toSorted((a, b) => compareIds(a.id, b.id)),
    );
  }

  replaceBudget(budget: Budget): Promise<boolean> {
    return this.#step('replaceBudget', () => {
      if (this.#budgets.get(budget.id)?.revision !== budget.revision - 1) return false;
      this.#budgets.set(budget.id, frozenCopy(budget));
      return true;
    });
  }

  deleteBudget(id: string): Promise<boolean> {
    return this.#step('deleteBudget', () => this.#budgets.delete(id));
  }

  fireAlert(alert: BudgetAlert): Promise<boolean> {
    return this.#step('fireAlert', () => {
      const id = alertId(alert);
      if (this.#alerts.has(id)) return false;
      this.#alerts.set(id, frozenCopy({ ...alert, deliveredAtMs: {} }));
      this.#waiting.set(id, frozenCopy(keyOf(alert)));
      return true;
    });
  }

  getAlert(key: AlertKey): Promise<StoredAlert | undefined> {
    return this.#step('getAlert', () => this.#alerts.get(alertId(key)));
  }

  listAlerts(periodId: string): Promise<readonly StoredAlert[]> {
    return this.#step('listAlerts', () =>
      [...this.#alerts.values()].filter((alert) => alert.periodId === periodId),
    );
  }

  listWaitingAlerts(): Promise<readonly AlertKey[]> {
    return this.#step('listWaitingAlerts', () => [...this.#waiting.values()]);
  }

  markHandedOver(key: AlertKey): Promise<void> {
    return this.#step('markHandedOver', () => {
      this.#waiting.delete(alertId(key));
    });
  }

  markDelivered(key: AlertKey, channel: AlertChannelName, atMs: number): Promise<void> {
    return this.#step('markDelivered', () => {
      const alert = this.#alerts.get(alertId(key));
      if (!alert || alert.deliveredAtMs[channel] !== undefined) return;
      const deliveredAtMs = { ...alert.deliveredAtMs, [channel]: atMs };
      this.#alerts.set(alertId(key), frozenCopy({ ...alert, deliveredAtMs }));
    });
  }

  getSpentBudgets(): Promise<readonly SpentBudget[]> {
    return this.#step('getSpentBudgets', () => this.#spent);
  }

  putSpentBudgets(spent: readonly SpentBudget[]): Promise<void> {
    return this.#step('putSpentBudgets', () => {
      this.#spent = frozenCopy(spent);
    });
  }
}

function keyOf({ budgetId, periodId, percent, armedBy }: AlertKey): AlertKey {
  return { budgetId, periodId, percent, armedBy };
}
