import { type CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';

/** A metric by its full name, and what is computed of each period of it. */
export interface MetricSource {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'Maximum';
}

export interface MetricPoint {
  /** When its period begins, milliseconds since the epoch. */
  readonly atMs: number;
  readonly value: number;
}

/** CloudWatch stores what is asked for here by the minute, for 15 days; 300 s are its next step. */
const PERIOD_SECONDS = 300;

/**
 * The points of some metrics (at most 500) in a range of up to a day, in periods of five minutes, the latest first. Periods
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
        throw new Error(`CloudWatch told of ${sources[name].name} only in part: ${StatusCode}.`);
      return [name, Values.map((value, at) => ({ atMs: Timestamps[at]?.getTime() ?? 0, value }))];
    }),
  ) as unknown as Readonly<Record<Name, readonly MetricPoint[]>>;
}
