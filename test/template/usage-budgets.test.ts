import { describe, expect, it } from '@jest/globals';
import { referred, resource, resources, synthesize, TLS_ONLY } from './support/synthesize.ts';

const template = synthesize();
const evaluate = resource(template, 'AWS::Lambda::Function', 'BudgetsEvaluateBudgets');
const deliver = resource(template, 'AWS::Lambda::Function', 'DeliveryDeliverNotifications');
const schedule = (from = template) =>
  resource(from, 'AWS::Scheduler::Schedule', 'BudgetsSchedule').Properties;
const queue = resource(template, 'AWS::SQS::Queue', 'NotificationsQueue');
const deadLetters = resource(template, 'AWS::SQS::Queue', 'NotificationsDeadLetters');

describe('the evaluation of budgets', () => {
  it('runs every two minutes, or as configured, unless the roll-up is switched off', () => {
    expect(schedule()).toMatchObject({ ScheduleExpression: 'rate(2 minutes)', State: 'ENABLED' });
    expect(referred(schedule().Target.Arn)).toBe(evaluate.logicalId);
    const other = synthesize({
      autoAggregation: { enabled: false },
      budgets: { schedule: 'rate(1 minute)' },
    });
    expect(schedule(other)).toMatchObject({ ScheduleExpression: 'rate(1 minute)', State: 'DISABLED' });
  });

  it('is repeated by neither the schedule nor Lambda, and ends within two minutes', () => {
    expect(schedule().Target.RetryPolicy).toEqual({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 });
    const invocations = resource(template, 'AWS::Lambda::EventInvokeConfig', 'BudgetsEvaluateBudgets');
    expect(invocations.Properties).toMatchObject({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 });
    expect(evaluate.Properties.Timeout).toBeLessThanOrEqual(120);
  });
});

describe('the queue of alerts', () => {
  it('tries for an hour, then keeps what failed longer than the queue kept it', () => {
    const { RedrivePolicy, VisibilityTimeout, MessageRetentionPeriod, SqsManagedSseEnabled } =
      queue.Properties;
    expect(RedrivePolicy.maxReceiveCount * VisibilityTimeout).toBe(3600);
    expect(VisibilityTimeout).toBe(6 * deliver.Properties.Timeout);
    expect(referred(RedrivePolicy.deadLetterTargetArn)).toBe(deadLetters.logicalId);
    expect(deadLetters.Properties.MessageRetentionPeriod).toBeGreaterThan(MessageRetentionPeriod);
    expect([SqsManagedSseEnabled, deadLetters.Properties.SqsManagedSseEnabled]).toEqual([true, true]);
  });

  it('is delivered by deliver-notifications, message by message', () => {
    const source = resources(template, 'AWS::Lambda::EventSourceMapping').find(
      ({ Properties }) => referred(Properties.FunctionName) === deliver.logicalId,
    );
    expect(referred(source?.Properties.EventSourceArn)).toBe(queue.logicalId);
    expect(source?.Properties).toMatchObject({
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  it('has the same name as its dead letters expect', () => {
    const { sourceQueueArns } = deadLetters.Properties.RedriveAllowPolicy;
    expect(JSON.stringify(sourceQueueArns)).toContain(`:${queue.Properties.QueueName}"`);
  });
});

describe('where alerts go', () => {
  it('is a bus of the product, by the name of its stage', () => {
    const bus = resource(template, 'AWS::Events::EventBus', 'BudgetsBus');
    expect(bus.Properties.Name).toBe('token-ledger-dev');
    expect(referred(deliver.Properties.Environment.Variables.EVENT_BUS_NAME)).toBe(bus.logicalId);
  });

  it('is a topic that refuses connections without TLS, and sends e-mails to the configured address', () => {
    const { logicalId } = resource(template, 'AWS::SNS::Topic', 'BudgetsTopic');
    expect(referred(deliver.Properties.Environment.Variables.BUDGET_TOPIC_ARN)).toBe(logicalId);
    const policy = resource(template, 'AWS::SNS::TopicPolicy', 'BudgetsTopic').Properties.PolicyDocument;
    expect(policy.Statement).toContainEqual(TLS_ONLY);
    const other = synthesize({ budgets: { alertEmail: 'budgets@example.com' } });
    expect(resource(other, 'AWS::SNS::Subscription', 'BudgetsTopic').Properties).toMatchObject({
      Protocol: 'email',
      Endpoint: 'budgets@example.com',
    });
  });

  it('is the internet for webhooks: the function that calls them is in no network of the account', () => {
    expect(deliver.Properties).not.toHaveProperty('VpcConfig');
    expect(Object.keys(deliver.Properties.Environment.Variables).toSorted()).toEqual([
      'BUDGET_EVENTS',
      'BUDGET_TOPIC_ARN',
      'EVENT_BUS_NAME',
      'EXPORT_BUCKET',
      'LEDGER_TABLE',
      'POWERTOOLS_METRICS_NAMESPACE',
      'POWERTOOLS_SERVICE_NAME',
      'REPORT_TOPIC_ARN',
      'STAGE',
    ]);
  });
});
