import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { type LogOptions, readLog } from './read-log.ts';

/*
 * On AWS, CloudWatch turns log lines in its embedded metric format (EMF) into metrics. The emulator does not, so these lines are
 * read and sent as metrics.
 */

interface EmbeddedMetrics extends Readonly<Record<string, unknown>> {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit: 'Count' | 'Seconds' }[];
    }[];
  };
}

/** One metric of one log line. */
export interface LoggedMetric {
  readonly namespace: string;
  readonly name: string;
  readonly unit: 'Count' | 'Seconds';
  readonly value: number;
  readonly dimensions: readonly { readonly Name: string; readonly Value: string }[];
}

/** The metrics that a service has logged since an instant. */
export async function readLoggedMetrics(
  service: string,
  sinceMs: number,
  options: LogOptions = {},
): Promise<readonly LoggedMetric[]> {
  const lines = (await readLog(service, sinceMs, options)).filter((message) => message.startsWith('{"_aws"'));
  return lines.flatMap((text) => {
    const line = JSON.parse(text) as EmbeddedMetrics;
    return line._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
      Metrics.map(({ Name, Unit }) => ({
        namespace: Namespace,
        name: Name,
        unit: Unit,
        value: Number(line[Name]),
        dimensions: (Dimensions[0] ?? []).map((name) => ({ Name: name, Value: String(line[name]) })),
      })),
    );
  });
}

/** Turns the log lines of a service since an instant into metrics, dated `agoMs` ago; returns their names. */
export async function forwardMetrics(
  service: string,
  sinceMs: number,
  agoMs = 0,
): Promise<readonly string[]> {
  const metrics = await readLoggedMetrics(service, sinceMs);
  await sendMetrics(metrics, Date.now() - agoMs);
  return metrics.map(({ name }) => name);
}

export async function sendMetrics(metrics: readonly LoggedMetric[], atMs: number): Promise<void> {
  const client = new CloudWatchClient({});
  try {
    for (const { namespace, name, unit, value, dimensions } of metrics)
      await client.send(
        new PutMetricDataCommand({
          Namespace: namespace,
          MetricData: [
            {
              MetricName: name,
              Unit: unit,
              Value: value,
              Timestamp: new Date(atMs),
              Dimensions: [...dimensions],
            },
          ],
        }),
      );
  } finally {
    client.destroy();
  }
}
