import { type CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';

/** A metric by its full name, and the statistic to compute for each of its periods. */
export interface MetricSource {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'Maximum';
}

export interface MetricPoint {
  /** The start of its period, milliseconds since the epoch. */
  readonly atMs: number;
  readonly value: number;
}

/** CloudWatch keeps data by the minute for 15 days, then by 300 s. */
const PERIOD_SECONDS = 300;

/**
 * The points of up to 500 metrics in a range of up to a day, in periods of five minutes, the latest first. Periods
 * without data have no point.
 */
export async function readMetrics<Name extends string>(
  client: CloudWatchClient,
  sources: Readonly<Record<Name, MetricSource>>,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Promise<Readonly<Record<Name, readonly MetricPoint[]>>> {
  const names = Object.keys(sources) as Name[];
  const { MetricDataResults = [] } = await client.send(
    new GetMetricDataCommand({
      StartTime: new Date(fromMs),
      EndTime: new Date(toMs),
      ScanBy: 'TimestampDescending',
      MetricDataQueries: names.map((name, index) => ({
        Id: `m${index}`,
        MetricStat: {
          Metric: {
            Namespace: sources[name].namespace,
            MetricName: sources[name].name,
            Dimensions: Object.entries(sources[name].dimensions).map(([Name, Value]) => ({ Name, Value })),
          },
          Period: PERIOD_SECONDS,
          Stat: sources[name].statistic,
        },
      })),
    }),
  );
  const results = new Map(MetricDataResults.map((result) => [result.Id, result]));
  return Object.fromEntries(
    names.map((name, index) => {
      const { Timestamps = [], Values = [], StatusCode } = results.get(`m${index}`) ?? {};
      if (StatusCode !== undefined && StatusCode !== 'Complete')
        throw new Error(`CloudWatch returned ${sources[name].name} only in part: ${StatusCode}.`);
      return [name, Values.map((value, at) => ({ atMs: Timestamps[at]?.getTime() ?? 0, value }))];
    }),
  ) as unknown as Readonly<Record<Name, readonly MetricPoint[]>>;
}
