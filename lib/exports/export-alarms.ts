import { Duration } from 'aws-cdk-lib';
import { type Alarms, above } from '../monitoring/alarm-registry.ts';
import type { UsageExports } from './usage-exports.ts';

const FIVE_MINUTES = Duration.minutes(5);

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
