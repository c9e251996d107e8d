import { Validations } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { Configuration } from './configuration/read-configuration.ts';
import type { LedgerData } from './ledger-data.ts';
import { LedgerFunction } from './ledger-function.ts';
import { DELIVERY_TIMEOUT_SECONDS, type UsageBudgets } from './usage-budgets.ts';
import type { UsageExports } from './usage-exports.ts';
import type { UsageReports } from './usage-reports.ts';

export interface AlertDeliveryProps {
  readonly configuration: Configuration;
  readonly data: LedgerData;
  readonly budgets: UsageBudgets;
  readonly exports: UsageExports;
  readonly reports: UsageReports;
}

/** Tells programs and people of what waits in the queue of alerts: thresholds of budgets, and runs of reports. */
export class AlertDelivery extends Construct {
  readonly deliverAlerts: LedgerFunction<'deliver-alerts'>;

  constructor(scope: Construct, id: string, props: AlertDeliveryProps) {
    super(scope, id);
    const { configuration, data, budgets, exports, reports } = props;
    this.deliverAlerts = new LedgerFunction(this, 'DeliverAlerts', {
      configuration,
      service: 'deliver-alerts',
      description: 'Tells that a budget has reached a threshold, or that a report was run',
      memoryMib: 512,
      timeoutSeconds: DELIVERY_TIMEOUT_SECONDS,
      environment: {
        STATISTICS_TABLE: data.statistics.tableName,
        EVENT_BUS_NAME: budgets.bus.eventBusName,
        ALERT_TOPIC_ARN: budgets.topic.topicArn,
        REPORT_TOPIC_ARN: reports.topic.topicArn,
        EXPORT_BUCKET: exports.bucket.bucketName,
      },
    });
    data.allowStatistics(
      this.deliverAlerts,
      ['dynamodb:GetItem'],
      ['budgets', 'alerts', 'reports', 'reportRuns', 'exports'],
    );
    data.allowStatistics(this.deliverAlerts, ['dynamodb:UpdateItem'], ['alerts', 'reportRuns']);
    this.deliverAlerts.allow(['events:PutEvents'], [budgets.bus.eventBusArn]);
    this.deliverAlerts.allow(['sns:Publish'], [budgets.topic.topicArn, reports.topic.topicArn]);
    // Whoever has one of its links may do what it may: download that file.
    this.deliverAlerts.allow(['s3:GetObject'], [exports.bucket.arnForObjects('*')]);
    this.deliverAlerts.function.addEventSource(
      new SqsEventSource(budgets.queue, { batchSize: 10, reportBatchItemFailures: true, maxConcurrency: 2 }),
    );
    const { role } = this.deliverAlerts.function;
    if (!role) throw new Error('A function has no role.');
    Validations.of(role).acknowledge(exports.anyFileAcknowledgement());
  }
}
