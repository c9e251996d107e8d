import { describe, expect, it } from '@jest/globals';
import { referred, resource, resources, synthesize } from './support/synthesize.ts';

const template = synthesize();
const queue = (name: string, from = template) => resource(from, 'AWS::SQS::Queue', `Telemetry${name}`);

describe('the queue of spans', () => {
  it('delivers after 15 minutes, or sooner if configured', () => {
    expect(queue('SpanQueue').Properties.DelaySeconds).toBe(900);
    expect(queue('SpanQueue', synthesize({ spanDelaySeconds: 0 })).Properties.DelaySeconds).toBe(0);
  });

  it('has dead letters of its own, which accept those of no other queue', () => {
    const { RedrivePolicy, QueueName, MessageRetentionPeriod } = queue('SpanQueue').Properties;
    expect(RedrivePolicy.maxReceiveCount).toBe(5);
    expect(referred(RedrivePolicy.deadLetterTargetArn)).toBe(queue('SpanDeadLetters').logicalId);
    expect(QueueName).toBe('token-ledger-dev-spans');
    expect(MessageRetentionPeriod).toBe(10 * 86_400);
    const { redrivePermission, sourceQueueArns } = queue('SpanDeadLetters').Properties.RedriveAllowPolicy;
    expect(redrivePermission).toBe('byQueue');
    expect(JSON.stringify(sourceQueueArns)).toContain(`:${QueueName}"`);
  });

  it('hides a message for six attempts of its consumer, which hands back what it cannot decide', () => {
    const consumer = resource(template, 'AWS::Lambda::Function', 'TelemetryWitnessSpans');
    const { VisibilityTimeout } = queue('SpanQueue').Properties;
    expect(VisibilityTimeout).toBe(6 * consumer.Properties.Timeout);
    const [source, ...others] = resources(template, 'AWS::Lambda::EventSourceMapping').filter(
      ({ Properties }) => referred(Properties.FunctionName) === consumer.logicalId,
    );
    expect(others).toEqual([]);
    expect(source?.Properties).toMatchObject({ FunctionResponseTypes: ['ReportBatchItemFailures'] });
  });

  it('outlives the stack unless data is removed with it', () => {
    expect(queue('SpanQueue').DeletionPolicy).toBe('RetainExceptOnCreate');
    const removed = synthesize({ removeDataOnDestroy: true });
    expect(queue('SpanQueue', removed).DeletionPolicy).toBe('Delete');
  });
});
