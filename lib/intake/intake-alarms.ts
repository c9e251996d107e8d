import { Duration } from 'aws-cdk-lib';
import { MAXIMUM_QUEUE_AGE_SECONDS } from '../../functions/check-health/contract.ts';
import { SERVICES } from '../../functions/shared/metrics.ts';
import type { Configuration } from '../configuration/read-configuration.ts';
import { type Alarms, above, atLeast } from '../monitoring/alarm-registry.ts';
import type { LedgerMetrics } from '../monitoring/ledger-metrics.ts';
import { anyDeadLetter, waitingLongerThan } from '../monitoring/queue-alarms.ts';
import type { QueuePair } from '../shared/queue-pair.ts';
import type { UsageIntake } from './usage-intake.ts';

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
      metric: metrics.of(SERVICES.recordUsage, 'RecordsQuarantined'),
      ...above(0),
      severity: 'low',
      meaning: 'Records from the queues that can never be counted were set aside.',
      runbook: 'quarantined-records',
    },
    ...queueAlarms('Live', queues.live),
    ...queueAlarms('Bulk', queues.bulk),
  };
}

/** The dead-letter queue and the backlog of one queue. */
function queueAlarms(name: 'Live' | 'Bulk', pair: QueuePair): Alarms {
  const maximumAgeSeconds = MAXIMUM_QUEUE_AGE_SECONDS[name === 'Live' ? 'live' : 'bulk'];
  return {
    [`${name}DeadLetters`]: {
      ...anyDeadLetter(pair),
      severity: 'high',
      meaning: 'Usage could not be recorded and waits in the dead-letter queue.',
      runbook: 'dead-letters',
    },
    [`${name}QueueAge`]: {
      ...waitingLongerThan(maximumAgeSeconds, pair),
      severity: name === 'Live' ? 'high' : 'low',
      meaning: `Usage has waited in the queue for more than ${maximumAgeSeconds} seconds.`,
      runbook: 'queue-age',
    },
  };
}
