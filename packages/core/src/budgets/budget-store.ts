import type { SendOutcome } from '../usage/usage-queue.ts';
import type { AlertChannelName, AlertKey, BudgetAlert, StoredAlert } from './alert.ts';
import type { Budget } from './budget.ts';

/** Reads are strongly consistent. */
export interface BudgetStore {
  /** Stores a new budget. The id must not have been used before. */
  createBudget(budget: Budget): Promise<void>;
  getBudget(id: string): Promise<Budget | undefined>;
  /** All budgets, ordered by id. */
  listBudgets(): Promise<readonly Budget[]>;
  /** Stores the budget if the stored one still has the previous revision; returns whether it did. */
  replaceBudget(budget: Budget): Promise<boolean>;
  /** Deletes a budget; returns whether it existed. Its alerts stay. */
  deleteBudget(id: string): Promise<boolean>;
}

/** A budget of an access key or user whose amount is spent. */
export interface SpentBudget {
  readonly dimension: 'access_key' | 'user';
  /** `-` is usage without a user. */
  readonly id: string;
  /** The budget starts again then. */
  readonly periodEndMs: number;
}

/** What the last evaluation found spent, for those who may see neither budgets nor usage. */
export interface SpentBudgetStore {
  /** Strongly consistent. */
  getSpentBudgets(): Promise<readonly SpentBudget[]>;
  /** Replaces the list. */
  putSpentBudgets(spent: readonly SpentBudget[]): Promise<void>;
}

/** Fired alerts, and which of them wait for the queue. Reads are strongly consistent. */
export interface AlertStore {
  /**
   * Stores the alert and, in the same write, that it waits for the queue, unless its key is taken; returns whether it
   * did. Alerts are created only here, so each fires once however many runs find its threshold reached.
   */
  fireAlert(alert: BudgetAlert): Promise<boolean>;
  getAlert(key: AlertKey): Promise<StoredAlert | undefined>;
  /** The alerts of every budget in one period. */
  listAlerts(periodId: string): Promise<readonly StoredAlert[]>;
  listWaitingAlerts(): Promise<readonly AlertKey[]>;
  /** Stops the alert from waiting; does nothing if it does not wait. */
  markHandedOver(key: AlertKey): Promise<void>;
  /** Keeps the first time that was stored. Does nothing if the alert has expired. */
  markDelivered(key: AlertKey, channel: AlertChannelName, atMs: number): Promise<void>;
}

/** Holds fired alerts until they are delivered: at least once, in any order. */
export interface AlertQueue {
  /** Outcomes are independent and in the order of the keys; the call itself does not reject. */
  sendAlerts(keys: readonly AlertKey[]): Promise<readonly SendOutcome[]>;
}

/** One way to reach people or programs. */
export interface AlertChannel {
  readonly name: AlertChannelName;
  /**
   * Delivers an alert; returns false if the channel has no destination for it. Rejects if the delivery should be
   * retried. `budget` is the current state; absent if it was deleted.
   */
  deliver(alert: BudgetAlert, budget: Budget | undefined): Promise<boolean>;
}
