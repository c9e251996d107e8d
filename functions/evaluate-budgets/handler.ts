import {
  type AlertQueue,
  type AlertStore,
  type BudgetStore,
  evaluateBudgets,
  handOverAlerts,
  noteSpentBudgets,
  type ReadDeps,
  type SpentBudget,
  type SpentBudgetStore,
} from '@token-ledger/core';
import type { Telemetry } from '../shared/telemetry.ts';

export interface EvaluateBudgetsHandlerDeps {
  readonly ledger: ReadDeps;
  readonly store: BudgetStore & AlertStore & SpentBudgetStore;
  readonly queue: AlertQueue;
  readonly telemetry: Telemetry;
}

/** One run of the schedule: fires what is reached, then hands over what waits, also from runs that died. */
export function createHandler(deps: EvaluateBudgetsHandlerDeps) {
  return async () => {
    try {
      try {
        return await evaluate(deps);
      } finally {
        await handOver(deps);
      }
    } finally {
      deps.telemetry.flush();
    }
  };
}

async function evaluate(deps: EvaluateBudgetsHandlerDeps) {
  const { ledger, store, telemetry } = deps;
  const { budgets, fired, spent, failures } = await evaluateBudgets({ ledger, budgets: store });
  for (const { budgetId, error } of failures) {
    telemetry.logger.error('A budget could not be evaluated; the next run tries again.', {
      budgetId,
      error: error as Error,
    });
  }
  await noteSpent(deps, spent);
  telemetry.count('BudgetRuns', 1);
  telemetry.count('AlertsFired', fired);
  telemetry.count('BudgetsFailed', failures.length);
  return { budgets, fired, failed: failures.length };
}

/** Alerts matter more: a list that could not be stored is that of the run before. */
async function noteSpent(
  { store, telemetry }: EvaluateBudgetsHandlerDeps,
  spent: readonly SpentBudget[],
): Promise<void> {
  await noteSpentBudgets(store, spent).catch((error: unknown) =>
    telemetry.logger.error('The list of spent budgets could not be stored; the next run tries again.', {
      error: error as Error,
    }),
  );
}

async function handOver({ store, queue, telemetry }: EvaluateBudgetsHandlerDeps): Promise<void> {
  const { failures } = await handOverAlerts({ store, queue });
  const [error] = failures;
  if (error === undefined) return;
  telemetry.logger.error('Alerts could not be queued; the next run tries again.', {
    alerts: failures.length,
    error: error as Error,
  });
  telemetry.count('AlertsHeldBack', failures.length);
}
