import { describe, expect, it } from '@jest/globals';
import { referred, resource, resources, sorted, synthesize, TLS_ONLY } from './support/synthesize.ts';

const template = synthesize();
const queues = (from = template) =>
  resources(from, 'AWS::SQS::Queue').filter(({ logicalId }) => logicalId.startsWith('Intake'));
const queue = (name: string) => resource(template, 'AWS::SQS::Queue', `Intake${name}`);

describe('the queues', () => {
  it('exist for live usage and for backfill, each with dead letters of its own', () => {
    expect(queues()).toHaveLength(4);
    for (const name of ['Live', 'Bulk']) {
      const { RedrivePolicy } = queue(`${name}Queue`).Properties;
      expect(RedrivePolicy.maxReceiveCount).toBe(5);
      expect(referred(RedrivePolicy.deadLetterTargetArn)).toBe(queue(`${name}DeadLetters`).logicalId);
    }
  });

  it('accept dead letters from their own queue only', () => {
    for (const name of ['Live', 'Bulk']) {
      const { redrivePermission, sourceQueueArns } = queue(`${name}DeadLetters`).Properties
        .RedriveAllowPolicy;
      expect(redrivePermission).toBe('byQueue');
      const { QueueName } = queue(`${name}Queue`).Properties;
      expect(QueueName).toBe(`token-ledger-dev-${name.toLowerCase()}`);
      expect(JSON.stringify(sourceQueueArns)).toContain(`:${QueueName}"`);
    }
  });

  it('keep messages for 10 days, dead letters for 14, as they bring their age along', () => {
    for (const name of ['Live', 'Bulk']) {
      expect(queue(`${name}Queue`).Properties.MessageRetentionPeriod).toBe(10 * 86_400);
      expect(queue(`${name}DeadLetters`).Properties.MessageRetentionPeriod).toBe(14 * 86_400);
    }
  });

  it('are encrypted and refuse connections without TLS', () => {
    for (const { logicalId, Properties } of resources(template, 'AWS::SQS::Queue')) {
      expect(Properties.SqsManagedSseEnabled).toBe(true);
      const policies = resources(template, 'AWS::SQS::QueuePolicy').filter((policy) =>
        policy.Properties.Queues.some((each: unknown) => referred(each) === logicalId),
      );
      expect(policies.flatMap((policy) => policy.Properties.PolicyDocument.Statement)).toEqual([TLS_ONLY]);
    }
  });

  it.each([
    [0, 360],
    [5, 365],
    [300, 660],
  ])('hide a message for six attempts and a window of %d s', (batchingWindowSeconds, expected) => {
    const other = synthesize({ batchSize: 10, batchingWindowSeconds });
    for (const name of ['IntakeLiveQueue', 'IntakeBulkQueue']) {
      const timeout = resource(other, 'AWS::Lambda::Function', 'IntakeRecordUsage').Properties.Timeout;
      const { VisibilityTimeout } = resource(other, 'AWS::SQS::Queue', name).Properties;
      expect(VisibilityTimeout).toBe(6 * timeout + batchingWindowSeconds);
      expect(VisibilityTimeout).toBe(expected);
    }
  });

  it('outlive the stack unless configured otherwise', () => {
    for (const { DeletionPolicy, UpdateReplacePolicy } of queues()) {
      expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['RetainExceptOnCreate', 'Retain']);
    }
    for (const { DeletionPolicy } of queues(synthesize({ removeDataOnDestroy: true }))) {
      expect(DeletionPolicy).toBe('Delete');
    }
  });
});

describe('the consumer', () => {
  const sources = (from = template) =>
    resources(from, 'AWS::Lambda::EventSourceMapping').filter(({ logicalId }) =>
      logicalId.startsWith('Intake'),
    );

  it('is record-usage, for both queues', () => {
    expect(sorted(sources().map(({ Properties }) => referred(Properties.EventSourceArn)))).toEqual(
      sorted([queue('LiveQueue').logicalId, queue('BulkQueue').logicalId]),
    );
    const { logicalId } = resource(template, 'AWS::Lambda::Function', 'IntakeRecordUsage');
    for (const { Properties } of sources()) expect(referred(Properties.FunctionName)).toBe(logicalId);
  });

  it('returns only failed messages to the queue', () => {
    for (const { Properties } of sources()) {
      expect(Properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    }
  });

  it('lets backfill take two of the invocations of an account, and live usage as many as it needs', () => {
    const limits = (from = template) =>
      Object.fromEntries(
        resources(from, 'AWS::Lambda::EventSourceMapping').map(({ Properties }) => [
          referred(Properties.EventSourceArn)?.replace(/Queue.*/, ''),
          Properties.ScalingConfig?.MaximumConcurrency,
        ]),
      );
    expect(limits()).toEqual({
      IntakeLive: undefined,
      IntakeBulk: 2,
      Notifications: undefined,
      Exports: undefined,
    });
    const small = { live: 3, bulk: 2, notifications: 4, exports: 5 };
    expect(limits(synthesize({ concurrency: small }))).toEqual({
      IntakeLive: 3,
      IntakeBulk: 2,
      Notifications: 4,
      Exports: 5,
    });
    expect(limits(synthesize({ concurrency: { bulk: 'unlimited' } }))).toMatchObject({
      IntakeBulk: undefined,
    });
  });

  it('collects as many messages, and waits as long, as configured', () => {
    for (const { Properties } of sources()) {
      expect(Properties).toMatchObject({ BatchSize: 100, MaximumBatchingWindowInSeconds: 5 });
    }
    for (const { Properties } of sources(synthesize({ batchSize: 10_000, batchingWindowSeconds: 300 }))) {
      expect(Properties).toMatchObject({ BatchSize: 10_000, MaximumBatchingWindowInSeconds: 300 });
    }
  });
});
