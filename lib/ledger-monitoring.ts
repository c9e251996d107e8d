import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { ledgerFunctions } from './ledger-function.ts';
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

/** Alarms, whom they are told to, and a dashboard; of all functions that the stack has when this is made. */
export class LedgerMonitoring extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: LedgerMonitoringProps) {
    super(scope, id);
    const { configuration, intake, exports, reports } = props;
    const functions = ledgerFunctions(this);
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
    alarms.add(exportAlarms(exports));
    alarms.add(reportAlarms(reports));
    for (const fn of functions) alarms.add(functionAlarms(fn));
    addDashboard(this, { ...props, alarms, metrics, functions });
  }
}
