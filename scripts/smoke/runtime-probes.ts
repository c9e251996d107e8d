import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { SERVICES } from '../../functions/shared/metrics.ts';
import { readLoggedMetrics } from '../local/forward-metrics.ts';
import { readLog } from '../local/read-log.ts';
import { notShown, type Probe } from './probe.ts';

const MINUTE_MS = 60_000;
/** Records in one message of the replay. */
export const RECORDS_PER_MESSAGE = 10;
/** Lambda's poller asks an empty queue for 20 seconds at a time. */
const POLLERS = 2;
const ASKS_PER_MINUTE = 3;
const BATCH_SIZE = 100;
const COLD_START_MS = 1500;
const ALARM_WITHIN_SECONDS = 11 * 60;

/** How Lambda runs the functions. */
export const RUNTIME_PROBES: readonly Probe[] = [
  {
    name: 'Pollers of an idle queue',
    expected: `about ${POLLERS * ASKS_PER_MINUTE} empty receives a minute on the live queue: ${POLLERS} pollers (docs/cost.md)`,
    look: async ({ deployment: { local, outputs }, idle }) => {
      if (local) return notShown('the emulator has no metrics of queues');
      // The first and the last minute are not idle as a whole.
      const [fromMs, toMs] = [idle.fromMs + MINUTE_MS, idle.toMs - MINUTE_MS];
      if (toMs - fromMs < 3 * MINUTE_MS) return notShown('the queue was idle for less than five minutes');
      const QueueName = outputs['LiveQueueUrl']?.split('/').at(-1) ?? '';
      const empty = await sumOf('AWS/SQS', 'NumberOfEmptyReceives', { QueueName }, fromMs, toMs);
      const perMinute = empty / ((toMs - fromMs) / MINUTE_MS);
      const most = POLLERS * ASKS_PER_MINUTE * 1.5;
      return { seen: `${perMinute.toFixed(1)} a minute`, asExpected: perMinute > 0 && perMinute <= most };
    },
  },
  {
    name: 'Messages for one invocation of record-usage',
    expected: `at least one of more than 10, and none of more than ${BATCH_SIZE}: the batch size of the event source`,
    look: async ({ deployment: { local, stackName }, startedAtMs }) => {
      const metrics = await readLoggedMetrics(SERVICES.recordUsage, startedAtMs, { stackName });
      const records = metrics.filter(({ name }) => name === 'RecordsRecorded').map(({ value }) => value);
      const most = Math.ceil(records.reduce((a, b) => Math.max(a, b), 0) / RECORDS_PER_MESSAGE);
      const seen = `up to ${most}, in ${records.length} invocations that recorded`;
      return local
        ? notShown(`the emulator delivers at most 10; seen: ${seen}`)
        : { seen, asExpected: most > 10 && most <= BATCH_SIZE };
    },
  },
  {
    name: 'Cold starts',
    expected: `no function initializes for longer than ${COLD_START_MS} ms`,
    look: async ({ deployment: { local, stackName }, startedAtMs }) => {
      if (local) return notShown('the emulator does not report the initialization of functions');
      const starts = await Promise.all(
        Object.values(SERVICES).map(async (service) => {
          const options = { stackName, filterPattern: '"Init Duration"' };
          // A function that is off by default is not deployed.
          const lines = await readLog(service, startedAtMs, options).catch(() => []);
          return lines.map((line) => ({ service, ms: Number(/Init Duration: ([\d.]+) ms/.exec(line)?.[1]) }));
        }),
      );
      const slowest = starts.flat().toSorted((a, b) => b.ms - a.ms)[0];
      if (!slowest) return notShown('no log line reports an initialization');
      return {
        seen: `${starts.flat().length} starts, the longest ${Math.round(slowest.ms)} ms of ${slowest.service}`,
        asExpected: slowest.ms <= COLD_START_MS,
      };
    },
  },
  {
    name: 'Permissions',
    expected: 'no function lacks a permission: no log line has AccessDenied',
    look: async ({ deployment: { local, stackName }, startedAtMs }) => {
      if (local) return notShown('the emulator allows every call');
      const denied = await Promise.all(
        Object.values(SERVICES).map(async (service) => {
          const options = { stackName, filterPattern: '?AccessDenied ?"not authorized to perform"' };
          const lines = await readLog(service, startedAtMs, options).catch(() => []);
          return lines.length > 0 ? [`${service} (lines: ${lines.length})`] : [];
        }),
      );
      const found = denied.flat();
      return { seen: found.length > 0 ? found.join(', ') : 'none', asExpected: found.length === 0 };
    },
  },
  {
    name: 'From a quarantined record to the mail of its alarm',
    expected: `at most ${ALARM_WITHIN_SECONDS / 60} minutes: two periods of the alarm, and a minute`,
    look: async ({ deployment: { local }, alarmSeconds }) => {
      const seen = `${(alarmSeconds / 60).toFixed(1)} minutes`;
      return local
        ? notShown(`metrics are dated back in the emulator; seen: ${seen}`)
        : { seen, asExpected: alarmSeconds <= ALARM_WITHIN_SECONDS };
    },
  },
];

async function sumOf(
  Namespace: string,
  MetricName: string,
  dimensions: Readonly<Record<string, string>>,
  fromMs: number,
  toMs: number,
): Promise<number> {
  const client = new CloudWatchClient({});
  try {
    const { Datapoints = [] } = await client.send(
      new GetMetricStatisticsCommand({
        Namespace,
        MetricName,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        StartTime: new Date(fromMs),
        EndTime: new Date(toMs),
        Period: 60,
        Statistics: ['Sum'],
      }),
    );
    return Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
  } finally {
    client.destroy();
  }
}
