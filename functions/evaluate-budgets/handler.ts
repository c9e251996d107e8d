import {
  type AlertQueue,
  type AlertStore,
  type BudgetStore,
  evaluateBudgets,
  handOverAlerts,
  type ReadDeps,
} from '@token-ledger/core';
import type { Telemetry } from '../shared/telemetry.ts';

export interface EvaluateBudgetsHandlerDeps {
  readonly ledger: ReadDeps;
  readonly store: BudgetStore & AlertStore;
  readonly queue: AlertQueue;
  readonly telemetry: Telemetry;
}

/** One run of the schedule: fires the thresholds that are reached, then queues all waiting alerts, those of failed runs too. */
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

async function evaluate({ ledger, store, telemetry }: EvaluateBudgetsHandlerDeps) {
  const { budgets, fired, failures } = await evaluateBudgets({ ledger, budgets: store });
  for (const { budgetId, error } of failures) {
    telemetry.logger.error('A budget could not be evaluated; the next run tries again.', {
      budgetId,
      error: error as Error,
    });
  }
  telemetry.count('BudgetRuns', 1);
  telemetry.count('AlertsFired', fired);
  telemetry.count('BudgetsFailed', failures.length);
  return { budgets, fired, failed: failures.length };
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
