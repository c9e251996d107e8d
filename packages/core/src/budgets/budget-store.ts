import type { SendOutcome } from '../usage/usage-queue.ts';
import type { AlertChannelName, AlertKey, BudgetAlert, StoredAlert } from './alert.ts';
import type { Budget } from './budget.ts';

/** Reads are strongly consistent. */
export interface BudgetStore {
  /** Stores a new budget. Its id must never have been used. */
  createBudget(budget: Budget): Promise<void>;
  getBudget(id: string): Promise<Budget | undefined>;
  /** All of them, in the order of their ids. */
  listBudgets(): Promise<readonly Budget[]>;
  /** Stores the budget if the stored one still has the revision before; tells whether it did. */
  replaceBudget(budget: Budget): Promise<boolean>;
  /** Tells whether there was one. Its alerts stay. */
  deleteBudget(id: string): Promise<boolean>;
}

/** Alerts that were fired, and which of them wait to be handed to the queue. Reads are strongly consistent. */
export interface AlertStore {
  /**
   * Stores the alert and, in the same instant, that it waits, unless there is one of its key; tells whether it stored it.
   * Nothing else ever makes an alert, so that each is fired once however many runs find its threshold reached.
   */
  fireAlert(alert: BudgetAlert): Promise<boolean>;
  getAlert(key: AlertKey): Promise<StoredAlert | undefined>;
  /** The alerts of every budget in one period. */
  listAlerts(periodId: string): Promise<readonly StoredAlert[]>;
  listWaitingAlerts(): Promise<readonly AlertKey[]>;
  /** The alert does not wait any more; also if it did not. */
  markHandedOver(key: AlertKey): Promise<void>;
  /** Keeps the time told first. Does nothing if the alert has expired. */
  markDelivered(key: AlertKey, channel: AlertChannelName, atMs: number): Promise<void>;
}

/** Where fired alerts wait to be delivered: at least once, in any order. */
export interface AlertQueue {
  /** Outcomes are independent and in the order of the keys; the call itself does not reject. */
  sendAlerts(keys: readonly AlertKey[]): Promise<readonly SendOutcome[]>;
}

/** One way to reach people or programs. */
export interface AlertChannel {
  readonly name: AlertChannelName;
  /**
   * Delivers an alert, and tells whether there was somewhere to deliver it to. Rejects when it is to be tried again.
   * `budget` is what it is by now; absent when it was deleted.
   */
  deliver(alert: BudgetAlert, budget: Budget | undefined): Promise<boolean>;
}
