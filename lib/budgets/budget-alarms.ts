import { SERVICES } from '../../functions/shared/metrics.ts';
import type { Configuration } from '../configuration/read-configuration.ts';
import { type Alarms, above } from '../monitoring/alarm-registry.ts';
import type { LedgerMetrics } from '../monitoring/ledger-metrics.ts';
import { silence } from '../monitoring/silence.ts';

/** Whether budgets are evaluated, and whether their alerts are queued. */
export function budgetAlarms(metrics: LedgerMetrics, configuration: Configuration): Alarms {
  const { enabled } = configuration.autoAggregation;
  const { schedule } = configuration.budgets;
  return {
    BudgetFailures: {
      metric: metrics.of(SERVICES.evaluateBudgets, 'BudgetsFailed'),
      ...above(0),
      evaluationPeriods: 3,
      severity: 'high',
      meaning: 'At least one budget could not be evaluated for 15 minutes, so its alerts may be late.',
      runbook: 'budget-failures',
    },
    ...(enabled && {
      BudgetSilence: {
        ...silence((period) => metrics.of(SERVICES.evaluateBudgets, 'BudgetRuns', period), schedule),
        meaning: 'The evaluation of budgets has stopped: it completed no run. No budget sends alerts.',
        runbook: 'budget-silence',
      },
    }),
    AlertsHeldBack: {
      metric: metrics.of(SERVICES.evaluateBudgets, 'AlertsHeldBack'),
      ...above(0),
      evaluationPeriods: 3,
      severity: 'high',
      meaning: 'Alerts of budgets could not be queued for 15 minutes. They wait in the ledger.',
      runbook: 'alerts-held-back',
    },
  };
}
