import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  GetScheduleCommand,
  type GetScheduleCommandOutput,
  ResourceNotFoundException,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import type { ReportSchedule, ReportScheduler } from '@token-ledger/core';
import { CLIENT_SETTINGS } from '../clients.ts';
import { SCHEDULED_TIME } from './scheduled-time.ts';

/** A failed invocation is retried for this long, then goes to the dead-letter queue. */
const MAXIMUM_AGE_SECONDS = 86_400;
const MAXIMUM_ATTEMPTS = 185;

export interface EventBridgeReportSchedulerOptions {
  readonly client: SchedulerClient;
  /** Holds the schedules of one deployment and nothing else. */
  readonly groupName: string;
  /** The function that runs reports. */
  readonly targetArn: string;
  /** The role that EventBridge Scheduler assumes for the call. */
  readonly roleArn: string;
  readonly deadLetterArn: string;
  /** An IANA name. */
  readonly timeZone: string;
}

/** Endpoint, region and credentials come from the environment, as everywhere in the AWS SDK. */
export function createSchedulerClient(): SchedulerClient {
  return new SchedulerClient(CLIENT_SETTINGS);
}

/** One schedule a report, under the id of the report. */
export function createEventBridgeReportScheduler(
  options: EventBridgeReportSchedulerOptions,
): ReportScheduler {
  const { client, groupName: GroupName } = options;
  return {
    async ensure(reportId, schedule) {
      const wanted = scheduleOf(options, reportId, schedule);
      const found = await ifThere(client.send(new GetScheduleCommand({ Name: reportId, GroupName })));
      if (found && isAsWanted(found, wanted)) return false;
      await client.send(found ? new UpdateScheduleCommand(wanted) : new CreateScheduleCommand(wanted));
      return true;
    },

    async remove(reportId) {
      await ifThere(client.send(new DeleteScheduleCommand({ Name: reportId, GroupName })));
    },
  };
}

function scheduleOf(
  { groupName, targetArn, roleArn, deadLetterArn, timeZone }: EventBridgeReportSchedulerOptions,
  reportId: string,
  schedule: ReportSchedule,
) {
  return {
    Name: reportId,
    GroupName: groupName,
    ScheduleExpression: cronOf(schedule),
    ScheduleExpressionTimezone: timeZone,
    FlexibleTimeWindow: { Mode: 'OFF' },
    State: 'ENABLED',
    Target: {
      Arn: targetArn,
      RoleArn: roleArn,
      Input: JSON.stringify({ reportId, schedule, scheduledAt: SCHEDULED_TIME }),
      RetryPolicy: {
        MaximumEventAgeInSeconds: MAXIMUM_AGE_SECONDS,
        MaximumRetryAttempts: MAXIMUM_ATTEMPTS,
      },
      DeadLetterConfig: { Arn: deadLetterArn },
    },
  } as const satisfies CreateScheduleCommandInput;
}

/** Minute, hour, day of the month, month, day of the week, year. */
export function cronOf(schedule: ReportSchedule): string {
  const [hour, minute] = schedule.time.split(':').map(Number);
  switch (schedule.frequency) {
    case 'daily':
      return `cron(${minute} ${hour} * * ? *)`;
    case 'weekly':
      return `cron(${minute} ${hour} ? * ${schedule.weekday.slice(0, 3).toUpperCase()} *)`;
    case 'monthly':
      return `cron(${minute} ${hour} ${schedule.dayOfMonth} * ? *)`;
  }
}

/** Compares everything that a change of the report or of the deployment can change. */
function isAsWanted(found: GetScheduleCommandOutput, wanted: ReturnType<typeof scheduleOf>): boolean {
  const { Target } = found;
  return (
    found.ScheduleExpression === wanted.ScheduleExpression &&
    found.ScheduleExpressionTimezone === wanted.ScheduleExpressionTimezone &&
    found.State === wanted.State &&
    Target?.Arn === wanted.Target.Arn &&
    Target.RoleArn === wanted.Target.RoleArn &&
    Target.Input === wanted.Target.Input &&
    Target.DeadLetterConfig?.Arn === wanted.Target.DeadLetterConfig.Arn
  );
}

async function ifThere<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
