import { Duration, Stack } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { LedgerTable } from '../data/ledger-table.ts';
import type { AlarmRegistry } from './alarm-registry.ts';
import { dashboardName } from './dashboard-name.ts';
import type { LedgerMetrics } from './ledger-metrics.ts';
import type { LedgerMonitoringProps } from './ledger-monitoring-props.ts';

const HALF_WIDTH = 12;
const FULL_WIDTH = 24;

export interface LedgerDashboardProps extends LedgerMonitoringProps {
  readonly alarms: AlarmRegistry;
  readonly metrics: LedgerMetrics;
}

/**
 * The dashboard of a stage: alarms first, then usage in the order in which it passes through the product. AWS gives each account
 * three dashboards of at most 50 metrics for nothing, so the product's own metrics and functions are searched for.
 */
export function addDashboard(scope: Construct, props: LedgerDashboardProps): void {
  const { configuration, metrics, data, intake, notifications, exports, reports, api } = props;
  const { live, bulk } = intake.queues;
  const { alarms } = props.alarms;

  new Dashboard(scope, 'Dashboard', {
    dashboardName: dashboardName(configuration.stage),
    defaultInterval: Duration.days(1),
    widgets: [
      [new AlarmStatusWidget({ title: 'Alarms', alarms, width: FULL_WIDTH })],
      [
        graph('Records', [
          metrics.found('RecordsAccepted', 'RecordsRejected', 'RecordsFailed', 'RecordsWrittenDirectly'),
          metrics.found('RecordsRecorded', 'DuplicateRecords', 'RecordsQuarantined'),
        ]),
        graph('Tokens', [metrics.found('TokensRecorded', 'UnattributedTokens')]),
      ],
      [
        graph('Completed records, conflicting reports', [
          metrics.found('CompletedRecords', 'ConflictingReports'),
        ]),
        graph('Unknown figures, unpriced requests', [metrics.found('UnknownFigures', 'UnpricedRequests')]),
      ],
      [
        graph('Messages waiting', [
          live.queue.metricApproximateNumberOfMessagesVisible({ label: 'live' }),
          bulk.queue.metricApproximateNumberOfMessagesVisible({ label: 'bulk' }),
          live.deadLetters.metricApproximateNumberOfMessagesVisible({ label: 'live, dead letters' }),
          bulk.deadLetters.metricApproximateNumberOfMessagesVisible({ label: 'bulk, dead letters' }),
        ]),
        graph('Age of the oldest message (seconds)', [
          live.queue.metricApproximateAgeOfOldestMessage({ label: 'live' }),
          bulk.queue.metricApproximateAgeOfOldestMessage({ label: 'bulk' }),
        ]),
      ],
      [
        graph('Roll-up', [metrics.found('RollUpRuns', 'BucketsRolledUp', 'BucketsFailed')]),
        graph('Roll-up lag (seconds)', [metrics.found('OldestMarkAge')]),
      ],
      [
        graph('Budgets', [metrics.found('BudgetRuns', 'BudgetsFailed', 'AlertsFired')]),
        graph('Alerts of budgets, runs of reports', [
          metrics.found('NotificationsDelivered', 'NotificationDeliveriesFailed'),
          notifications.deadLetters.metricApproximateNumberOfMessagesVisible({ label: 'dead letters' }),
        ]),
      ],
      [
        graph('Reports', [
          metrics.found('ReportRuns', 'SchedulesRepaired'),
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
        graph('Function errors', [ofFunctions(scope, 'Errors', 'Sum')]),
        graph('Function duration (ms, p95)', [ofFunctions(scope, 'Duration', 'p95')]),
      ],
    ],
  });
}

/** Names of functions begin with that of their stack. A search compares words: one in quotes would have to be the whole name. */
function ofFunctions(scope: Construct, metricName: string, statistic: string): MathExpression {
  const words = Stack.of(scope).stackName.replaceAll('-', ' ');
  return new MathExpression({
    expression: `SEARCH('{AWS/Lambda,FunctionName} MetricName="${metricName}" ${words}', '${statistic}', 300)`,
    usingMetrics: {},
    label: '',
  });
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: HALF_WIDTH, leftYAxis: { min: 0 } });
}

function consumed(name: string, table: LedgerTable): IMetric[] {
  return [
    table.metricConsumedReadCapacityUnits({ label: `${name}, read` }),
    table.metricConsumedWriteCapacityUnits({ label: `${name}, written` }),
  ];
}

function throttled(name: string, table: LedgerTable): IMetric[] {
  return [
    table.metric('ReadThrottleEvents', { statistic: 'Sum', label: `${name}, read` }),
    table.metric('WriteThrottleEvents', { statistic: 'Sum', label: `${name}, written` }),
  ];
}
