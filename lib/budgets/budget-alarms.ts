import { SERVICES } from '../../functions/shared/metrics.ts';
import type { Configuration } from '../configuration/read-configuration.ts';
import { type Alarms, above } from '../monitoring/alarm-registry.ts';
import type { LedgerMetrics } from '../monitoring/ledger-metrics.ts';
import { silence } from '../monitoring/silence.ts';

/** Whether budgets are watched, and whether what is found gets through. */
export function budgetAlarms(metrics: LedgerMetrics, configuration: Configuration): Alarms {
  const { enabled, schedule } = configuration.autoAggregation;
  return {
    BudgetFailures: {
      metric: metrics.of(SERVICES.evaluateBudgets, 'BudgetsFailed'),
      ...above(0),
      evaluationPeriods: 3,
      severity: 'high',
      meaning: 'Budgets could not be compared with what was spent for a quarter of an hour.',
      runbook: 'budget-failures',
    },
    ...(enabled && {
      BudgetSilence: {
        ...silence((period) => metrics.of(SERVICES.evaluateBudgets, 'BudgetRuns', period), schedule),
        meaning: 'The evaluation of budgets did not complete a run.',
        runbook: 'budget-silence',
      },
    }),
    AlertsHeldBack: {
      metric: metrics.of(SERVICES.evaluateBudgets, 'AlertsHeldBack'),
      ...above(0),
      evaluationPeriods: 3,
      severity: 'high',
      meaning: 'Alerts of budgets could not be queued for a quarter of an hour.',
      runbook: 'alerts-held-back',
    },
  };
}
