import { Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/read-configuration.ts';
import type { LedgerData } from '../data/ledger-data.ts';
import { timedSettings } from '../shared/function-environment.ts';
import { LedgerFunction } from '../shared/ledger-function.ts';

/** Three days; the sum of all that may delay a message without an alarm is far less. */
const SWEEP_HOURS = 72;
/** Not at the hour, when the hour before is rolled up. */
const SWEEP_TIME = { hour: '3', minute: '30' };

export interface UsageRollupProps {
  readonly configuration: Configuration;
  readonly data: LedgerData;
}

/** Recomputes the statistics of every marked period, on a schedule. */
export class UsageRollup extends Construct {
  readonly rollUpUsage: LedgerFunction<'roll-up-usage'>;

  constructor(scope: Construct, id: string, props: UsageRollupProps) {
    super(scope, id);
    const { configuration, data } = props;
    this.rollUpUsage = new LedgerFunction(this, 'RollUpUsage', {
      configuration,
      service: 'roll-up-usage',
      description: 'Recomputes the statistics of hours, days and months that changed',
      memoryMib: 1769,
      timeoutSeconds: 300,
      // Runs may overlap without harm; more of them would only do the same work again.
      reservedConcurrency: 2,
      environment: {
        LEDGER_TABLE: data.ledger.tableName,
        ...timedSettings(configuration),
        REPORTING_TIME_ZONE: configuration.reportingTimeZone,
        MAX_BUCKETS_PER_RUN: String(configuration.autoAggregation.batchSize),
      },
    });
    data.allowRollingUp(this.rollUpUsage);

    // Neither the schedule nor Lambda tries again: the next run does the same and more.
    const maxEventAge = Duration.minutes(1);
    this.rollUpUsage.function.configureAsyncInvoke({ retryAttempts: 0, maxEventAge });
    const role = this.createInvokingRole();
    const { enabled, schedule } = configuration.autoAggregation;
    const target = (input?: ScheduleTargetInput) => ({
      bind: () => ({
        arn: this.rollUpUsage.function.functionArn,
        role,
        ...(input && { input }),
        retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: maxEventAge.toSeconds() },
      }),
    });
    new Schedule(this, 'Schedule', {
      description: 'Runs roll-up-usage',
      enabled,
      schedule: ScheduleExpression.expression(schedule),
      target: target(),
    });
    new Schedule(this, 'Sweep', {
      description: 'Has roll-up-usage recompute the last days, whether they changed or not',
      enabled,
      schedule: ScheduleExpression.cron({ ...SWEEP_TIME, timeZone: TimeZone.ETC_UTC }),
      target: target(ScheduleTargetInput.fromObject({ sweepHours: SWEEP_HOURS })),
    });
  }

  /** The library's own target would allow every version and alias of the function. */
  private createInvokingRole(): Role {
    const role = new Role(this, 'ScheduleRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: [this.rollUpUsage.function.functionArn],
      }),
    );
    return role;
  }
}
