import { describe, expect, it } from '@jest/globals';
import { SETTLE_SECONDS } from '../../packages/cli/src/commands/erase-user.ts';
import { referred, resource, resources, synthesize } from './support/synthesize.ts';

const template = synthesize();
const rollUp = resource(template, 'AWS::Lambda::Function', 'RollupRollUpUsage');
const schedule = (from = template) => resource(from, 'AWS::Scheduler::Schedule', 'RollupSchedule').Properties;
const nightly = (from = template) => resource(from, 'AWS::Scheduler::Schedule', 'RollupSweep').Properties;

describe('the roll-up', () => {
  it('runs every five minutes, or as configured', () => {
    expect(schedule()).toMatchObject({ ScheduleExpression: 'rate(5 minutes)', State: 'ENABLED' });
    expect(referred(schedule().Target.Arn)).toBe(rollUp.logicalId);
    expect(schedule(synthesize({ autoAggregation: { schedule: 'rate(1 minute)' } }))).toMatchObject({
      ScheduleExpression: 'rate(1 minute)',
    });
  });

  it('does not run when it is switched off', () => {
    expect(schedule(synthesize({ autoAggregation: { enabled: false } })).State).toBe('DISABLED');
  });

  it('recomputes the last three days every night', () => {
    expect(nightly()).toMatchObject({
      ScheduleExpression: 'cron(30 3 * * ? *)',
      ScheduleExpressionTimezone: 'Etc/UTC',
      State: 'ENABLED',
    });
    expect(referred(nightly().Target.Arn)).toBe(rollUp.logicalId);
    expect(JSON.parse(nightly().Target.Input)).toEqual({ sweepHours: 72 });
    expect(schedule().Target).not.toHaveProperty('Input.sweepHours');
    expect(nightly(synthesize({ autoAggregation: { enabled: false } })).State).toBe('DISABLED');
  });

  it('ends within five minutes', () => {
    expect(rollUp.Properties.Timeout).toBeLessThanOrEqual(300);
  });

  // audit-ledger may take longer, but marks each copy before it reads the next record.
  it.each(['IntakeAcceptUsage', 'IntakeRecordUsage', 'RollupRollUpUsage'])(
    'has ended, like all that copies or counts what it read before, when an erasure looks again: %s',
    (name) => {
      const { Timeout } = resource(template, 'AWS::Lambda::Function', name).Properties;
      expect(Timeout).toBeLessThan(SETTLE_SECONDS);
    },
  );

  it('reserves concurrency only if configured, because new accounts have none to reserve', () => {
    const reserved = (from: typeof template) =>
      resources(from, 'AWS::Lambda::Function')
        .filter(({ Properties }) => Properties.ReservedConcurrentExecutions !== undefined)
        .map(({ logicalId, Properties }) => [logicalId, Properties.ReservedConcurrentExecutions]);
    expect(reserved(template)).toEqual([]);
    expect(reserved(synthesize({ concurrency: { reservedForRollUp: 2 } }))).toEqual([[rollUp.logicalId, 2]]);
  });

  it('is repeated by neither the schedule nor Lambda', () => {
    for (const { Target } of [schedule(), nightly()])
      expect(Target.RetryPolicy).toEqual({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 });
    const [invocations] = resources(template, 'AWS::Lambda::EventInvokeConfig');
    expect(referred(invocations?.Properties.FunctionName)).toBe(rollUp.logicalId);
    expect(invocations?.Properties).toMatchObject({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 });
  });

  it('recomputes at most as many buckets in a run as configured', () => {
    const other = synthesize({ autoAggregation: { batchSize: 7 } });
    const { Environment } = resource(other, 'AWS::Lambda::Function', 'RollupRollUpUsage').Properties;
    expect(Environment.Variables.MAX_BUCKETS_PER_RUN).toBe('7');
  });
});
