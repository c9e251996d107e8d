import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { accessAlarms } from '../access/access-alarms.ts';
import { apiAlarms } from '../api/api-alarms.ts';
import { budgetAlarms } from '../budgets/budget-alarms.ts';
import { exportAlarms } from '../exports/export-alarms.ts';
import { gatewayAlarms } from '../gateway/gateway-alarms.ts';
import { intakeAlarms } from '../intake/intake-alarms.ts';
import { notificationAlarms } from '../notifications/notification-alarms.ts';
import { reportAlarms } from '../reports/report-alarms.ts';
import { rollUpAlarms } from '../rollup/rollup-alarms.ts';
import { ledgerFunctions } from '../shared/ledger-function.ts';
import { AlarmRegistry } from './alarm-registry.ts';
import { functionAlarms, throttleAlarms } from './function-alarms.ts';
import { addDashboard } from './ledger-dashboard.ts';
import { LedgerMetrics } from './ledger-metrics.ts';
import type { LedgerMonitoringProps } from './ledger-monitoring-props.ts';
import { addLogQueries } from './log-queries.ts';

/** All alarms, the topic they notify, saved queries of logs, and a dashboard. Made last, because it covers every function that exists by then. */
export class LedgerMonitoring extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: LedgerMonitoringProps) {
    super(scope, id);
    const { configuration, intake, notifications, exports, reports, api } = props;
    const functions = ledgerFunctions(this);
    const metrics = new LedgerMetrics(configuration.stage);
    const alarms = new AlarmRegistry(this, 'Alarms', {
      stage: configuration.stage,
      monitoring: configuration.monitoring,
    });
    this.topic = alarms.topic;

    alarms.add(intakeAlarms(metrics, configuration, intake));
    alarms.add(accessAlarms(metrics));
    alarms.add(rollUpAlarms(metrics, configuration));
    alarms.add(budgetAlarms(metrics, configuration));
    alarms.add(notificationAlarms(notifications));
    alarms.add(exportAlarms(exports));
    alarms.add(reportAlarms(reports));
    alarms.add(apiAlarms(configuration, api));
    if (configuration.gateway) alarms.add(gatewayAlarms(metrics));
    alarms.add(throttleAlarms());
    for (const fn of functions) alarms.add(functionAlarms(fn));
    // After all others, because it covers those that are severe.
    alarms.addComposite('ServiceUnhealthy', {
      meaning: 'At least one alarm of high severity is on: usage may be lost, wrong or refused.',
      runbook: 'service-unhealthy',
    });
    if (configuration.monitoring.logQueries)
      addLogQueries(this, configuration.stage, {
        functions: functions.map((fn) => fn.function.logGroup),
        api: [api.accessLogs],
      });
    if (configuration.monitoring.dashboard) addDashboard(this, { ...props, alarms, metrics });
  }
}
