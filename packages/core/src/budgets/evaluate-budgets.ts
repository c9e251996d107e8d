import type { ReadDeps } from '../ledger/read/source-reader.ts';
import { mapConcurrently } from '../util/map-concurrently.ts';
import { alertId, newAlert } from './alert.ts';
import { type Budget, type BudgetTerms, hasReached } from './budget.ts';
import { type BudgetPeriod, evaluatedPeriods } from './budget-period.ts';
import type { AlertStore, BudgetStore } from './budget-store.ts';
import { openSpendReader, type SpendReader } from './spend-reader.ts';

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
  if (budgets.length === 0) return { budgets: 0, fired: 0, failures: [] };
  const due = budgets.flatMap((budget) =>
    evaluatedPeriods(deps.ledger.calendar, budget, nowMs).map((period): Due => ({ budget, ...period })),
  );
  const firedBefore = await firedAlerts(deps, due);
  const spends = await openSpendReader(deps.ledger);

  const failures: { budgetId: string; error: unknown }[] = [];
  const fired = await mapConcurrently(due, CONCURRENT_BUDGETS, async (each) => {
    try {
      return await fire(deps, each, spends, firedBefore);
    } catch (error) {
      failures.push({ budgetId: each.budget.id, error });
      return 0;
    }
  });
  return { budgets: budgets.length, fired: fired.reduce((sum, count) => sum + count, 0), failures };
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
  spends: SpendReader,
  firedBefore: ReadonlySet<string>,
): Promise<number> {
  const { spent, unpricedRequests } = await spends.read(budget, period);
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
