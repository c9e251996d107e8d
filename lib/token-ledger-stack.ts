import { Annotations, CfnOutput, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { UsageAccess } from './access/usage-access.ts';
import { UsageApi } from './api/usage-api.ts';
import { UsageBudgets } from './budgets/usage-budgets.ts';
import type { Configuration } from './configuration/read-configuration.ts';
import { WebConsole } from './console/web-console.ts';
import { FixedTimeZone } from './data/fixed-time-zone.ts';
import { LedgerData } from './data/ledger-data.ts';
import { UsageExports } from './exports/usage-exports.ts';
import { FailedMessages } from './failures/failed-messages.ts';
import { ForwardGateway } from './gateway/forward-gateway.ts';
import { UsageHealth } from './health/usage-health.ts';
import { UsageIntake } from './intake/usage-intake.ts';
import { LedgerMonitoring } from './monitoring/ledger-monitoring.ts';
import { NotificationDelivery } from './notifications/notification-delivery.ts';
import { NotificationQueue } from './notifications/notification-queue.ts';
import { UsageQuality } from './quality/usage-quality.ts';
import { UsageReports } from './reports/usage-reports.ts';
import { UsageRollup } from './rollup/usage-rollup.ts';
import { createEncryptionKey } from './shared/encryption-key.ts';
import { TelemetryIntake } from './telemetry/telemetry-intake.ts';

export interface TokenLedgerStackProps extends StackProps {
  readonly configuration: Configuration;
}

/** One deployment of Token Ledger. */
export class TokenLedgerStack extends Stack {
  constructor(scope: Construct, id: string, { configuration, ...props }: TokenLedgerStackProps) {
    super(scope, id, {
      ...props,
      ...pinnedPlace(configuration),
      terminationProtection: configuration.deletionProtection && !configuration.removeDataOnDestroy,
    });
    new FixedTimeZone(this, 'TimeZone', configuration);
    createEncryptionKey(this, configuration);
    const data = new LedgerData(this, 'Data', configuration);
    const notifications = new NotificationQueue(this, 'Notifications', configuration);
    const intake = new UsageIntake(this, 'Intake', { configuration, data, notifications });
    const telemetry = new TelemetryIntake(this, 'Telemetry', { configuration, data, intake });
    const { rollUpUsage } = new UsageRollup(this, 'Rollup', { configuration, data, notifications });
    const access = new UsageAccess(this, 'Access', { configuration, data, notifications });
    const budgets = new UsageBudgets(this, 'Budgets', { configuration, data, access, notifications });
    const exports = new UsageExports(this, 'Exports', { configuration, data, access, notifications });
    const reports = new UsageReports(this, 'Reports', {
      configuration,
      data,
      access,
      exports,
      notifications,
    });
    new NotificationDelivery(this, 'Delivery', {
      configuration,
      data,
      notifications,
      budgets,
      exports,
      reports,
    });
    const failures = new FailedMessages(this, 'Failures', {
      configuration,
      data,
      intake,
      notifications,
      access,
    });
    const quality = new UsageQuality(this, 'Quality', { configuration, data, notifications });
    const api = new UsageApi(this, 'Api', {
      configuration,
      data,
      access,
      rollUpUsage,
      acceptUsage: intake.acceptUsage,
      acceptTelemetry: telemetry.acceptTelemetry,
      manageBudgets: budgets.manageBudgets,
      manageExports: exports.manageExports,
      manageReports: reports.manageReports,
      manageFailures: failures.manageFailures,
      checkQuality: quality.checkQuality,
    });
    if (configuration.monitoring.enableHealthCheck)
      new UsageHealth(this, 'Health', {
        configuration,
        data,
        intake,
        notifications,
        exports,
        api,
      });
    const gateway = configuration.gateway
      ? new ForwardGateway(this, 'Gateway', { configuration, settings: configuration.gateway, data, intake })
      : undefined;
    const webConsole = configuration.console
      ? new WebConsole(this, 'Console', {
          configuration,
          api,
          signIn: access.signIn,
          gatewayUrl: gateway?.url,
        })
      : undefined;
    // Last, because it watches every function that exists by then.
    const watched = { configuration, data, intake, notifications, exports, reports, api };
    const monitoring = new LedgerMonitoring(this, 'Monitoring', watched);

    // Activated as cost allocation tags, they show the bill of each stage.
    Tags.of(this).add('application', 'token-ledger');
    Tags.of(this).add('stage', configuration.stage);
    if (configuration.monitoring.alertEmail === undefined)
      Annotations.of(this).addWarningV2(
        'token-ledger:no-alert-email',
        'No alarm reaches anybody: set monitoring.alertEmail, or subscribe to the topic in the output AlarmTopicArn.',
      );

    const outputs = {
      Stage: configuration.stage,
      ApiUrl: api.url,
      ...(api.domainTarget !== undefined && { DomainTarget: api.domainTarget }),
      ...(webConsole && { ConsoleUrl: webConsole.url }),
      ...(gateway && { GatewayUrl: gateway.url }),
      LiveQueueUrl: intake.queues.live.queue.queueUrl,
      BulkQueueUrl: intake.queues.bulk.queue.queueUrl,
      RecordsTableName: data.records.tableName,
      LedgerTableName: data.ledger.tableName,
      AuditTableName: access.audit.tableName,
      // The operator commands read the ledger with the same settings as the functions.
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

/** The account and region that a stage belongs into; without them, those of the credentials. */
function pinnedPlace({ account, region }: Configuration): StackProps {
  return account === undefined && region === undefined
    ? {}
    : { env: { ...(account !== undefined && { account }), ...(region !== undefined && { region }) } };
}
