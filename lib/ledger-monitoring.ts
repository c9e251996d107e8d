import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { AlarmRegistry } from './monitoring/alarm-registry.ts';
import { addDashboard } from './monitoring/ledger-dashboard.ts';
import { LedgerMetrics } from './monitoring/ledger-metrics.ts';
import type { LedgerMonitoringProps } from './monitoring/ledger-monitoring-props.ts';
import { budgetAlarms } from './monitoring/budget-alarms.ts';
import {
  exportAlarms,
  functionAlarms,
  queueAlarms,
  reportAlarms,
  rollUpAlarms,
} from './monitoring/pipeline-alarms.ts';
import { usageAlarms } from './monitoring/usage-alarms.ts';

/** Alarms, whom they are told to, and a dashboard. */
export class LedgerMonitoring extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: LedgerMonitoringProps) {
    super(scope, id);
    const { configuration, intake, rollup, budgets, access, exports, failures, quality, api, health } = props;
    const { reports, delivery, webConsole } = props;
    const metrics = new LedgerMetrics(configuration.stage);
    const alarms = new AlarmRegistry(this, 'Alarms', {
      stage: configuration.stage,
      email: configuration.monitoring.alertEmail,
    });
    this.topic = alarms.topic;

    alarms.add(usageAlarms(metrics, props));
    alarms.add(queueAlarms('Live', intake.queues.live));
    alarms.add(queueAlarms('Bulk', intake.queues.bulk));
    alarms.add(rollUpAlarms(metrics, props));
    alarms.add(budgetAlarms(metrics, props));
    alarms.add(functionAlarms(api.authorizeRequest));
    alarms.add(functionAlarms(intake.acceptUsage));
    alarms.add(functionAlarms(intake.recordUsage));
    alarms.add(functionAlarms(rollup.rollUpUsage));
    alarms.add(functionAlarms(api.queryUsage));
    alarms.add(functionAlarms(api.queryRecords));
    alarms.add(functionAlarms(api.rebuildUsage));
    alarms.add(functionAlarms(api.managePrices));
    alarms.add(functionAlarms(api.describeApi));
    alarms.add(functionAlarms(budgets.evaluateBudgets));
    alarms.add(functionAlarms(delivery.deliverAlerts));
    alarms.add(functionAlarms(budgets.manageBudgets));
    alarms.add(functionAlarms(access.manageAccess));
    alarms.add(functionAlarms(exports.manageExports));
    alarms.add(functionAlarms(exports.writeExport));
    alarms.add(exportAlarms(exports));
    alarms.add(functionAlarms(reports.manageReports));
    alarms.add(functionAlarms(reports.runReport));
    alarms.add(reportAlarms(reports));
    alarms.add(functionAlarms(failures.manageFailures));
    alarms.add(functionAlarms(quality.checkQuality));
    if (health) alarms.add(functionAlarms(health.checkHealth));
    if (webConsole) alarms.add(functionAlarms(webConsole.serveConsole));
    addDashboard(this, alarms, metrics, props);
  }
}
