import { type CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';

/** The most alarms CloudWatch returns in one call. */
const ALARMS_PER_CALL = 100;

/** An alarm in state ALARM. */
export interface ActiveAlarm {
  readonly name: string;
  /** When it entered this state, milliseconds since the epoch. */
  readonly sinceMs: number;
  /** The alarm's own description. */
  readonly description: string;
}

/**
 * The metric alarms in state ALARM whose names have a prefix, in no particular order. The state's reason is left out:
 * anyone who may set an alarm's state can write any text there.
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
