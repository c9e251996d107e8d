import { Duration } from 'aws-cdk-lib';
import { Schedule, type ScheduleProps, type ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import type { LedgerFunction } from './ledger-function.ts';
import { SchedulerRole } from './scheduler-role.ts';

const MAX_EVENT_AGE = Duration.minutes(1);

/**
 * Runs a function on schedules. Neither they nor Lambda repeat a run that failed: the next one does the same and more. Runs
 * may overlap.
 */
export class RecurringRuns {
  private readonly scope: Construct;
  private readonly runner: LedgerFunction;
  private readonly role: SchedulerRole;

  constructor(scope: Construct, runner: LedgerFunction) {
    this.scope = scope;
    this.runner = runner;
    this.role = new SchedulerRole(scope, 'ScheduleRole');
    this.role.allowStarting(runner);
    runner.function.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: MAX_EVENT_AGE });
  }

  schedule(
    id: string,
    { input, ...props }: Omit<ScheduleProps, 'target'> & { readonly input?: ScheduleTargetInput },
  ): void {
    new Schedule(this.scope, id, { ...props, target: this.role.target(this.runner, MAX_EVENT_AGE, input) });
  }
}
