import { CloudWatchClient, DescribeAlarmsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { functionOf } from '../../../scripts/local/roll-up.ts';

/*
 * On AWS, CloudWatch turns log lines in its embedded metric format (EMF) into metrics. The emulator does not, so the
 * tests read these lines and do it.
 */

const cloudWatch = new CloudWatchClient();
const logs = new CloudWatchLogsClient();
const lambda = new LambdaClient();

interface EmbeddedMetrics extends Readonly<Record<string, unknown>> {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit: 'Count' | 'Seconds' }[];
    }[];
  };
}

/** Turns the log lines of a service since an instant into metrics, dated `agoMs` ago; returns their names. */
export async function forwardMetrics(
  service: string,
  sinceMs: number,
  agoMs = 0,
): Promise<readonly string[]> {
  const lines = await metricLines(service, sinceMs);
  const forwarded: string[] = [];
  for (const line of lines) {
    for (const { Namespace, Dimensions, Metrics } of line._aws.CloudWatchMetrics) {
      const MetricData = Metrics.map(({ Name, Unit }) => ({
        MetricName: Name,
        Unit,
        Value: Number(line[Name]),
        Timestamp: new Date(Date.now() - agoMs),
        Dimensions: (Dimensions[0] ?? []).map((name) => ({ Name: name, Value: String(line[name]) })),
      }));
      await cloudWatch.send(new PutMetricDataCommand({ Namespace, MetricData }));
      forwarded.push(...Metrics.map(({ Name }) => Name));
    }
  }
  return forwarded;
}

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

async function metricLines(service: string, sinceMs: number): Promise<readonly EmbeddedMetrics[]> {
  const FunctionName = await functionOf(lambda, service);
  const { LoggingConfig } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const logGroupName = LoggingConfig?.LogGroup ?? `/aws/lambda/${FunctionName}`;
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName, startTime: sinceMs }));
  return events
    .map(({ message = '' }) => message)
    .filter((message) => message.startsWith('{"_aws"'))
    .map((message) => JSON.parse(message) as EmbeddedMetrics);
}
