import { ArnFormat, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Schedule, ScheduleExpression, ScheduleGroup, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { UsageAccess } from '../access/usage-access.ts';
import type { Configuration } from '../configuration/read-configuration.ts';
import type { LedgerData } from '../data/ledger-data.ts';
import type { UsageExports } from '../exports/usage-exports.ts';
import type { NotificationQueue } from '../notifications/notification-queue.ts';
import { ApiFunction } from '../shared/api-function.ts';
import { createEmailTopic } from '../shared/email-topic.ts';
import { auditSettings, shownIdSettings } from '../shared/function-environment.ts';
import { LedgerFunction } from '../shared/ledger-function.ts';
import { createDeadLetters } from '../shared/queue-pair.ts';
import { SchedulerRole } from '../shared/scheduler-role.ts';

export interface UsageReportsProps {
  readonly configuration: Configuration;
  readonly data: LedgerData;
  readonly access: UsageAccess;
  readonly exports: UsageExports;
  /** Where events wait for their delivery. */
  readonly notifications: NotificationQueue;
}

/** Reports: saved exports that are run by hand, or by a schedule for each of them. */
export class UsageReports extends Construct {
  /** Sends reports to people. */
  readonly topic: Topic;
  /** Scheduled runs that failed. */
  readonly deadLetters: Queue;
  /** Holds one schedule per report; manage-reports and run-report create and delete them. */
  readonly group: ScheduleGroup;
  readonly manageReports: LedgerFunction<'manage-reports'>;
  readonly runReport: LedgerFunction<'run-report'>;
  private readonly scheduleRole: SchedulerRole;

  constructor(scope: Construct, id: string, props: UsageReportsProps) {
    super(scope, id);
    const { configuration } = props;
    this.topic = createEmailTopic(this, configuration.reports.email);
    // A report that is lost with its message can be run by hand.
    this.deadLetters = createDeadLetters(this, 'DeadLetters', { removalPolicy: RemovalPolicy.DESTROY });
    Validations.of(this.deadLetters).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is the dead-letter queue of a schedule and a function.',
    });
    this.group = new ScheduleGroup(this, 'Group', {
      scheduleGroupName: groupNameOf(configuration),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.scheduleRole = new SchedulerRole(this, 'ScheduleRole');
    this.runReport = this.createRunner(props);
    this.manageReports = this.createManagement(props);
  }

  private createRunner(props: UsageReportsProps) {
    const runReport = new LedgerFunction(this, 'RunReport', {
      configuration: props.configuration,
      service: 'run-report',
      description: 'Runs reports when their schedules are due',
      memoryMib: 512,
      timeoutSeconds: 120,
      environment: {
        ...this.environment(props),
        NOTIFICATION_QUEUE_URL: props.notifications.queue.queueUrl,
      },
    });
    props.data.allowRunningReports(runReport);
    props.data.allowHandingOverEvents(runReport);
    runReport.allowSending(props.notifications.queue);
    this.allowStarting(runReport, props);
    // A retry never starts a second run.
    runReport.function.configureAsyncInvoke({
      retryAttempts: 2,
      maxEventAge: Duration.hours(6),
      onFailure: new SqsDestination(this.deadLetters),
    });

    this.scheduleRole.allowStarting(runReport);
    this.scheduleRole.addToPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.deadLetters.queueArn] }),
    );
    // A report is stored first and its schedule then, so a crash in between leaves the two different.
    new Schedule(this, 'RepairSchedule', {
      description: 'Repairs schedules that differ from the stored reports',
      schedule: ScheduleExpression.rate(Duration.hours(1)),
      target: this.scheduleRole.target(
        runReport,
        Duration.hours(1),
        ScheduleTargetInput.fromObject({ repairSchedules: true }),
      ),
    });
    return runReport;
  }

  private createManagement(props: UsageReportsProps) {
    const { configuration, data, access } = props;
    const manageReports = new ApiFunction(this, 'ManageReports', {
      configuration,
      service: 'manage-reports',
      description: 'Shows, changes and runs reports',
      memoryMib: 512,
      environment: {
        ...this.environment(props),
        ...shownIdSettings(configuration),
        ...auditSettings(access.audit, configuration),
        RUN_REPORT_ARN: this.runReport.function.functionArn,
      },
    });
    access.allowAuditing(manageReports);
    data.allowManagingReports(manageReports);
    data.allowNames(manageReports);
    this.allowStarting(manageReports, props);
    return manageReports;
  }

  /** Queues the exports of runs, and creates and deletes the schedules of reports. */
  private allowStarting(grantee: LedgerFunction, { configuration, exports }: UsageReportsProps): void {
    grantee.allowSending(exports.queue);
    const schedules = Stack.of(this).formatArn({
      service: 'scheduler',
      resource: 'schedule',
      resourceName: `${groupNameOf(configuration)}/*`,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
    grantee.allow(
      [
        'scheduler:GetSchedule',
        'scheduler:CreateSchedule',
        'scheduler:UpdateSchedule',
        'scheduler:DeleteSchedule',
      ],
      [schedules],
    );
    grantee.allow(['iam:PassRole'], [this.scheduleRole.roleArn], {
      StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' },
    });
    grantee.acknowledgeWildcard(
      `arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/${groupNameOf(configuration)}/*`,
      'Schedules are named after the reports they belong to, so every schedule of this group is needed.',
    );
  }

  private environment({ configuration, data, exports }: UsageReportsProps) {
    return {
      LEDGER_TABLE: data.ledger.tableName,
      EXPORT_QUEUE_URL: exports.queue.queueUrl,
      EXPORT_RETENTION_DAYS: String(configuration.exportRetentionDays),
      REPORTING_TIME_ZONE: configuration.reportingTimeZone,
      SCHEDULE_GROUP: this.group.scheduleGroupName,
      SCHEDULE_ROLE_ARN: this.scheduleRole.roleArn,
      SCHEDULE_DEAD_LETTERS_ARN: this.deadLetters.queueArn,
    };
  }
}

function groupNameOf({ stage }: Configuration): string {
  return `token-ledger-${stage}-reports`;
}
