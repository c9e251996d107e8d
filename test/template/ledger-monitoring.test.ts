import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { METRICS_OF_A_FREE_DASHBOARD } from '../../bench/prices/list-prices.ts';
import { readAlarmDescription } from '../../functions/check-health/contract.ts';
import { METRIC_NAMESPACE, METRICS, type MetricName, SERVICES } from '../../functions/shared/metrics.ts';
import { EVERYTHING, FUNCTIONS } from './support/deployed-functions.ts';
import { type Resource, referred, resource, resources, synthesize, TLS_ONLY } from './support/synthesize.ts';

const PREFIX = 'token-ledger-dev-';
const usual = synthesize();
const withGateway = synthesize(EVERYTHING);
/** With every alarm there is. */
const template = synthesize({
  ...EVERYTHING,
  monitoring: { alarms: 'all', alertThresholds: { dailyTokens: 1_000_000 } },
});

function alarms(from = template): ReadonlyMap<string, Resource> {
  return new Map(
    resources(from, 'AWS::CloudWatch::Alarm').map((alarm) => [
      alarm.Properties.AlarmName.replace(PREFIX, ''),
      alarm,
    ]),
  );
}

function alarm(name: string, from = template): Resource['Properties'] {
  const found = alarms(from).get(name);
  if (!found) throw new Error(`There is no alarm ${name}.`);
  return found.Properties;
}

/** Its description, with the region of the deployment. */
function described({ AlarmDescription }: Resource['Properties']): string {
  const parts: readonly unknown[] = AlarmDescription['Fn::Join']?.[1] ?? [AlarmDescription];
  return parts.map((part) => (typeof part === 'string' ? part : 'us-east-1')).join('');
}

interface MetricQuery {
  readonly Expression?: string;
  readonly MetricStat?: {
    readonly Metric: Resource['Properties'];
    readonly Period: number;
    readonly Stat: string;
  };
  readonly ReturnData: boolean;
}

/** Metric names and dimensions of ours that an alarm looks at. */
function ownMetrics({ Properties }: Resource): readonly { name: string; dimensions: unknown }[] {
  const metrics = [
    Properties,
    ...(Properties.Metrics ?? []).map((query: MetricQuery) => query.MetricStat?.Metric),
  ];
  return metrics
    .filter((metric) => metric?.Namespace === METRIC_NAMESPACE)
    .map((metric) => ({
      name: metric.MetricName,
      dimensions: Object.fromEntries(
        metric.Dimensions.map(({ Name, Value }: { Name: string; Value: string }) => [Name, Value]),
      ),
    }));
}

describe('the alarms', () => {
  it('are by default those for what no caller would notice', () => {
    expect([...alarms(usual).keys()].toSorted()).toEqual([
      'AccountThrottles',
      'BudgetSilence',
      'BulkDeadLetters',
      'LiveDeadLetters',
      'LiveQueueAge',
      'NotificationDeadLetters',
      'QuarantinedRecords',
      'RollUpSilence',
      'StatisticsKept',
    ]);
    expect(resources(usual, 'AWS::CloudWatch::CompositeAlarm')).toEqual([]);
    expect([...alarms(withGateway).keys()].toSorted()).toEqual(
      [...alarms(usual).keys(), 'UnrecordedCalls'].toSorted(),
    );
  });

  it('are these, if all are wanted', () => {
    const perFunction = Object.values(FUNCTIONS)
      .map((path) => path.split('/')[1])
      .flatMap((name) => [`${name}Errors`, `${name}Throttles`]);
    expect([...alarms().keys()].toSorted()).toEqual(
      [
        'AccountThrottles',
        'DailyTokens',
        'ErrorRate',
        'ResponseTime',
        'ApiErrors',
        'QuarantinedRecords',
        'ConflictingReports',
        'ClocksAhead',
        'AccessKeysRefused',
        'UnknownFigures',
        'UnpricedRequests',
        'PriceBooksRefused',
        'SourcesSilent',
        'LiveDeadLetters',
        'BulkDeadLetters',
        'LiveQueueAge',
        'BulkQueueAge',
        'RollUpFailures',
        'RollUpSilence',
        'RollUpLag',
        'StatisticsKept',
        'BudgetFailures',
        'BudgetSilence',
        'AlertsHeldBack',
        'NotificationDeadLetters',
        'NotificationQueueAge',
        'ExportDeadLetters',
        'ReportDeadLetters',
        'UnrecordedCalls',
        ...perFunction,
      ].toSorted(),
    );
  });

  it('notify the topic, also when a problem is over', () => {
    const { logicalId } = resource(template, 'AWS::SNS::Topic', 'Monitoring');
    for (const { Properties } of alarms().values()) {
      expect(Properties.AlarmActions.map(referred)).toEqual([logicalId]);
      expect(Properties.OKActions.map(referred)).toEqual([logicalId]);
      expect(Properties).not.toHaveProperty('ActionsEnabled', false);
    }
  });

  it('look at metrics that are emitted, with the dimensions they have', () => {
    for (const each of alarms().values()) {
      for (const { name, dimensions } of ownMetrics(each)) {
        expect(Object.keys(METRICS)).toContain(name);
        expect(dimensions).toEqual({ service: expect.stringMatching(/^[a-z-]+$/), stage: 'dev' });
        expect(Object.values(SERVICES)).toContain((dimensions as { service: string }).service);
      }
    }
  });

  it('treat missing data as healthy, except those that watch for silence: they report that it is missing', () => {
    const { logicalId } = resource(template, 'AWS::SNS::Topic', 'Monitoring');
    for (const [name, { Properties }] of alarms()) {
      const isSilence = name.endsWith('Silence');
      expect(Properties.TreatMissingData).toBe(isSilence ? 'missing' : 'notBreaching');
      expect(Properties.InsufficientDataActions?.map(referred)).toEqual(isSilence ? [logicalId] : undefined);
    }
  });

  it('have links that work in an e-mail, if the runbook is published', () => {
    const { AlarmDescription } = alarm('StatisticsKept', usual);
    expect(AlarmDescription['Fn::Join'][1].join('')).toContain(
      'What to do: docs/runbook.md#statistics-kept Figures: https://',
    );
    const published = synthesize({
      monitoring: { runbookUrl: 'https://wiki.example.com/runbook', dashboard: false },
    });
    expect(alarm('StatisticsKept', published).AlarmDescription).toMatch(
      / What to do: https:\/\/wiki\.example\.com\/runbook#statistics-kept$/,
    );
    // The health check reads both.
    for (const from of [usual, published])
      expect(readAlarmDescription(described(alarm('StatisticsKept', from)))).toMatchObject({
        severity: 'high',
        runbook: 'statistics-kept',
      });
  });

  it('have descriptions as long as CloudWatch allows', () => {
    const longest = synthesize({
      stage: 'a'.repeat(20),
      monitoring: { alarms: 'all', runbookUrl: `https://wiki.example.com/${'a'.repeat(200)}` },
    });
    for (const { Properties } of resources(longest, 'AWS::CloudWatch::Alarm'))
      expect(described(Properties).length).toBeLessThanOrEqual(1024);
  });

  it('are summed up by one for pagers, if all are wanted', () => {
    const { Properties, Condition } = resource(template, 'AWS::CloudWatch::CompositeAlarm', 'Monitoring');
    const rule = JSON.stringify(Properties.AlarmRule);
    for (const [name, each] of alarms())
      expect(rule.includes(`:alarm:${PREFIX}${name}`)).toBe(
        described(each.Properties).includes('Severity: high'),
      );
    expect(Properties.AlarmName).toBe(`${PREFIX}ServiceUnhealthy`);
    expect(Condition).toBeDefined();
  });
});

describe('the runbook', () => {
  const runbook = readFileSync(join(import.meta.dirname, '../../docs/runbook.md'), 'utf8');
  const section = runbook.split('\n## Alarms\n')[1]?.split('\n## ')[0] ?? '';
  const anchors = [...section.matchAll(/^### (.+)$/gm)].map(([, heading = '']) =>
    heading.toLowerCase().replaceAll(' ', '-'),
  );
  const named = [
    ...alarms().values(),
    resource(template, 'AWS::CloudWatch::CompositeAlarm', 'Monitoring'),
  ].map(({ Properties }) => readAlarmDescription(described(Properties))?.runbook);

  it('has a heading for every alarm, which the alarm names with its severity', () => {
    for (const anchor of named) expect(anchors).toContain(anchor);
  });

  it('has no heading without an alarm', () => {
    expect(new Set(anchors)).toEqual(new Set(named));
  });

  it('marks the alarms that exist by default', () => {
    const marked = section.split('\n### ').filter((text) => text.split('\n')[2]?.startsWith('● '));
    const essential = [...alarms(withGateway).values()].map(
      ({ Properties }) => readAlarmDescription(described(Properties))?.runbook,
    );
    expect(new Set(marked.map((text) => text.split('\n')[0]?.toLowerCase().replaceAll(' ', '-')))).toEqual(
      new Set(essential),
    );
  });

  const ROW = /^\| (● )?`(\w+|<Function>\w+)` \| \[.+\]\(#(.+)\) \| (\S+) \|$/gm;
  const rowsOf = (text: string) =>
    [...text.matchAll(ROW)].map(([, mark = '', name = '', anchor = '', severity = '']) => ({
      mark,
      name,
      anchor,
      severity,
    }));

  it('lists the names of all alarms, with their headings and severities', () => {
    const composite = resource(template, 'AWS::CloudWatch::CompositeAlarm', 'Monitoring');
    const all = [...alarms(), ['ServiceUnhealthy', composite] as const];
    const rows = all.map(([name, { Properties }]) => {
      const { runbook: anchor, severity } = readAlarmDescription(described(Properties)) ?? {};
      const mark = alarms(withGateway).has(name) ? '● ' : '';
      // Those of low severity that functions have are one row.
      const ofFunction = Object.values(FUNCTIONS).map((path) => path.split('/')[1] ?? '');
      const fn =
        severity === 'low' &&
        ofFunction.find((each) => /^(?:Errors|Throttles)$/.test(name.replace(each, '')));
      return { mark, name: fn ? name.replace(fn, '<Function>') : name, anchor, severity };
    });
    const inOrder = (of: readonly object[]) => of.map((row) => JSON.stringify(row)).toSorted();
    expect(inOrder(rowsOf(runbook))).toEqual([...new Set(inOrder(rows))]);
  });

  it('lists the same alarms in Chinese', () => {
    const chinese = readFileSync(join(import.meta.dirname, '../../docs/zh/runbook.md'), 'utf8');
    const rows = rowsOf(chinese);
    // A heading there begins with the English one.
    expect(
      rowsOf(runbook).map((row, at) => ({
        ...row,
        anchor: rows[at]?.anchor.startsWith(row.anchor) ? rows[at].anchor : row.anchor,
        severity: row.severity === 'high' ? '高' : '低',
      })),
    ).toEqual(rows);
  });

  it('has no broken links within', () => {
    for (const [, anchor] of runbook.matchAll(/\]\(#([^)]+)\)/g)) expect(anchors).toContain(anchor);
  });
});

describe('thresholds', () => {
  const ownThresholds = synthesize({
    monitoring: {
      alarms: 'all',
      alertThresholds: { dailyTokens: 7, errorRate: 0.5, errorRateLeastRecords: 3, responseTimeMs: 900 },
    },
  });
  const stat = (name: string, metricName: MetricName): MetricQuery['MetricStat'] =>
    alarm(name).Metrics.find((query: MetricQuery) => query.MetricStat?.Metric.MetricName === metricName)
      ?.MetricStat;

  it('daily tokens: the tokens recorded in one day, from the queue or directly, reach the threshold', () => {
    expect(alarm('DailyTokens')).toMatchObject({
      Threshold: 1_000_000,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      EvaluationPeriods: 1,
    });
    expect(stat('DailyTokens', 'TokensRecorded')).toMatchObject({ Period: 86_400, Stat: 'Sum' });
    expect(ownMetrics(alarms().get('DailyTokens') as Resource)).toEqual([
      { name: 'TokensRecorded', dimensions: { service: 'record-usage', stage: 'dev' } },
      { name: 'TokensRecorded', dimensions: { service: 'accept-usage', stage: 'dev' } },
    ]);
    expect(alarm('DailyTokens', ownThresholds).Threshold).toBe(7);
    expect([...alarms(synthesize({ monitoring: { alarms: 'all' } })).keys()]).not.toContain('DailyTokens');
  });

  it('error rate: the share of rejected and failed records, 0 if they are few', () => {
    expect(alarm('ErrorRate')).toMatchObject({ Threshold: 0.05, ComparisonOperator: 'GreaterThanThreshold' });
    const expressions = alarm('ErrorRate').Metrics.filter((query: MetricQuery) => query.Expression);
    expect(expressions.map((query: MetricQuery) => query.Expression)).toEqual([
      'IF(bad >= 10, bad / (bad + good), 0)',
      'FILL(rejected, 0) + FILL(failed, 0) + FILL(telemetryRejected, 0) + FILL(telemetryFailed, 0)',
      'FILL(accepted, 0) + FILL(telemetryAccepted, 0)',
    ]);
    for (const name of ['RecordsAccepted', 'RecordsRejected', 'RecordsFailed'] as const) {
      expect(stat('ErrorRate', name)).toMatchObject({ Period: 300, Stat: 'Sum' });
    }
    expect(alarm('ErrorRate', ownThresholds).Threshold).toBe(0.5);
    expect(JSON.stringify(alarm('ErrorRate', ownThresholds).Metrics)).toContain('IF(bad >= 3, ');
    expect(described(alarm('ErrorRate'))).toContain('more than 5% of the records');
    const strict = synthesize({
      monitoring: { alarms: 'all', alertThresholds: { errorRate: 0.0000007 } },
    });
    expect(described(alarm('ErrorRate', strict))).toContain('more than 0.00007% of the records');
  });

  it('response time: the 95th percentile of the API', () => {
    expect(alarm('ResponseTime')).toMatchObject({
      Namespace: 'AWS/ApiGateway',
      MetricName: 'Latency',
      ExtendedStatistic: 'p95',
      Threshold: 5000,
      ComparisonOperator: 'GreaterThanThreshold',
    });
    expect(alarm('ResponseTime', ownThresholds).Threshold).toBe(900);
  });

  it.each([
    ['ApiErrors', '5xx', 0],
    ['LiveDeadLetters', 'ApproximateNumberOfMessagesVisible', 0],
    ['BulkDeadLetters', 'ApproximateNumberOfMessagesVisible', 0],
    ['LiveQueueAge', 'ApproximateAgeOfOldestMessage', 900],
    ['BulkQueueAge', 'ApproximateAgeOfOldestMessage', 21_600],
    ['RollUpFailures', 'BucketsFailed', 0],
    ['RollUpLag', 'OldestMarkAge', 10_800],
    ['StatisticsKept', 'StatisticsKept', 0],
    ['BudgetFailures', 'BudgetsFailed', 0],
    ['AlertsHeldBack', 'AlertsHeldBack', 0],
    ['NotificationDeadLetters', 'ApproximateNumberOfMessagesVisible', 0],
    ['NotificationQueueAge', 'ApproximateAgeOfOldestMessage', 1800],
    ['ExportDeadLetters', 'ApproximateNumberOfMessagesVisible', 0],
    ['UnrecordedCalls', 'CallsUnrecorded', 0],
    ['ReportDeadLetters', 'ApproximateNumberOfMessagesVisible', 0],
    ['RecordUsageErrors', 'Errors', 0],
    ['RecordUsageThrottles', 'Throttles', 0],
    ['AccountThrottles', 'Throttles', 0],
  ])('%s: %s above %d', (name, MetricName, Threshold) => {
    expect(alarm(name)).toMatchObject({ MetricName, Threshold, ComparisonOperator: 'GreaterThanThreshold' });
  });

  it.each([
    ['Live', 'IntakeLive'],
    ['Bulk', 'IntakeBulk'],
  ])('%s queue: its own queue and dead letters', (name, prefix) => {
    const queueOf = (kind: string) => resource(template, 'AWS::SQS::Queue', `${prefix}${kind}`).logicalId;
    const watched = (alarmName: string) => alarm(alarmName).Dimensions[0].Value['Fn::GetAtt'][0];
    expect(watched(`${name}DeadLetters`)).toBe(queueOf('DeadLetters'));
    expect(watched(`${name}QueueAge`)).toBe(queueOf('Queue'));
  });
});

describe.each([
  ['roll-up', 'RollUpSilence', 'RollUpRuns'],
  ['evaluation of budgets', 'BudgetSilence', 'BudgetRuns'],
])('the alarm for a silent %s', (_, name, runs) => {
  const silence = (schedule: string) => {
    const { MetricName, Period, EvaluationPeriods, Threshold, ComparisonOperator } = alarm(
      name,
      synthesize({ autoAggregation: { schedule }, budgets: { schedule } }),
    );
    expect([MetricName, ComparisonOperator, Threshold]).toEqual([runs, 'LessThanThreshold', 1]);
    return Period * EvaluationPeriods;
  };

  it('waits for ten minutes or three runs, and for two days with a cron expression', () => {
    expect(silence('rate(1 minute)')).toBe(600);
    expect(silence('rate(3 minutes)')).toBe(600);
    expect(silence('rate(4 minutes)')).toBe(720);
    expect(silence('rate(8 hours)')).toBe(86_400);
    expect(silence('cron(0 3 * * ? *)')).toBe(2 * 86_400);
  });

  it('does not exist when the schedule is switched off', () => {
    expect([...alarms(synthesize({ autoAggregation: { enabled: false } })).keys()]).not.toContain(name);
  });
});

describe('alarms that calculate', () => {
  it('exist on AWS only, because an emulator refuses them', () => {
    const conditions = template.findConditions('*');
    expect(Object.values(conditions)).toEqual([
      {
        'Fn::Not': [
          {
            'Fn::Or': [
              { 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, '000000000000'] },
              { 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, 'AWS::AccountId'] },
            ],
          },
        ],
      },
    ]);
    const [condition] = Object.keys(conditions);
    for (const { Condition, Properties } of alarms().values()) {
      expect(Condition).toBe(Properties.Metrics ? condition : undefined);
    }
  });
});

describe('the topic', () => {
  const { Statement } = resource(template, 'AWS::SNS::TopicPolicy', 'Monitoring').Properties.PolicyDocument;

  it('accepts messages from the alarms of this account', () => {
    expect(Statement).toContainEqual(
      expect.objectContaining({
        Effect: 'Allow',
        Action: 'sns:Publish',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
    );
  });

  it('refuses connections without TLS', () => {
    expect(Statement).toContainEqual(TLS_ONLY);
  });

  it('sends e-mails to the configured address', () => {
    expect(resources(template, 'AWS::SNS::Subscription')).toEqual([]);
    const { Properties } = resource(
      synthesize({ monitoring: { alertEmail: 'usage@example.com' } }),
      'AWS::SNS::Subscription',
      'Monitoring',
    );
    expect(Properties).toMatchObject({ Protocol: 'email', Endpoint: 'usage@example.com' });
  });
});

describe('the dashboard', () => {
  const { DashboardBody } = resource(template, 'AWS::CloudWatch::Dashboard', 'Monitoring').Properties;
  const body = JSON.stringify(DashboardBody);

  it('is one of those that AWS does not charge for, or none', () => {
    const parts: readonly unknown[] = DashboardBody['Fn::Join'][1];
    const { widgets } = JSON.parse(parts.map((part) => (typeof part === 'string' ? part : 'name')).join(''));
    const metrics = widgets.flatMap(({ properties }: Resource['Properties']) => properties.metrics ?? []);
    expect(metrics.length).toBeGreaterThan(30);
    expect(metrics.length).toBeLessThanOrEqual(METRICS_OF_A_FREE_DASHBOARD);
    const without = synthesize({ monitoring: { dashboard: false } });
    expect(resources(without, 'AWS::CloudWatch::Dashboard')).toEqual([]);
  });

  it('shows traffic, tokens, queues, roll-up, DynamoDB and response time', () => {
    for (const metric of [
      'RecordsAccepted',
      'TokensRecorded',
      'ApproximateNumberOfMessagesVisible',
      'ApproximateAgeOfOldestMessage',
      'OldestMarkAge',
      'ConsumedReadCapacityUnits',
      'ConsumedWriteCapacityUnits',
      'WriteThrottleEvents',
      'Latency',
    ]) {
      expect(body).toContain(metric);
    }
  });

  it('shows the backlog and the dead letters of every queue of usage', () => {
    for (const name of ['IntakeLive', 'IntakeBulk'])
      for (const kind of ['Queue', 'DeadLetters'])
        expect(body).toContain(resource(template, 'AWS::SQS::Queue', `${name}${kind}`).logicalId);
  });

  it('shows the state of every alarm', () => {
    for (const name of alarms().keys()) expect(body).toContain(`:alarm:${PREFIX}${name}`);
  });
});
