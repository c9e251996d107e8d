import { rateMinutes } from '../../lib/configuration/schedule-expression.ts';
import type { Bill, BilledUse } from './bill.ts';

/*
 * What a deployed stack costs in a month in which nobody calls it, read from its template: what runs, is asked or is kept without
 * any usage.
 */

/** What one run of a scheduled function uses when there is nothing to do. */
export interface IdleRun {
  /** Requests to DynamoDB. */
  readonly calls: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly logBytes: number;
  /** Metrics of the product that it emits: each is paid for in every hour in which it has a value. */
  readonly metrics: readonly string[];
}

interface Reference {
  readonly Ref?: string;
  readonly 'Fn::GetAtt'?: readonly string[];
}

/** What is read of the properties of resources. */
interface Properties {
  readonly Metrics?: readonly { readonly MetricStat?: unknown }[];
  readonly ScalingConfig?: { readonly MaximumConcurrency?: number };
  readonly EventSourceArn?: Reference;
  readonly State?: string;
  readonly ScheduleExpression?: string;
  readonly Target?: { readonly Arn: Reference; readonly Input?: string };
  readonly Environment?: { readonly Variables: Readonly<Record<string, unknown>> };
  readonly MemorySize?: number;
  readonly TracingConfig?: { readonly Mode: string };
  readonly AccessLogSettings?: { readonly Format: string };
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Properties;
}
export type TemplateResources = Readonly<Record<string, TemplateResource>>;

const MINUTES_PER_MONTH = 30 * 24 * 60;
const DAYS_PER_MONTH = 30;
/** Lambda asks a queue for 20 seconds at a time. */
const RECEIVES_PER_POLLER = (MINUTES_PER_MONTH * 60) / 20;
/** "Lambda scales back to five concurrent batches, and can optimize to as few as 2 … not available when you enable maximum concurrency" */
const POLLERS = { limited: 5, unlimited: 2 } as const;
/** How long a run takes that is warm: its calls one after the other, and the rest. An estimate, as only AWS can measure it. */
const MS_PER_CALL = 5;
const MS_BESIDES = 10;

/** What CloudWatch Logs adds to each line, in bytes. */
export const LOG_LINE_OVERHEAD = 26;

/**
 * @param idleRuns by the name of the function, and the input of the schedule if it has one
 * @throws if a scheduled function has no counted idle run: then its cost is not known
 */
export function idleMonth(resources: TemplateResources, idleRuns: Readonly<Record<string, IdleRun>>): Bill {
  const ofType = (type: string) => Object.values(resources).filter(({ Type }) => Type === type);
  return {
    title: 'A month without any usage',
    uses: [
      ...ofType('AWS::Lambda::EventSourceMapping').map(pollers),
      ...ofType('AWS::Scheduler::Schedule').flatMap((schedule) => runs(resources, schedule, idleRuns)),
      {
        what: 'alarms',
        unit: 'alarmMetric',
        quantity: ofType('AWS::CloudWatch::Alarm').reduce((sum, alarm) => sum + metricsOf(alarm), 0),
      },
      {
        what: 'composite alarms',
        unit: 'compositeAlarm',
        quantity: ofType('AWS::CloudWatch::CompositeAlarm').length,
      },
      { what: 'keys of your own', unit: 'kmsKey', quantity: ofType('AWS::KMS::Key').length },
    ],
  };
}

/** How many metrics an alarm watches: those of its expression, or one. */
export function metricsOf({ Properties }: TemplateResource): number {
  const queries = Properties?.Metrics ?? [];
  return queries.length === 0 ? 1 : queries.filter(({ MetricStat }) => MetricStat !== undefined).length;
}

function pollers({ Properties }: TemplateResource): BilledUse {
  const isLimited = Properties?.ScalingConfig?.MaximumConcurrency !== undefined;
  const count = isLimited ? POLLERS.limited : POLLERS.unlimited;
  return {
    what: `asking the queue of ${referred(Properties?.EventSourceArn)}`,
    unit: 'sqsRequest',
    quantity: count * RECEIVES_PER_POLLER,
  };
}

function runs(
  resources: TemplateResources,
  { Properties }: TemplateResource,
  idleRuns: Readonly<Record<string, IdleRun>>,
): readonly BilledUse[] {
  const { State, ScheduleExpression = '', Target } = Properties ?? {};
  if (State !== 'ENABLED') return [];
  const interval = rateMinutes(ScheduleExpression);
  const count = interval === undefined ? runsOfCron(ScheduleExpression) : MINUTES_PER_MONTH / interval;
  const { Environment, MemorySize = 0, TracingConfig } = resources[referred(Target?.Arn)]?.Properties ?? {};
  const run = [Environment?.Variables['POWERTOOLS_SERVICE_NAME'], Target?.Input ?? []].flat().join(' ');
  const idle = idleRuns[run];
  if (idle === undefined) throw new Error(`The idle run of ${run} was not counted.`);
  const ms = idle.calls * MS_PER_CALL + MS_BESIDES;
  const traced = TracingConfig?.Mode === 'Active';
  return [
    { what: `${run}, started`, unit: 'schedulerRun', quantity: count },
    { what: `${run}, requests`, unit: 'lambdaRequest', quantity: count },
    {
      what: `${run}, ${ms} ms of ${MemorySize} MiB`,
      unit: 'lambdaGbSecond',
      quantity: count * gbSeconds(MemorySize, ms),
    },
    { what: `${run}, reads`, unit: 'dynamoReadUnit', quantity: count * idle.readUnits },
    { what: `${run}, writes`, unit: 'dynamoWriteUnit', quantity: count * idle.writeUnits },
    { what: `${run}, log`, unit: 'logGb', quantity: (count * idle.logBytes) / 1e9 },
    // A nightly run of the same function emits no other metrics.
    ...(interval === undefined
      ? []
      : [{ what: `${run}, metrics`, unit: 'customMetric' as const, quantity: idle.metrics.length }]),
    // X-Ray samples one request a second, so every run.
    ...(traced ? [{ what: `${run}, traces`, unit: 'traceRecorded' as const, quantity: count }] : []),
  ];
}

/** Of one at a minute of one or several hours of each day. */
function runsOfCron(expression: string): number {
  const match = /^cron\(\d+ (\d+(?:,\d+)*) \* \* \? \*\)$/.exec(expression);
  if (!match) throw new Error(`It is not known how often ${expression} is due.`);
  return DAYS_PER_MONTH * (match[1] ?? '').split(',').length;
}

export function gbSeconds(memoryMib: number, ms: number): number {
  return (memoryMib / 1024) * (ms / 1000);
}

function referred(value: Reference | undefined): string {
  return value?.Ref ?? value?.['Fn::GetAtt']?.[0] ?? '';
}
