import { Duration } from 'aws-cdk-lib';
import { MAXIMUM_QUEUE_AGE_SECONDS } from '../../functions/check-health/contract.ts';
import type { Configuration } from '../configuration/read-configuration.ts';
import { type Alarms, above, atLeast } from '../monitoring/alarm-registry.ts';
import type { LedgerMetrics } from '../monitoring/ledger-metrics.ts';
import type { UsageIntake, UsageQueue } from './usage-intake.ts';

const FIVE_MINUTES = Duration.minutes(5);

/** How much is used, what is refused, and whether the queues are emptied. */
export function intakeAlarms(
  metrics: LedgerMetrics,
  configuration: Configuration,
  { queues }: UsageIntake,
): Alarms {
  const { dailyTokens, errorRate } = configuration.monitoring.alertThresholds;
  return {
    DailyTokens: {
      metric: metrics.recorded('TokensRecorded', Duration.days(1)),
      ...atLeast(dailyTokens),
      severity: 'low',
      meaning: `At least ${dailyTokens} tokens were recorded within a day.`,
      runbook: 'daily-tokens',
    },
    ErrorRate: {
      metric: metrics.errorRate(),
      ...above(errorRate),
      evaluationPeriods: 2,
      severity: 'high',
      meaning: `A share of more than ${errorRate} of the records sent to the API was rejected or failed.`,
      runbook: 'error-rate',
    },
    QuarantinedRecords: {
      metric: metrics.recorded('RecordsQuarantined'),
      ...above(0),
      severity: 'low',
      meaning: 'Records that cannot be counted as they are were set aside.',
      runbook: 'quarantined-records',
    },
    ConflictingReports: {
      metric: metrics.recorded('ConflictingReports'),
      ...above(0),
      severity: 'low',
      meaning: 'Reports contradict what is recorded of the same call.',
      runbook: 'conflicting-reports',
    },
    UnknownFigures: {
      metric: metrics.recorded('UnknownFigures'),
      ...above(0),
      severity: 'low',
      meaning: 'Usage has figures that this version does not know and does not count.',
      runbook: 'unknown-figures',
    },
    ...queueAlarms('Live', queues.live),
    ...queueAlarms('Bulk', queues.bulk),
  };
}

/** The dead-letter queue and the backlog of one queue. */
function queueAlarms(name: 'Live' | 'Bulk', { queue, deadLetters }: UsageQueue): Alarms {
  const maximumAgeSeconds = MAXIMUM_QUEUE_AGE_SECONDS[name === 'Live' ? 'live' : 'bulk'];
  return {
    [`${name}DeadLetters`]: {
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({
        statistic: 'Maximum',
        period: FIVE_MINUTES,
      }),
      ...above(0),
      severity: 'high',
      meaning: 'Usage could not be recorded and waits in the dead-letter queue.',
      runbook: 'dead-letters',
    },
    [`${name}QueueAge`]: {
      metric: queue.metricApproximateAgeOfOldestMessage({ statistic: 'Maximum', period: FIVE_MINUTES }),
      ...above(maximumAgeSeconds),
      severity: name === 'Live' ? 'high' : 'low',
      meaning: `Usage has waited in the queue for more than ${maximumAgeSeconds} seconds.`,
      runbook: 'queue-age',
    },
  };
}
