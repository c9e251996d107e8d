import { evaluateMetricMath, type Series } from './metric-math.ts';

/*
 * The state of a CloudWatch alarm, by its user guide ("Alarm evaluation", "Configuring how CloudWatch alarms treat missing data"),
 * from the properties that are deployed.
 */

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** A metric as CloudFormation names it. */
export interface MetricName {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
}

interface MetricQuery {
  readonly Id: string;
  readonly Expression?: string;
  readonly MetricStat?: { readonly Metric: MetricName; readonly Period: number };
  readonly ReturnData?: boolean;
}

export interface AlarmProperties extends Partial<MetricName> {
  readonly Metrics?: readonly MetricQuery[];
  /** Seconds, of an alarm on one metric. */
  readonly Period?: number;
  readonly Threshold: number;
  readonly ComparisonOperator: keyof typeof COMPARISONS;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly TreatMissingData: 'breaching' | 'notBreaching' | 'missing' | 'ignore';
}

const COMPARISONS = {
  GreaterThanThreshold: (value: number, threshold: number) => value > threshold,
  GreaterThanOrEqualToThreshold: (value: number, threshold: number) => value >= threshold,
  LessThanThreshold: (value: number, threshold: number) => value < threshold,
  LessThanOrEqualToThreshold: (value: number, threshold: number) => value <= threshold,
};

/** The state after the last of some periods, when `data` has the values of a metric in them, the oldest first. */
export function alarmState(alarm: AlarmProperties, data: (metric: MetricName) => Series): AlarmState {
  const { EvaluationPeriods, DatapointsToAlarm = EvaluationPeriods, TreatMissingData, Threshold } = alarm;
  const points = pointsOf(alarm, data).slice(-EvaluationPeriods);
  const present = points.filter((value) => value !== undefined);
  // Only where all data is missing do the treatments `missing` and `ignore` decide; otherwise what is there is evaluated.
  if (present.length === 0 && TreatMissingData === 'missing') return 'INSUFFICIENT_DATA';
  if (TreatMissingData === 'ignore')
    throw new Error('An alarm that ignores missing data needs its state before.');
  const isBreaching = (value: number | undefined) =>
    value === undefined
      ? TreatMissingData === 'breaching'
      : COMPARISONS[alarm.ComparisonOperator](value, Threshold);
  return points.filter(isBreaching).length >= DatapointsToAlarm ? 'ALARM' : 'OK';
}

/** What the alarm compares with its threshold. */
function pointsOf(
  { Metrics, Namespace = '', MetricName = '', Dimensions = [] }: AlarmProperties,
  data: (metric: MetricName) => Series,
): Series {
  if (!Metrics) return data({ Namespace, MetricName, Dimensions });
  const series = new Map<string, Series>();
  // An expression can use another one, which may stand behind it.
  const waiting = [...Metrics];
  for (let query = waiting.shift(), turned = 0; query; query = waiting.shift(), turned += 1) {
    if (turned > Metrics.length ** 2)
      throw new Error('The expressions of the alarm refer to each other in a circle.');
    const { Id, Expression, MetricStat } = query;
    if (MetricStat) series.set(Id, data(MetricStat.Metric));
    else if (Expression !== undefined && isKnown(Expression, Metrics, series))
      series.set(Id, evaluateMetricMath(Expression, series));
    else waiting.push(query);
  }
  const returned = Metrics.find(({ ReturnData = true }) => ReturnData);
  return series.get(returned?.Id ?? '') ?? [];
}

function isKnown(
  expression: string,
  queries: readonly MetricQuery[],
  series: ReadonlyMap<string, Series>,
): boolean {
  const used = new Set(expression.match(/\b[a-z]\w*\b/g));
  return queries.every(({ Id }) => !used.has(Id) || series.has(Id));
}
