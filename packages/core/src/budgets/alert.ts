import type { Budget, BudgetScope, BudgetUnit } from './budget.ts';
import type { BudgetPeriod } from './budget-period.ts';

/** How an alert reaches people and programs. */
export const ALERT_CHANNELS = ['event_bus', 'topic', 'webhook'] as const;
export type AlertChannelName = (typeof ALERT_CHANNELS)[number];

/** The key of an alert: each key has at most one. */
export interface AlertKey {
  readonly budgetId: string;
  readonly periodId: string;
  readonly percent: number;
  /** The revision of the budget that armed the threshold. */
  readonly armedBy: number;
}

/** A budget reached a threshold. Contains everything as it was at that moment. */
export interface BudgetAlert extends AlertKey {
  readonly budgetName: string;
  readonly scope: BudgetScope;
  readonly unit: BudgetUnit;
  readonly period: Budget['period'];
  readonly periodStartMs: number;
  readonly periodEndMs: number;
  /** Nano-dollars or tokens. */
  readonly amount: bigint;
  readonly spent: bigint;
  readonly unpricedRequests: bigint;
  readonly firedAtMs: number;
}

export interface StoredAlert extends BudgetAlert {
  /** When each channel confirmed it. */
  readonly deliveredAtMs: Readonly<Partial<Record<AlertChannelName, number>>>;
}

/** The same in every delivery of an alert, so that receivers can detect repetitions. Letters, digits, `_` and `-`. */
export function alertId({ budgetId, periodId, percent, armedBy }: AlertKey): string {
  return `alert_${budgetId}_${periodId}_${percent}_${armedBy}`;
}

export interface FiringContext {
  readonly period: BudgetPeriod;
  readonly amount: bigint;
  readonly threshold: { readonly percent: number; readonly armedBy: number };
  readonly spent: bigint;
  readonly unpricedRequests: bigint;
  readonly nowMs: number;
}

export function newAlert(budget: Budget, context: FiringContext): BudgetAlert {
  const { period, amount, threshold, spent, unpricedRequests, nowMs } = context;
  return {
    budgetId: budget.id,
    periodId: period.id,
    percent: threshold.percent,
    armedBy: threshold.armedBy,
    budgetName: budget.name,
    scope: budget.scope,
    unit: budget.unit,
    period: budget.period,
    periodStartMs: period.startMs,
    periodEndMs: period.endMs,
    amount,
    spent,
    unpricedRequests,
    firedAtMs: nowMs,
  };
}
