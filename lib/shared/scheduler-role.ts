import { type Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IScheduleTarget, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import type { LedgerFunction } from './ledger-function.ts';

/** A role for the schedules of this account. The targets of the CDK would allow every version and alias of a function. */
export class SchedulerRole extends Role {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
      }),
    });
  }

  allowStarting({ function: { functionArn } }: LedgerFunction): void {
    this.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] }));
  }

  /** Starts the function once each time the schedule is due, unless that takes longer than `maxEventAge`. */
  target(
    { function: fn }: LedgerFunction,
    maxEventAge: Duration,
    input?: ScheduleTargetInput,
  ): IScheduleTarget {
    return {
      bind: () => ({
        arn: fn.functionArn,
        role: this,
        ...(input && { input }),
        retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: maxEventAge.toSeconds() },
      }),
    };
  }
}
