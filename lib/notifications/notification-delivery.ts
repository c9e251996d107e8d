import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { UsageBudgets } from '../budgets/usage-budgets.ts';
import type { Configuration } from '../configuration/read-configuration.ts';
import type { LedgerData } from '../data/ledger-data.ts';
import type { UsageExports } from '../exports/usage-exports.ts';
import type { UsageReports } from '../reports/usage-reports.ts';
import { concurrencyLimit } from '../shared/concurrency-limit.ts';
import { LedgerFunction } from '../shared/ledger-function.ts';
import { DELIVERY_TIMEOUT_SECONDS, type NotificationQueue } from './notification-queue.ts';

export interface NotificationDeliveryProps {
  readonly configuration: Configuration;
  readonly data: LedgerData;
  readonly notifications: NotificationQueue;
  readonly budgets: UsageBudgets;
  readonly exports: UsageExports;
  readonly reports: UsageReports;
}

/** Delivers alerts of budgets, runs of reports and events from the notification queue to programs and people. */
export class NotificationDelivery extends Construct {
  readonly deliverNotifications: LedgerFunction<'deliver-notifications'>;

  constructor(scope: Construct, id: string, props: NotificationDeliveryProps) {
    super(scope, id);
    const { configuration, data, notifications, budgets, exports, reports } = props;
    this.deliverNotifications = new LedgerFunction(this, 'DeliverNotifications', {
      configuration,
      service: 'deliver-notifications',
      description: 'Delivers alerts of budgets, runs of reports and events',
      memoryMib: 512,
      timeoutSeconds: DELIVERY_TIMEOUT_SECONDS,
      environment: {
        LEDGER_TABLE: data.ledger.tableName,
        EVENT_BUS_NAME: budgets.bus.eventBusName,
        BUDGET_EVENTS: String(configuration.events.budgetThreshold),
        BUDGET_TOPIC_ARN: budgets.topic.topicArn,
        REPORT_TOPIC_ARN: reports.topic.topicArn,
        EXPORT_BUCKET: exports.bucket.bucketName,
      },
    });
    data.allowDelivering(this.deliverNotifications);
    this.deliverNotifications.allow(['events:PutEvents'], [budgets.bus.eventBusArn]);
    this.deliverNotifications.allow(['sns:Publish'], [budgets.topic.topicArn, reports.topic.topicArn]);
    exports.allowLinking(this.deliverNotifications);
    this.deliverNotifications.function.addEventSource(
      new SqsEventSource(notifications.queue, {
        batchSize: 10,
        reportBatchItemFailures: true,
        ...concurrencyLimit(configuration.concurrency.notifications),
      }),
    );
  }
}
