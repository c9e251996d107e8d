import { Duration } from 'aws-cdk-lib';
import { type Alarms, above } from '../monitoring/alarm-registry.ts';
import type { UsageReports } from './usage-reports.ts';

const FIVE_MINUTES = Duration.minutes(5);

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
