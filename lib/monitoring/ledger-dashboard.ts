import { Duration } from 'aws-cdk-lib';
import { AlarmStatusWidget, Dashboard, GraphWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { SERVICES } from '../../functions/shared/metrics.ts';
import type { LedgerFunction } from '../shared/ledger-function.ts';
import type { AlarmRegistry } from './alarm-registry.ts';
import type { LedgerMetrics } from './ledger-metrics.ts';
import type { LedgerMonitoringProps } from './ledger-monitoring-props.ts';

const HALF_WIDTH = 12;
const FULL_WIDTH = 24;

export interface LedgerDashboardProps extends LedgerMonitoringProps {
  readonly alarms: AlarmRegistry;
  readonly metrics: LedgerMetrics;
  readonly functions: readonly LedgerFunction[];
}

/** The dashboard of a stage: alarms first, then usage in the order in which it passes through the product. */
export function addDashboard(scope: Construct, props: LedgerDashboardProps): void {
  const { configuration, metrics, functions, data, intake, telemetry, notifications, exports, reports, api } =
    props;
  const { live, bulk } = intake.queues;
  const { spans } = telemetry;
  const { alarms } = props.alarms;

  new Dashboard(scope, 'Dashboard', {
    dashboardName: `token-ledger-${configuration.stage}`,
    defaultInterval: Duration.days(1),
    widgets: [
      [new AlarmStatusWidget({ title: 'Alarms', alarms, width: FULL_WIDTH })],
      [
        graph('Records', [
          ...(['RecordsAccepted', 'RecordsRejected', 'RecordsFailed', 'RecordsWrittenDirectly'] as const).map(
            (name) => metrics.of(SERVICES.acceptUsage, name),
          ),
          metrics.recorded('RecordsRecorded'),
          metrics.recorded('DuplicateRecords'),
          metrics.recorded('RecordsQuarantined'),
        ]),
        graph('Tokens', [metrics.recorded('TokensRecorded'), metrics.recorded('UnattributedTokens')]),
      ],
      [
        graph('Completed records, conflicting reports', [
          metrics.recorded('CompletedRecords'),
          metrics.recorded('ConflictingReports'),
        ]),
        graph('Unknown figures, unpriced requests', [
          metrics.recorded('UnknownFigures'),
          metrics.of(SERVICES.rollUpUsage, 'UnpricedRequests'),
        ]),
      ],
      [
        graph('Messages waiting', [
          live.queue.metricApproximateNumberOfMessagesVisible({ label: 'live' }),
          bulk.queue.metricApproximateNumberOfMessagesVisible({ label: 'bulk' }),
          spans.queue.metricApproximateNumberOfMessagesVisible({ label: 'spans' }),
          live.deadLetters.metricApproximateNumberOfMessagesVisible({ label: 'live, dead letters' }),
          bulk.deadLetters.metricApproximateNumberOfMessagesVisible({ label: 'bulk, dead letters' }),
          spans.deadLetters.metricApproximateNumberOfMessagesVisible({ label: 'spans, dead letters' }),
        ]),
        graph('Age of the oldest message (seconds)', [
          live.queue.metricApproximateAgeOfOldestMessage({ label: 'live' }),
          bulk.queue.metricApproximateAgeOfOldestMessage({ label: 'bulk' }),
          spans.queue.metricApproximateAgeOfOldestMessage({ label: 'spans' }),
        ]),
      ],
      [
        graph('Roll-up', [
          metrics.of(SERVICES.rollUpUsage, 'RollUpRuns'),
          metrics.of(SERVICES.rollUpUsage, 'BucketsRolledUp'),
          metrics.of(SERVICES.rollUpUsage, 'BucketsFailed'),
        ]),
        graph('Roll-up lag (seconds)', [metrics.of(SERVICES.rollUpUsage, 'OldestMarkAge')]),
      ],
      [
        graph('Budgets', [
          metrics.of(SERVICES.evaluateBudgets, 'BudgetRuns'),
          metrics.of(SERVICES.evaluateBudgets, 'BudgetsFailed'),
          metrics.of(SERVICES.evaluateBudgets, 'AlertsFired'),
        ]),
        graph('Alerts of budgets, runs of reports', [
          metrics.of(SERVICES.deliverNotifications, 'NotificationsDelivered'),
          metrics.of(SERVICES.deliverNotifications, 'NotificationDeliveriesFailed'),
          notifications.deadLetters.metricApproximateNumberOfMessagesVisible({ label: 'dead letters' }),
        ]),
      ],
      [
        graph('Reports', [
          metrics.of(SERVICES.runReport, 'ReportRuns'),
          metrics.of(SERVICES.runReport, 'SchedulesRepaired'),
          reports.deadLetters.metricApproximateNumberOfMessagesVisible({ label: 'dead letters' }),
        ]),
        graph('Exports waiting', [
          exports.queue.metricApproximateNumberOfMessagesVisible({ label: 'exports' }),
          exports.deadLetters.metricApproximateNumberOfMessagesVisible({ label: 'dead letters' }),
        ]),
      ],
      [
        graph('DynamoDB consumed units', [
          ...consumed('records', data.records),
          ...consumed('ledger', data.ledger),
        ]),
        graph('DynamoDB throttled', [
          ...throttled('records', data.records),
          ...throttled('ledger', data.ledger),
        ]),
      ],
      [
        graph('API response time (ms)', [
          api.api.metricLatency({ statistic: 'p50', label: 'p50' }),
          api.api.metricLatency({ statistic: 'p95', label: 'p95' }),
          api.api.metricLatency({ statistic: 'p99', label: 'p99' }),
        ]),
        graph('API requests', [
          api.api.metricCount({ label: 'all' }),
          api.api.metricClientError({ label: '4xx' }),
          api.api.metricServerError({ label: '5xx' }),
        ]),
      ],
      [
        graph(
          'Function errors',
          functions.map((fn) => fn.function.metricErrors({ label: fn.service })),
        ),
        graph(
          'Function duration (ms, p95)',
          functions.map((fn) => fn.function.metricDuration({ statistic: 'p95', label: fn.service })),
        ),
      ],
    ],
  });
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: HALF_WIDTH, leftYAxis: { min: 0 } });
}

function consumed(name: string, table: TableV2): IMetric[] {
  return [
    table.metricConsumedReadCapacityUnits({ label: `${name}, read` }),
    table.metricConsumedWriteCapacityUnits({ label: `${name}, written` }),
  ];
}

function throttled(name: string, table: TableV2): IMetric[] {
  return [
    table.metric('ReadThrottleEvents', { statistic: 'Sum', label: `${name}, read` }),
    table.metric('WriteThrottleEvents', { statistic: 'Sum', label: `${name}, written` }),
  ];
}
