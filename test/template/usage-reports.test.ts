import { describe, expect, it } from '@jest/globals';
import { referred, resource, resources, synthesize, TLS_ONLY } from './support/synthesize.ts';

const template = synthesize();
const runner = resource(template, 'AWS::Lambda::Function', 'ReportsRunReport');
const manager = resource(template, 'AWS::Lambda::Function', 'ReportsManageReports');
const deadLetters = resource(template, 'AWS::SQS::Queue', 'ReportsDeadLetters');
const role = resource(template, 'AWS::IAM::Role', 'ReportsScheduleRole');
const variables = ({ Properties }: typeof runner) => Properties.Environment.Variables;

describe('the schedules of reports', () => {
  const group = resource(template, 'AWS::Scheduler::ScheduleGroup', 'Reports');

  it('are in a group of their own, which goes with the stack, and they with it', () => {
    expect(group.Properties.Name).toBe('token-ledger-dev-reports');
    expect(group.DeletionPolicy).toBe('Delete');
    for (const fn of [runner, manager]) expect(variables(fn).SCHEDULE_GROUP).toBe('token-ledger-dev-reports');
  });

  it('call the one function as a role that only EventBridge Scheduler of this account may take on', () => {
    expect(role.Properties.AssumeRolePolicyDocument.Statement).toEqual([
      {
        Action: 'sts:AssumeRole',
        Effect: 'Allow',
        Principal: { Service: 'scheduler.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
    for (const fn of [runner, manager]) {
      expect(referred(variables(fn).SCHEDULE_ROLE_ARN)).toBe(role.logicalId);
      expect(referred(variables(fn).SCHEDULE_DEAD_LETTERS_ARN)).toBe(deadLetters.logicalId);
    }
    expect(referred(variables(manager).RUN_REPORT_ARN)).toBe(runner.logicalId);
  });

  it('are compared with what is stored once an hour', () => {
    const { Properties } = resource(template, 'AWS::Scheduler::Schedule', 'Reports');
    expect(Properties).toMatchObject({ ScheduleExpression: 'rate(1 hour)', State: 'ENABLED' });
    expect(JSON.parse(Properties.Target.Input)).toEqual({ repairSchedules: true });
    expect(referred(Properties.Target.Arn)).toBe(runner.logicalId);
    expect(Properties).not.toHaveProperty('GroupName');
  });

  it('begin days and weeks in the time zone of the deployment', () => {
    const berlin = synthesize({ reportingTimeZone: 'Europe/Berlin' });
    for (const name of ['ReportsRunReport', 'ReportsManageReports']) {
      const fn = resource(berlin, 'AWS::Lambda::Function', name);
      expect(variables(fn).REPORTING_TIME_ZONE).toBe('Europe/Berlin');
    }
  });
});

describe('running a report', () => {
  it('is tried again twice within hours, and then kept as a dead letter', () => {
    const { Properties } = resource(template, 'AWS::Lambda::EventInvokeConfig', 'ReportsRunReport');
    expect(Properties).toMatchObject({ MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 21_600 });
    expect(referred(Properties.DestinationConfig.OnFailure.Destination)).toBe(deadLetters.logicalId);
    expect(deadLetters.Properties).toMatchObject({
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 1_209_600,
    });
  });
});

describe('the topic of reports', () => {
  it('is not that of budgets, refuses connections without TLS, and sends e-mails to the configured address', () => {
    const { logicalId } = resource(template, 'AWS::SNS::Topic', 'ReportsTopic');
    const deliver = resource(template, 'AWS::Lambda::Function', 'DeliveryDeliverNotifications');
    expect(referred(variables(deliver).REPORT_TOPIC_ARN)).toBe(logicalId);
    expect(referred(variables(deliver).BUDGET_TOPIC_ARN)).not.toBe(logicalId);
    const policy = resource(template, 'AWS::SNS::TopicPolicy', 'ReportsTopic').Properties.PolicyDocument;
    expect(policy.Statement).toContainEqual(TLS_ONLY);
    expect(resources(template, 'AWS::SNS::Subscription')).toEqual([]);
    const other = synthesize({ reports: { email: 'reports@example.com' } });
    expect(resource(other, 'AWS::SNS::Subscription', 'ReportsTopic').Properties).toMatchObject({
      Protocol: 'email',
      Endpoint: 'reports@example.com',
    });
  });
});

describe('the end of a run', () => {
  it('goes from the writer of exports to the notification queue', () => {
    const writer = resource(template, 'AWS::Lambda::Function', 'ExportsWriteExport');
    const queue = resource(template, 'AWS::SQS::Queue', 'NotificationsQueue');
    expect(referred(variables(writer).NOTIFICATION_QUEUE_URL)).toBe(queue.logicalId);
  });
});
