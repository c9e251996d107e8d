import { Duration } from 'aws-cdk-lib';
import { type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { MAXIMUM_QUEUE_AGE_SECONDS } from '../../functions/check-health/contract.ts';
import { SERVICES } from '../../functions/metrics.ts';
import { rateMinutes } from '../configuration/schedule-expression.ts';
import type { LedgerFunction } from '../ledger-function.ts';
import type { UsageExports } from '../usage-exports.ts';
import type { UsageReports } from '../usage-reports.ts';
import type { UsageQueue } from '../usage-intake.ts';
import { type Alarms, above, below } from './alarm-registry.ts';
import type { LedgerMetrics } from './ledger-metrics.ts';
import type { LedgerMonitoringProps } from './ledger-monitoring-props.ts';

const FIVE_MINUTES = Duration.minutes(5);
const HOUR_SECONDS = 3600;

/** The dead-letter queue and the backlog of one queue. */
export function queueAlarms(name: 'Live' | 'Bulk', { queue, deadLetters }: UsageQueue): Alarms {
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

/** Whether the statistics keep up, and stay right. */
export function rollUpAlarms(metrics: LedgerMetrics, { configuration }: LedgerMonitoringProps): Alarms {
  const { enabled, schedule } = configuration.autoAggregation;
  return {
    RollUpFailures: {
      metric: metrics.of(SERVICES.rollUpUsage, 'BucketsFailed'),
      ...above(0),
      evaluationPeriods: 3,
      severity: 'high',
      meaning: 'Statistics could not be recomputed for a quarter of an hour.',
      runbook: 'roll-up-failures',
    },
    ...(enabled && {
      RollUpSilence: {
        ...silence((period) => metrics.of(SERVICES.rollUpUsage, 'RollUpRuns', period), schedule),
        meaning: 'The roll-up did not complete a run.',
        runbook: 'roll-up-silence',
      },
    }),
    RollUpLag: {
      metric: metrics.of(SERVICES.rollUpUsage, 'OldestMarkAge'),
      ...above(3 * HOUR_SECONDS),
      evaluationPeriods: 3,
      severity: 'low',
      meaning: 'Statistics of a closed hour have waited for their recomputation for more than three hours.',
      runbook: 'roll-up-lag',
    },
    ShrinksRefused: {
      metric: metrics.of(SERVICES.rollUpUsage, 'ShrinksRefused'),
      ...above(0),
      severity: 'high',
      meaning: 'A recomputation found fewer records than are already counted and was refused.',
      runbook: 'shrinks-refused',
    },
    FrozenMarks: {
      metric: metrics.of(SERVICES.rollUpUsage, 'FrozenMarks'),
      ...above(0),
      severity: 'high',
      meaning: 'Usage was recorded for an hour that is too old to be recomputed.',
      runbook: 'frozen-marks',
    },
  };
}

/** Errors show a broken run; only silence shows that there was none. */
export function silence(runs: (period: Duration) => Metric, schedule: string): SilenceAlarm {
  const interval = rateMinutes(schedule);
  const period = interval === undefined ? Duration.days(1) : Duration.minutes(silentAfterMinutes(schedule));
  return {
    metric: runs(period),
    ...below(1),
    evaluationPeriods: interval === undefined ? 2 : 1,
    treatMissingData: TreatMissingData.BREACHING,
    severity: 'high',
  };
}

/** Three runs in a row. What a cron expression means is not worked out here: it is given two days. */
export function silentAfterMinutes(schedule: string): number {
  const interval = rateMinutes(schedule);
  return interval === undefined ? 2 * 24 * 60 : Math.max(10, 3 * interval);
}

type SilenceAlarm = Omit<Alarms[string], 'meaning' | 'runbook'>;
/** Exports that were given up after several tries. Nothing is wrong with the ledger. */
export function exportAlarms({ deadLetters }: UsageExports): Alarms {
  return {
    ExportDeadLetters: {
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({
        statistic: 'Maximum',
        period: FIVE_MINUTES,
      }),
      ...above(0),
      severity: 'low',
      meaning: 'An export could not be written and was given up.',
      runbook: 'export-dead-letters',
    },
  };
}

/** Times at which reports were due and could not be run, although that was tried again. */
export function reportAlarms({ deadLetters }: UsageReports): Alarms {
  return {
    ReportDeadLetters: {
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({
        statistic: 'Maximum',
        period: FIVE_MINUTES,
      }),
      ...above(0),
      severity: 'low',
      meaning: 'A report was due and could not be run.',
      runbook: 'report-dead-letters',
    },
  };
}

export function functionAlarms({ node, function: fn }: LedgerFunction): Alarms {
  return {
    [`${node.id}Errors`]: {
      metric: fn.metricErrors({ period: FIVE_MINUTES }),
      ...above(0),
      severity: 'high',
      meaning: 'The function failed as a whole.',
      runbook: 'function-errors',
    },
    [`${node.id}Throttles`]: {
      metric: fn.metricThrottles({ period: FIVE_MINUTES }),
      ...above(0),
      severity: 'low',
      meaning: 'The function was not started because too many ran already.',
      runbook: 'function-throttles',
    },
  };
}
