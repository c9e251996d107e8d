import { TimeZone } from 'aws-cdk-lib';
import { ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/read-configuration.ts';
import type { LedgerData } from '../data/ledger-data.ts';
import type { NotificationQueue } from '../notifications/notification-queue.ts';
import {
  eventSettings,
  ledgerSettings,
  priceBookSettings,
  silentSourceSettings,
} from '../shared/function-environment.ts';
import { LedgerFunction } from '../shared/ledger-function.ts';
import { RecurringRuns } from '../shared/recurring-runs.ts';

/** Three days: far longer than a message can be delayed without an alarm. */
const SWEEP_HOURS = 72;
/** Not on the hour, when the previous hour is rolled up. */
const SWEEP_TIME = { hour: '3', minute: '30' };

export interface UsageRollupProps {
  readonly configuration: Configuration;
  readonly data: LedgerData;
  /** Where events wait for their delivery. */
  readonly notifications: NotificationQueue;
}

/** Recomputes the statistics of every marked period, on a schedule. */
export class UsageRollup extends Construct {
  readonly rollUpUsage: LedgerFunction<'roll-up-usage'>;

  constructor(scope: Construct, id: string, props: UsageRollupProps) {
    super(scope, id);
    const { configuration, data, notifications } = props;
    this.rollUpUsage = new LedgerFunction(this, 'RollUpUsage', {
      configuration,
      service: 'roll-up-usage',
      description: 'Recomputes the statistics of hours, days and months that changed',
      memoryMib: 1769,
      timeoutSeconds: 300,
      // Overlapping runs are harmless. Each ends within five minutes.
      reservedConcurrency: configuration.concurrency.reservedForRollUp,
      environment: {
        ...ledgerSettings(data.ledger, configuration),
        ...eventSettings(configuration, notifications),
        ...priceBookSettings(configuration),
        ...silentSourceSettings(configuration),
        MAX_BUCKETS_PER_RUN: String(configuration.autoAggregation.batchSize),
      },
    });
    data.allowRollingUp(this.rollUpUsage);
    this.rollUpUsage.allowSending(notifications.queue);

    const { enabled, schedule } = configuration.autoAggregation;
    const runs = new RecurringRuns(this, this.rollUpUsage);
    runs.schedule('Schedule', {
      description: 'Runs roll-up-usage',
      enabled,
      schedule: ScheduleExpression.expression(schedule),
    });
    runs.schedule('Sweep', {
      description: 'Runs roll-up-usage for the last days, whether they changed or not',
      enabled,
      schedule: ScheduleExpression.cron({ ...SWEEP_TIME, timeZone: TimeZone.ETC_UTC }),
      input: ScheduleTargetInput.fromObject({ sweepHours: SWEEP_HOURS }),
    });
  }
}
