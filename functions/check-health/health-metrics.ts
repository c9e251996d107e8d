import type { MetricPoint, MetricSource } from '@token-ledger/aws';
import type { HealthQueue } from '@token-ledger/contract';
import { METRIC_NAMESPACE, type MetricName, SERVICES } from '../shared/metrics.ts';

/*
 * What only CloudWatch knows: how long messages wait, and what failed. The records' figures are those of the alarm
 * `ErrorRate`, over an hour in place of five minutes.
 */

const ERROR_METRICS = [
  'accepted',
  'rejected',
  'failed',
  'requests',
  'serverErrors',
  'invocations',
  'errors',
] as const;

/** Sums since an instant. */
export type ErrorSums = Readonly<Record<(typeof ERROR_METRICS)[number], number>> & {
  readonly fromMs: number;
};

/** What only CloudWatch knows. `errors` is absent where nothing at all was measured within the hour: that is not zero. */
export interface HealthMetrics {
  readonly errors: ErrorSums | undefined;
  /** Of the oldest message, seconds; absent where nothing was measured lately. */
  readonly queueAges: Readonly<Partial<Record<HealthQueue, number>>>;
}

export interface MetricNames {
  readonly stage: string;
  readonly apiId: string;
  readonly recordUsageFunction: string;
  readonly queueNames: Readonly<Record<HealthQueue, string>>;
}

const PERIOD_MS = 300_000;
const WINDOW_MS = 12 * PERIOD_MS;
/** Ages are measured every minute and published some minutes later. */
const RECENT_MS = 3 * PERIOD_MS;

/** The metrics a health check is about, all of them for one call. */
export function metricSources(names: MetricNames): Readonly<Record<string, MetricSource>> {
  const own = (name: MetricName) =>
    sum(METRIC_NAMESPACE, name, { service: SERVICES.acceptUsage, stage: names.stage });
  const api = (name: string) => sum('AWS/ApiGateway', name, { ApiId: names.apiId });
  const consumer = (name: string) => sum('AWS/Lambda', name, { FunctionName: names.recordUsageFunction });
  const errors = {
    accepted: own('RecordsAccepted'),
    rejected: own('RecordsRejected'),
    failed: own('RecordsFailed'),
    requests: api('Count'),
    serverErrors: api('5xx'),
    invocations: consumer('Invocations'),
    errors: consumer('Errors'),
  } satisfies Record<(typeof ERROR_METRICS)[number], MetricSource>;
  const ages = Object.entries(names.queueNames).map<[string, MetricSource]>(([queue, QueueName]) => [
    `age of ${queue}`,
    {
      namespace: 'AWS/SQS',
      name: 'ApproximateAgeOfOldestMessage',
      dimensions: { QueueName },
      statistic: 'Maximum',
    },
  ]);
  return { ...errors, ...Object.fromEntries(ages) };
}

/** The last hour, in whole periods. */
export function metricsWindow(atMs: number): { readonly fromMs: number; readonly toMs: number } {
  const toMs = Math.ceil(atMs / PERIOD_MS) * PERIOD_MS;
  return { fromMs: toMs - WINDOW_MS, toMs };
}

/** What the points of `metricSources` say at an instant. */
export function summarizeMetrics(
  points: Readonly<Record<string, readonly MetricPoint[]>>,
  queues: readonly HealthQueue[],
  atMs: number,
): HealthMetrics {
  const sums = ERROR_METRICS.map((name) => [
    name,
    (points[name] ?? []).reduce((total, { value }) => total + value, 0),
  ]);
  const ages = queues.flatMap((queue) => {
    const [latest] = points[`age of ${queue}`] ?? [];
    return latest && latest.atMs > atMs - RECENT_MS ? [[queue, latest.value]] : [];
  });
  const isMeasured = ERROR_METRICS.some((name) => (points[name] ?? []).length > 0);
  return {
    errors: isMeasured
      ? { ...(Object.fromEntries(sums) as ErrorSums), fromMs: metricsWindow(atMs).fromMs }
      : undefined,
    queueAges: Object.fromEntries(ages),
  };
}

function sum(namespace: string, name: string, dimensions: MetricSource['dimensions']): MetricSource {
  return { namespace, name, dimensions, statistic: 'Sum' };
}
