import { type CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';

/** The most that CloudWatch tells in one call. */
const ALARMS_PER_CALL = 100;

/** An alarm in state ALARM. */
export interface ActiveAlarm {
  readonly name: string;
  /** Since when it is in this state, milliseconds since the epoch. */
  readonly sinceMs: number;
  /** As it was created. */
  readonly description: string;
}

/**
 * The metric alarms in state ALARM whose names begin so, in no particular order. Why CloudWatch thinks so is left out:
 * anybody who may set an alarm's state may write anything there.
 */
export async function listActiveAlarms(
  client: CloudWatchClient,
  namePrefix: string,
): Promise<readonly ActiveAlarm[]> {
  const alarms: ActiveAlarm[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new DescribeAlarmsCommand({
        AlarmNamePrefix: namePrefix,
        AlarmTypes: ['MetricAlarm'],
        StateValue: 'ALARM',
        MaxRecords: ALARMS_PER_CALL,
        ...(NextToken !== undefined && { NextToken }),
      }),
    );
    for (const alarm of page.MetricAlarms ?? []) {
      const since = alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp;
      if (alarm.AlarmName === undefined || since === undefined) continue;
      const { AlarmName: name, AlarmDescription: description = '' } = alarm;
      alarms.push({ name, sinceMs: since.getTime(), description });
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return alarms;
}
