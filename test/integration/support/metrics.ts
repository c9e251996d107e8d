import { CloudWatchClient, DescribeAlarmsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';

export { forwardMetrics } from '../../../scripts/local/forward-metrics.ts';

const cloudWatch = new CloudWatchClient();

/** CloudWatch treats a period without data as one without events; the emulator needs explicit zeros. */
export async function forwardNothing(Namespace: string, MetricName: string): Promise<void> {
  await cloudWatch.send(
    new PutMetricDataCommand({ Namespace, MetricData: [{ MetricName, Value: 0, Unit: 'Count' }] }),
  );
}

export async function alarmState(name: string): Promise<string | undefined> {
  const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
  return MetricAlarms[0]?.StateValue;
}
