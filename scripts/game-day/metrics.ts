import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { METRICS, type MetricName as OwnMetric, SERVICES } from '../../functions/shared/metrics.ts';
import type { MetricName } from '../../test/support/alarm-state.ts';
import { readLoggedMetrics, sendMetrics } from '../local/forward-metrics.ts';

/*
 * What CloudWatch would measure in a period. The functions' own metrics come from their logs and those of Lambda from the emulator;
 * the depth and age of queues are read from the queues, as the emulator does not measure them.
 */

/** Values by the full name of a metric. */
export type Measured = ReadonlyMap<string, number>;

export interface MetricReader {
  /** What happened since the call before, `elapsedMinutes` of simulated time ago. */
  readPeriod(elapsedMinutes: number): Promise<Measured>;
}

/** Functions whose metrics an alarm watches. */
const WATCHED = [
  SERVICES.authorizeRequest,
  SERVICES.acceptUsage,
  SERVICES.acceptTelemetry,
  SERVICES.recordUsage,
  SERVICES.rollUpUsage,
  SERVICES.evaluateBudgets,
  SERVICES.deliverNotifications,
];

/** Less is a problem of no queue. */
const NOTABLE_AGE_SECONDS = 900;

export function createMetricReader(functionNames: readonly string[]): MetricReader {
  const [cloudWatch, sqs] = [new CloudWatchClient({}), new SQSClient({})];
  /** For how many simulated minutes each queue has not been empty. */
  const waitingMinutes = new Map<string, number>();
  let sinceMs = Date.now();

  async function readOwn(values: Map<string, number>, fromMs: number): Promise<void> {
    // A line that is logged while this reads counts in two periods: the alarms ask whether, not how often.
    for (const service of WATCHED) {
      const metrics = await readLoggedMetrics(service, fromMs);
      for (const { namespace, name, value, dimensions } of metrics)
        combine(values, nameOf({ Namespace: namespace, MetricName: name, Dimensions: dimensions }), value);
      // The health check asks CloudWatch for these.
      if (service === SERVICES.acceptUsage) await sendMetrics(metrics, Date.now());
    }
  }

  async function readLambda(values: Map<string, number>, fromMs: number, toMs: number): Promise<void> {
    const asked = functionNames.flatMap((FunctionName) =>
      ['Errors', 'Throttles'].map((metric) => ({ FunctionName, metric })),
    );
    const { MetricDataResults = [] } = await cloudWatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(fromMs),
        EndTime: new Date(toMs),
        MetricDataQueries: asked.map(({ FunctionName, metric }, index) => ({
          Id: `m${index}`,
          MetricStat: {
            Metric: {
              Namespace: 'AWS/Lambda',
              MetricName: metric,
              Dimensions: [{ Name: 'FunctionName', Value: FunctionName }],
            },
            Period: 60,
            Stat: 'Sum',
          },
        })),
      }),
    );
    for (const { Id, Values = [] } of MetricDataResults) {
      const { FunctionName, metric = '' } = asked[Number(Id?.slice(1))] ?? {};
      const sum = Values.reduce((total, value) => total + value, 0);
      const named = { Namespace: 'AWS/Lambda', MetricName: metric };
      if (Values.length === 0) continue;
      combine(values, nameOf({ ...named, Dimensions: [{ Name: 'FunctionName', Value: FunctionName }] }), sum);
      // Those of all functions of the account.
      combine(values, nameOf(named), sum);
    }
  }

  async function readQueues(values: Map<string, number>, elapsedMinutes: number): Promise<void> {
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
    for (const QueueUrl of QueueUrls) {
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
      );
      const visible = Number(Attributes['ApproximateNumberOfMessages']);
      const inFlight = Number(Attributes['ApproximateNumberOfMessagesNotVisible']);
      const name = QueueUrl.split('/').at(-1) ?? '';
      const Dimensions = [{ Name: 'QueueName', Value: name }];
      const metric = (MetricName: string) => nameOf({ Namespace: 'AWS/SQS', MetricName, Dimensions });
      values.set(metric('ApproximateNumberOfMessagesVisible'), visible);
      const waited = visible + inFlight === 0 ? undefined : (waitingMinutes.get(name) ?? 0) + elapsedMinutes;
      if (waited === undefined) waitingMinutes.delete(name);
      else waitingMinutes.set(name, waited);
      const seconds = 60 * Math.max(0, (waited ?? 0) - elapsedMinutes);
      values.set(metric('ApproximateAgeOfOldestMessage'), seconds);
      // The emulator returns the oldest point first, which the health check takes for the latest: so small ages must not be there.
      if (seconds >= NOTABLE_AGE_SECONDS)
        await sendMetrics(
          [
            {
              namespace: 'AWS/SQS',
              name: 'ApproximateAgeOfOldestMessage',
              unit: 'Seconds',
              value: seconds,
              dimensions: Dimensions,
            },
          ],
          Date.now(),
        );
    }
  }

  return {
    async readPeriod(elapsedMinutes) {
      const [fromMs, toMs] = [sinceMs, Date.now()];
      const values = new Map<string, number>();
      await readOwn(values, fromMs);
      await readLambda(values, fromMs, toMs);
      await readQueues(values, elapsedMinutes);
      sinceMs = toMs;
      return values;
    },
  };
}

/** One text for a metric with all of its dimensions. */
export function nameOf({ Namespace, MetricName, Dimensions = [] }: MetricName): string {
  const dimensions = Dimensions.map(({ Name, Value }) => `${Name}=${String(Value)}`).toSorted();
  return [Namespace, MetricName, ...dimensions].join(' ');
}

/** Whether periods are summed up, or the greatest counts: of an age, and of a number of waiting messages. */
export function isSummed(metricName: string): boolean {
  return METRICS[metricName as OwnMetric] !== 'Seconds' && !metricName.startsWith('Approximate');
}

function combine(values: Map<string, number>, name: string, value: number): void {
  const before = values.get(name);
  const [, metricName = ''] = name.split(' ');
  values.set(
    name,
    before === undefined ? value : isSummed(metricName) ? before + value : Math.max(before, value),
  );
}
