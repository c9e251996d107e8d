import { ResourceNotFoundException, type SchedulerClient } from '@aws-sdk/client-scheduler';
import { describe, expect, it } from '@jest/globals';
import { createEventBridgeReportScheduler, createSqsRunQueue } from '@token-ledger/aws';
import { parseNotificationMessage } from '@token-ledger/contract';
import type { ReportSchedule } from '@token-ledger/core';
import { DAILY } from '../../support/reports.ts';
import { fakeClient } from './fake-client.ts';

const NOT_FOUND = new ResourceNotFoundException({ message: 'No such schedule.', Message: '', $metadata: {} });
const OPTIONS = {
  groupName: 'group',
  targetArn: 'arn:target',
  roleArn: 'arn:role',
  deadLetterArn: 'arn:dead',
  timeZone: 'Europe/Berlin',
};

/** EventBridge Scheduler with one schedule, or none. */
function scheduler(options: Partial<typeof OPTIONS> = {}, stored: { current?: object } = {}) {
  const { client, calls } = fakeClient<object>(({ command, input }) => {
    if (command === 'CreateScheduleCommand' && stored.current) throw new Error('conflict');
    if (command !== 'CreateScheduleCommand' && !stored.current) throw NOT_FOUND;
    if (command === 'GetScheduleCommand') return stored.current;
    if (command === 'DeleteScheduleCommand') delete stored.current;
    else stored.current = input;
    return {};
  });
  const port = createEventBridgeReportScheduler({
    client: client as unknown as SchedulerClient,
    ...OPTIONS,
    ...options,
  });
  return { port, stored, commands: () => calls.map(({ command }) => command.replace('ScheduleCommand', '')) };
}

describe('the schedules of reports on EventBridge', () => {
  it('contain when, where and what, and where failed invocations go', async () => {
    const { port, stored } = scheduler();
    expect(await port.ensure('r1', DAILY)).toBe(true);
    expect(stored.current).toEqual({
      Name: 'r1',
      GroupName: 'group',
      ScheduleExpression: 'cron(30 6 * * ? *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      FlexibleTimeWindow: { Mode: 'OFF' },
      State: 'ENABLED',
      Target: {
        Arn: 'arn:target',
        RoleArn: 'arn:role',
        Input:
          '{"reportId":"r1","schedule":{"frequency":"daily","time":"06:30"},"scheduledAt":"<aws.scheduler.scheduled-time>"}',
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        DeadLetterConfig: { Arn: 'arn:dead' },
      },
    });
  });

  it.each<[ReportSchedule, string]>([
    [{ frequency: 'daily', time: '00:00' }, 'cron(0 0 * * ? *)'],
    [{ frequency: 'weekly', weekday: 'monday', time: '09:05' }, 'cron(5 9 ? * MON *)'],
    [{ frequency: 'weekly', weekday: 'thursday', time: '23:59' }, 'cron(59 23 ? * THU *)'],
    [{ frequency: 'monthly', dayOfMonth: 28, time: '12:00' }, 'cron(0 12 28 * ? *)'],
  ])('%j is %s', async (schedule, expression) => {
    const { port, stored } = scheduler();
    await port.ensure('r1', schedule);
    expect(stored.current).toMatchObject({ ScheduleExpression: expression });
  });

  it('are left alone if they are correct, and changed if not', async () => {
    const { port, commands } = scheduler();
    expect(await port.ensure('r1', DAILY)).toBe(true);
    expect(await port.ensure('r1', DAILY)).toBe(false);
    expect(await port.ensure('r1', { ...DAILY, time: '06:31' })).toBe(true);
    expect(commands()).toEqual(['Get', 'Create', 'Get', 'Get', 'Update']);
  });

  it.each([
    { targetArn: 'arn:other' },
    { roleArn: 'arn:other' },
    { deadLetterArn: 'arn:other' },
    { timeZone: 'UTC' },
  ])('are changed if the deployment has changed: %j', async (options) => {
    const { port, stored } = scheduler();
    await port.ensure('r1', DAILY);
    expect(await scheduler(options, stored).port.ensure('r1', DAILY)).toBe(true);
    expect(await scheduler(options, stored).port.ensure('r1', DAILY)).toBe(false);
  });

  it('are enabled again if they were disabled by hand', async () => {
    const { port, stored } = scheduler();
    await port.ensure('r1', DAILY);
    stored.current = { ...stored.current, State: 'DISABLED' };
    expect(await port.ensure('r1', DAILY)).toBe(true);
    expect(stored.current).toMatchObject({ State: 'ENABLED' });
  });

  it('are removed, also when there is none; other failures are errors', async () => {
    const { port, stored } = scheduler();
    await port.ensure('r1', DAILY);
    await port.remove('r1');
    await port.remove('r1');
    expect(stored.current).toBeUndefined();
    const { client } = fakeClient(() => {
      throw new Error('Throttled.');
    });
    const failing = createEventBridgeReportScheduler({
      client: client as unknown as SchedulerClient,
      ...OPTIONS,
    });
    await expect(failing.remove('r1')).rejects.toThrow('Throttled.');
    await expect(failing.ensure('r1', DAILY)).rejects.toThrow('Throttled.');
  });
});

describe('the queue of runs on SQS', () => {
  it('receives the key of a run, as the function behind it reads it', async () => {
    const { client, calls } = fakeClient<{ QueueUrl: string; MessageBody: string }>(() => ({}));
    await createSqsRunQueue({ client, queueUrl: 'queue' }).sendRun({ reportId: 'r1', runId: 'run1' });
    expect(calls[0]?.input.QueueUrl).toBe('queue');
    expect(parseNotificationMessage(calls[0]?.input.MessageBody ?? '')).toEqual({
      run: { reportId: 'r1', runId: 'run1' },
    });
  });
});
