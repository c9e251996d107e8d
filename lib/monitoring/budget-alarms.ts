import { Duration } from 'aws-cdk-lib';
import { MAXIMUM_QUEUE_AGE_SECONDS } from '../../functions/check-health/contract.ts';
import { SERVICES } from '../../functions/metrics.ts';
import { type Alarms, above } from './alarm-registry.ts';
import type { LedgerMetrics } from './ledger-metrics.ts';
import type { LedgerMonitoringProps } from './ledger-monitoring-props.ts';
import { silence } from './pipeline-alarms.ts';

const FIVE_MINUTES = Duration.minutes(5);

/** Whether budgets are watched, and whether what is found gets through. */
export function budgetAlarms(
  metrics: LedgerMetrics,
  { configuration, budgets }: LedgerMonitoringProps,
): Alarms {
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
    AlertDeadLetters: {
      metric: budgets.deadLetters.metricApproximateNumberOfMessagesVisible({
        statistic: 'Maximum',
        period: FIVE_MINUTES,
      }),
      ...above(0),
      severity: 'high',
      meaning:
        'An alert of a budget, or a run of a report, could not be told by every channel within an hour.',
      runbook: 'alert-dead-letters',
    },
    AlertQueueAge: {
      metric: budgets.queue.metricApproximateAgeOfOldestMessage({
        statistic: 'Maximum',
        period: FIVE_MINUTES,
      }),
      ...above(MAXIMUM_QUEUE_AGE_SECONDS.alerts),
      severity: 'low',
      meaning: `An alert of a budget, or a run of a report, has waited for more than ${MAXIMUM_QUEUE_AGE_SECONDS.alerts} seconds to be delivered everywhere.`,
      runbook: 'alert-queue-age',
    },
  };
}
