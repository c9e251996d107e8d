import { type Budget, type BudgetTerms, type BudgetWebhook, hasReached } from './budget.ts';
import type { BudgetPeriod } from './budget-period.ts';

/** What a person decides about a budget. */
export interface BudgetSettings
  extends Pick<Budget, 'name' | 'scope' | 'unit' | 'period'>,
    Pick<BudgetTerms, 'amount'> {
  /** Percentages, strictly increasing. */
  readonly thresholds: readonly number[];
}

export interface NewBudget {
  readonly id: string;
  readonly settings: BudgetSettings;
  readonly webhook?: BudgetWebhook | undefined;
  readonly nowMs: number;
}

/** A new budget counts the whole of the period under way, and nothing before. */
export function createBudget({ id, settings, webhook, nowMs }: NewBudget): Budget {
  const { amount, thresholds, ...rest } = settings;
  return {
    id,
    ...rest,
    terms: { amount, thresholds: thresholds.map((percent) => ({ percent, armedBy: 1 })) },
    ...(webhook && { webhook }),
    revision: 1,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
}

export interface BudgetChange {
  readonly settings: BudgetSettings;
  readonly webhook?: BudgetWebhook | undefined;
  /** The period under way, and what had been spent in it, both as the budget was before. */
  readonly period: BudgetPeriod;
  readonly spent: bigint;
  readonly nowMs: number;
}

/**
 * A budget that is changed in the middle of a period.
 *
 * - A threshold that fired stays fired, as long as spending is still at or above it: nobody is told twice.
 * - Raising the amount arms those thresholds anew that spending is below again. They fire when it gets there.
 * - Lowering the amount, or adding a threshold, fires what is reached by that, at the next evaluation.
 * - Another scope, unit or period makes another budget of it: every threshold is armed anew.
 * - A period that was over by then keeps the terms that it had.
 */
export function changeBudget(budget: Budget, change: BudgetChange): Budget {
  const { settings, webhook, period, spent, nowMs } = change;
  const { amount, thresholds, ...rest } = settings;
  const revision = budget.revision + 1;
  const continued = continues(budget, settings);
  const raised = amount > budget.terms.amount;
  const armedBy = (percent: number): number => {
    const before = budget.terms.thresholds.find((threshold) => threshold.percent === percent);
    const stays = continued && (!raised || hasReached(spent, amount, percent));
    return before && stays ? before.armedBy : revision;
  };
  const earlierTerms = budget.updatedAtMs < period.startMs ? budget.terms : budget.earlierTerms;
  return {
    id: budget.id,
    ...rest,
    terms: { amount, thresholds: thresholds.map((percent) => ({ percent, armedBy: armedBy(percent) })) },
    ...(continued && earlierTerms && { earlierTerms }),
    ...(webhook && { webhook }),
    revision,
    createdAtMs: budget.createdAtMs,
    updatedAtMs: nowMs,
  };
}

function continues(budget: Budget, { scope, unit, period }: BudgetSettings): boolean {
  const idOf = (of: Budget['scope']) => (of.dimension === 'all' ? undefined : of.id);
  return (
    budget.unit === unit &&
    budget.period === period &&
    budget.scope.dimension === scope.dimension &&
    idOf(budget.scope) === idOf(scope)
  );
}
