import { type Budget, type BudgetTerms, type BudgetWebhook, hasReached } from './budget.ts';
import type { BudgetPeriod } from './budget-period.ts';

/** The settings of a budget that people choose. */
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

/** A new budget counts the whole current period, and no earlier one. */
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
  /** The current period and the spending in it, both by the settings before the change. */
  readonly period: BudgetPeriod;
  readonly spent: bigint;
  readonly nowMs: number;
}

/**
 * Changes a budget in the middle of a period.
 *
 * - A threshold that fired stays fired as long as spending is still at or above it, so its alert is not repeated.
 * - Raising the amount re-arms the thresholds that spending is below again. They fire when spending reaches them.
 * - Lowering the amount, or adding a threshold, fires the thresholds reached by it at the next evaluation.
 * - Changing the scope, unit or period makes it a different budget: every threshold is re-armed.
 * - A period that ended before the change keeps its terms.
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
