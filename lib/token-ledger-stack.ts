import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Configuration } from './configuration/read-configuration.ts';
import { AlertDelivery } from './alert-delivery.ts';
import { FailedMessages } from './failed-messages.ts';
import { LedgerData } from './ledger-data.ts';
import { LedgerMonitoring } from './ledger-monitoring.ts';
import { UsageAccess } from './usage-access.ts';
import { UsageApi } from './usage-api.ts';
import { UsageBudgets } from './usage-budgets.ts';
import { UsageExports } from './usage-exports.ts';
import { UsageHealth } from './usage-health.ts';
import { UsageIntake } from './usage-intake.ts';
import { UsageQuality } from './usage-quality.ts';
import { UsageReports } from './usage-reports.ts';
import { UsageRollup } from './usage-rollup.ts';
import { WebConsole } from './web-console.ts';

export interface TokenLedgerStackProps extends StackProps {
  readonly configuration: Configuration;
}

/** One deployment of Token Ledger. */
export class TokenLedgerStack extends Stack {
  constructor(scope: Construct, id: string, { configuration, ...props }: TokenLedgerStackProps) {
    super(scope, id, props);
    const data = new LedgerData(this, 'Data', configuration);
    const intake = new UsageIntake(this, 'Intake', { configuration, data });
    new UsageRollup(this, 'Rollup', { configuration, data });
    const access = new UsageAccess(this, 'Access', { configuration, data });
    const budgets = new UsageBudgets(this, 'Budgets', { configuration, data, access });
    const alertQueue = budgets.queue;
    const exports = new UsageExports(this, 'Exports', { configuration, data, access, alertQueue });
    const reports = new UsageReports(this, 'Reports', { configuration, data, access, exports });
    new AlertDelivery(this, 'Delivery', { configuration, data, budgets, exports, reports });
    const failures = new FailedMessages(this, 'Failures', { configuration, data, intake, budgets, access });
    const quality = new UsageQuality(this, 'Quality', { configuration, data });
    const api = new UsageApi(this, 'Api', {
      configuration,
      data,
      access,
      acceptUsage: intake.acceptUsage,
      manageBudgets: budgets.manageBudgets,
      manageExports: exports.manageExports,
      manageReports: reports.manageReports,
      manageFailures: failures.manageFailures,
      checkQuality: quality.checkQuality,
    });
    if (configuration.monitoring.enableHealthCheck)
      new UsageHealth(this, 'Health', { configuration, data, intake, budgets, exports, api });
    const webConsole = configuration.console
      ? new WebConsole(this, 'Console', { configuration, api })
      : undefined;
    // Last: it watches every function there is.
    const watched = { configuration, data, intake, budgets, exports, reports, api };
    const monitoring = new LedgerMonitoring(this, 'Monitoring', watched);

    const outputs = {
      Stage: configuration.stage,
      ApiUrl: api.api.apiEndpoint,
      ...(webConsole && { ConsoleUrl: webConsole.url }),
      LiveQueueUrl: intake.queues.live.queue.queueUrl,
      BulkQueueUrl: intake.queues.bulk.queue.queueUrl,
      RecordsTableName: data.records.tableName,
      StatisticsTableName: data.statistics.tableName,
      // What scripts beside the functions have to know to see the ledger as these do.
      RetentionDays: String(configuration.retentionDays),
      ReportingTimeZone: configuration.reportingTimeZone,
      AlarmTopicArn: monitoring.topic.topicArn,
      BudgetTopicArn: budgets.topic.topicArn,
      ReportTopicArn: reports.topic.topicArn,
      EventBusName: budgets.bus.eventBusName,
      ...access.signIn.outputs,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}
