import { Duration } from 'aws-cdk-lib';
import { MAXIMUM_QUEUE_AGE_SECONDS } from '../../functions/check-health/contract.ts';
import { SERVICES } from '../../functions/shared/metrics.ts';
import type { Configuration } from '../configuration/read-configuration.ts';
import { type Alarms, above, atLeast } from '../monitoring/alarm-registry.ts';
import type { LedgerMetrics } from '../monitoring/ledger-metrics.ts';
import { anyDeadLetter, waitingLongerThan } from '../monitoring/queue-alarms.ts';
import type { QueuePair } from '../shared/queue-pair.ts';
import type { UsageIntake } from './usage-intake.ts';

/** How much usage is recorded, how much is refused, and whether the queues are emptied. */
export function intakeAlarms(
  metrics: LedgerMetrics,
  configuration: Configuration,
  { queues }: UsageIntake,
): Alarms {
  const { dailyTokens, errorRate, errorRateLeastRecords } = configuration.monitoring.alertThresholds;
  return {
    ...(dailyTokens !== undefined && {
      DailyTokens: {
        metric: metrics.recorded('TokensRecorded', Duration.days(1)),
        ...atLeast(dailyTokens),
        // Who sets a threshold wants to know when it is reached.
        essential: true,
        severity: 'low',
        meaning: `At least ${dailyTokens} tokens were recorded in one day.`,
        runbook: 'daily-tokens',
      },
    }),
    ErrorRate: {
      metric: metrics.errorRate(errorRateLeastRecords),
      ...above(errorRate),
      evaluationPeriods: 2,
      severity: 'high',
      meaning: `The API rejected or failed to accept more than ${percent(errorRate)} of the records it received.`,
      runbook: 'error-rate',
    },
    QuarantinedRecords: {
      // Over HTTP the answer says so: only what comes by queue can go unnoticed.
      metric: metrics.of(SERVICES.recordUsage, 'RecordsQuarantined'),
      ...above(0),
      essential: true,
      severity: 'high',
      meaning:
        'Records from the queues were quarantined. They are not counted, and are deleted after 30 days.',
      runbook: 'quarantined-records',
    },
    ConflictingReports: {
      metric: metrics.recorded('ConflictingReports'),
      ...above(0),
      severity: 'low',
      meaning: 'Reports contradict the record of the same call.',
      runbook: 'conflicting-reports',
    },
    UnknownFigures: {
      metric: metrics.recorded('UnknownFigures'),
      ...above(0),
      severity: 'low',
      meaning: 'Reported usage has figures that this version does not know and does not count.',
      runbook: 'unknown-figures',
    },
    ClocksAhead: {
      metric: metrics.recorded('ClocksAhead'),
      ...above(0),
      severity: 'low',
      meaning: 'Records have a time in the future, so the clock of a producer is wrong.',
      runbook: 'clocks-ahead',
    },
    ...queueAlarms('Live', queues.live),
    ...queueAlarms('Bulk', queues.bulk),
  };
}

/** The dead letters and the backlog of one queue. */
function queueAlarms(name: 'Live' | 'Bulk', pair: QueuePair): Alarms {
  const kind = name === 'Live' ? 'live' : 'bulk';
  const maximumAgeSeconds = MAXIMUM_QUEUE_AGE_SECONDS[kind];
  return {
    [`${name}DeadLetters`]: {
      ...anyDeadLetter(pair),
      essential: true,
      severity: 'high',
      meaning: `Usage from the ${kind} queue could not be recorded and waits in its dead-letter queue.`,
      runbook: 'dead-letters',
    },
    [`${name}QueueAge`]: {
      ...waitingLongerThan(maximumAgeSeconds, pair),
      ...(name === 'Live' && { essential: true }),
      severity: name === 'Live' ? 'high' : 'low',
      meaning: `Usage has waited in the ${kind} queue for more than ${maximumAgeSeconds / 60} minutes.`,
      runbook: 'queue-age',
    },
  };
}

function percent(share: number): string {
  return share.toLocaleString('en-US', { style: 'percent', maximumFractionDigits: 20 });
}
