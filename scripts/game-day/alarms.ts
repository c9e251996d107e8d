import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CloudWatchClient,
  type MetricAlarm,
  PutMetricAlarmCommand,
  paginateDescribeAlarms,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  type AlarmProperties,
  type AlarmState,
  alarmState,
  type MetricName,
} from '../../test/support/alarm-state.ts';
import type { Series } from '../../test/support/metric-math.ts';
import { LOCAL_REGION } from '../local/aws-environment.ts';
import type { Deployment } from '../local/state.ts';
import { isSummed, type Measured, nameOf } from './metrics.ts';

/*
 * All alarms of the stack, evaluated by CloudWatch's rules over what was measured. Their states are set in the emulator, where the
 * health check reads them and the topic of alarms is notified.
 */

export interface Alarms {
  /** Evaluates every alarm over the periods of five minutes, the oldest first. */
  evaluate(periods: readonly Measured[]): Promise<void>;
  /** The alarms that report something: in ALARM, or without the data whose absence is the news. */
  on(): readonly string[];
}

const PERIOD_SECONDS = 300;
/** Alarms on metric math are in the template only: the emulator does not take them. */
const STAND_IN = { Namespace: 'GameDay', MetricName: 'Nothing', Period: 60, Statistic: 'Sum' } as const;

export async function createAlarms(
  { stackName, outputs }: Pick<Deployment, 'stackName' | 'outputs'>,
  directory: string,
): Promise<Alarms> {
  const client = new CloudWatchClient({});
  const prefix = `token-ledger-${outputs['Stage']}-`;
  const alarms = new Map<string, AlarmProperties>();
  for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client }, { AlarmNamePrefix: prefix }))
    for (const alarm of MetricAlarms) alarms.set(alarm.AlarmName ?? '', deployed(alarm));
  for (const properties of await readTemplate(join(directory, 'cdk.out', `${stackName}.template.json`))) {
    if (alarms.has(properties.AlarmName)) continue;
    alarms.set(properties.AlarmName, properties);
    await client.send(
      new PutMetricAlarmCommand({
        ...STAND_IN,
        AlarmName: properties.AlarmName,
        AlarmDescription: literal(properties.AlarmDescription),
        EvaluationPeriods: 1,
        Threshold: 0,
        ComparisonOperator: 'GreaterThanThreshold',
        AlarmActions: [outputs['AlarmTopicArn'] ?? ''],
        OKActions: [outputs['AlarmTopicArn'] ?? ''],
      }),
    );
  }

  const states = new Map<string, AlarmState>();
  return {
    async evaluate(periods) {
      for (const [AlarmName, alarm] of alarms) {
        const state = alarmState(alarm, (metric) => seriesOf(alarm, metric, periods));
        if (state === (states.get(AlarmName) ?? 'INSUFFICIENT_DATA')) continue;
        states.set(AlarmName, state);
        await client.send(
          new SetAlarmStateCommand({
            AlarmName,
            StateValue: state,
            StateReason: 'Evaluated by the game day.',
          }),
        );
      }
    },

    on: () =>
      [...states]
        .filter(([, state]) => state !== 'OK')
        .map(([name]) => name.slice(prefix.length))
        .toSorted(),
  };
}

/** The values of a metric in the periods of an alarm, which may be longer than those that were measured. */
function seriesOf(alarm: AlarmProperties, metric: MetricName, periods: readonly Measured[]): Series {
  const stat = alarm.Metrics?.find(
    ({ MetricStat }) => MetricStat && nameOf(MetricStat.Metric) === nameOf(metric),
  );
  const seconds = stat?.MetricStat?.Period ?? alarm.Period ?? PERIOD_SECONDS;
  const together = Math.max(1, seconds / PERIOD_SECONDS);
  const values = periods.map((measured) => measured.get(nameOf(metric)));
  const groups = Array.from({ length: Math.floor(values.length / together) }, (_, index) =>
    values.slice(values.length - (index + 1) * together, values.length - index * together),
  ).toReversed();
  return groups.map((group) => {
    const present = group.filter((value) => value !== undefined);
    if (present.length === 0) return undefined;
    return isSummed(metric.MetricName)
      ? present.reduce((sum, value) => sum + value, 0)
      : Math.max(...present);
  });
}

interface TemplateAlarm extends AlarmProperties {
  readonly AlarmName: string;
  readonly AlarmDescription: unknown;
}

async function readTemplate(path: string): Promise<readonly TemplateAlarm[]> {
  const { Resources } = JSON.parse(await readFile(path, 'utf8')) as {
    readonly Resources: Readonly<
      Record<string, { readonly Type: string; readonly Properties: TemplateAlarm }>
    >;
  };
  return Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
    .map(({ Properties }) => Properties);
}

/** The same properties under the names that CloudFormation gives them. */
function deployed(alarm: MetricAlarm): AlarmProperties {
  return JSON.parse(JSON.stringify(alarm)) as AlarmProperties;
}

/** A text of a template, whose only reference is to the region. */
function literal(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': [separator, parts] = ['', []] } = value as {
    readonly 'Fn::Join'?: readonly [string, readonly unknown[]];
  };
  return parts.map((part) => (typeof part === 'string' ? part : LOCAL_REGION)).join(separator);
}
