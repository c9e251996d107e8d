import type { ReadDeps } from '../ledger/read/source-reader.ts';
import { mapConcurrently } from '../util/map-concurrently.ts';
import { alertId, newAlert } from './alert.ts';
import { type Budget, type BudgetScope, type BudgetTerms, hasReached } from './budget.ts';
import { type BudgetPeriod, evaluatedPeriods } from './budget-period.ts';
import type { AlertStore, BudgetStore, SpentBudget } from './budget-store.ts';
import { openSpendReader, type Spend } from './spend-reader.ts';

/*
 * Compares every budget with its spending and fires the thresholds that are reached. A firing is one conditional write
 * under a key of budget, period and threshold, so runs may overlap, stop anywhere and be repeated.
 */

const CONCURRENT_BUDGETS = 16;

export interface EvaluateBudgetsDeps {
  readonly ledger: ReadDeps;
  readonly budgets: Pick<BudgetStore, 'listBudgets'> & Pick<AlertStore, 'listAlerts' | 'fireAlert'>;
}

export interface EvaluationReport {
  readonly budgets: number;
  /** Alerts fired by this run. */
  readonly fired: number;
  /** Budgets of access keys and users whose amount is spent in their current period. */
  readonly spent: readonly SpentBudget[];
  /** Budgets that could not be evaluated; the next run tries again. */
  readonly failures: readonly { readonly budgetId: string; readonly error: unknown }[];
}

interface Due {
  readonly budget: Budget;
  readonly period: BudgetPeriod;
  readonly terms: BudgetTerms;
}

export async function evaluateBudgets(deps: EvaluateBudgetsDeps): Promise<EvaluationReport> {
  const nowMs = deps.ledger.clock();
  const budgets = await deps.budgets.listBudgets();
  if (budgets.length === 0) return { budgets: 0, fired: 0, spent: [], failures: [] };
  const due = budgets.flatMap((budget) =>
    evaluatedPeriods(deps.ledger.calendar, budget, nowMs).map((period): Due => ({ budget, ...period })),
  );
  const firedBefore = await firedAlerts(deps, due);
  const spends = await openSpendReader(deps.ledger);

  const spent: SpentBudget[] = [];
  const failures: { budgetId: string; error: unknown }[] = [];
  const fired = await mapConcurrently(due, CONCURRENT_BUDGETS, async (each) => {
    try {
      const spending = await spends.read(each.budget, each.period);
      const { scope } = each.budget;
      const isCurrent = nowMs < each.period.endMs;
      if (isCurrent && isEnforceable(scope) && hasReached(spending.spent, each.terms.amount, 100))
        spent.push({ dimension: scope.dimension, id: scope.id, periodEndMs: each.period.endMs });
      return await fire(deps, each, spending, firedBefore);
    } catch (error) {
      failures.push({ budgetId: each.budget.id, error });
      return 0;
    }
  });
  return { budgets: budgets.length, fired: fired.reduce((sum, count) => sum + count, 0), spent, failures };
}

/** A gateway knows a call's access key and user before it is made. */
function isEnforceable(
  scope: BudgetScope,
): scope is Extract<BudgetScope, { readonly id: string }> & Pick<SpentBudget, 'dimension'> {
  return scope.dimension === 'access_key' || scope.dimension === 'user';
}

/**
 * Alerts that fired before. Only saves writes that would be refused: a reached threshold stays reached minute after
 * minute.
 */
async function firedAlerts(
  { budgets }: EvaluateBudgetsDeps,
  due: readonly Due[],
): Promise<ReadonlySet<string>> {
  const periodIds = new Set(due.map(({ period }) => period.id));
  const alerts = await Promise.all([...periodIds].map((periodId) => budgets.listAlerts(periodId)));
  return new Set(alerts.flat().map(alertId));
}

async function fire(
  { ledger, budgets }: EvaluateBudgetsDeps,
  { budget, period, terms }: Due,
  { spent, unpricedRequests }: Spend,
  firedBefore: ReadonlySet<string>,
): Promise<number> {
  let fired = 0;
  for (const threshold of terms.thresholds) {
    if (!hasReached(spent, terms.amount, threshold.percent)) break;
    const nowMs = ledger.clock();
    const alert = newAlert(budget, {
      period,
      amount: terms.amount,
      threshold,
      spent,
      unpricedRequests,
      nowMs,
    });
    if (!firedBefore.has(alertId(alert)) && (await budgets.fireAlert(alert))) fired += 1;
  }
  return fired;
}
