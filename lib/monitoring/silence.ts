import { Duration } from 'aws-cdk-lib';
import { type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { rateMinutes } from '../configuration/schedule-expression.ts';
import { type Alarms, below } from './alarm-registry.ts';

type SilenceAlarm = Omit<Alarms[string], 'meaning' | 'runbook'>;

/**
 * Reports when runs stop. An error shows that a run failed; only missing runs show that none was started. Runs that are missing
 * from the beginning report nothing, or each first deployment would.
 */
export function silence(runs: (period: Duration) => Metric, schedule: string): SilenceAlarm {
  const interval = rateMinutes(schedule);
  const period = interval === undefined ? Duration.days(1) : Duration.minutes(silentAfterMinutes(schedule));
  return {
    metric: runs(period),
    ...below(1),
    evaluationPeriods: interval === undefined ? 2 : 1,
    treatMissingData: TreatMissingData.MISSING,
    essential: true,
    severity: 'high',
  };
}

/** Three missed runs, but at least ten minutes; two days for a cron expression, which is not interpreted here. */
export function silentAfterMinutes(schedule: string): number {
  const interval = rateMinutes(schedule);
  return interval === undefined ? 2 * 24 * 60 : Math.max(10, 3 * interval);
}
