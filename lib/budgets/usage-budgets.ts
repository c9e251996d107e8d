import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { UsageAccess } from '../access/usage-access.ts';
import type { Configuration } from '../configuration/read-configuration.ts';
import type { LedgerData } from '../data/ledger-data.ts';
import type { NotificationQueue } from '../notifications/notification-queue.ts';
import { ApiFunction } from '../shared/api-function.ts';
import { createEmailTopic } from '../shared/email-topic.ts';
import { auditSettings, ledgerSettings, shownIdSettings } from '../shared/function-environment.ts';
import { LedgerFunction } from '../shared/ledger-function.ts';
import { RecurringRuns } from '../shared/recurring-runs.ts';

export interface UsageBudgetsProps {
  readonly configuration: Configuration;
  readonly data: LedgerData;
  readonly access: UsageAccess;
  readonly notifications: NotificationQueue;
}

/** Budgets: evaluates them on a schedule, and queues an alert for each threshold that is reached. */
export class UsageBudgets extends Construct {
  /** The product's events. */
  readonly bus: Pick<IEventBus, 'eventBusName' | 'eventBusArn'>;
  /** Sends alerts of budgets to people. */
  readonly topic: Topic;
  readonly evaluateBudgets: LedgerFunction<'evaluate-budgets'>;
  readonly manageBudgets: LedgerFunction<'manage-budgets'>;

  constructor(scope: Construct, id: string, props: UsageBudgetsProps) {
    super(scope, id);
    const { configuration } = props;
    this.bus =
      configuration.events.busName === undefined
        ? new EventBus(this, 'Bus', { eventBusName: `token-ledger-${configuration.stage}` })
        : EventBus.fromEventBusName(this, 'Bus', configuration.events.busName);
    this.topic = createEmailTopic(this, configuration.budgets.alertEmail);
    this.evaluateBudgets = this.createEvaluation(props);
    this.manageBudgets = this.createManagement(props);
  }

  private createEvaluation({ configuration, data, notifications }: UsageBudgetsProps) {
    const evaluateBudgets = new LedgerFunction(this, 'EvaluateBudgets', {
      configuration,
      service: 'evaluate-budgets',
      description: 'Compares budgets with usage, and queues alerts',
      memoryMib: 1769,
      timeoutSeconds: 120,
      environment: {
        ...ledgerSettings(data.ledger, configuration),
        NOTIFICATION_QUEUE_URL: notifications.queue.queueUrl,
      },
    });
    data.allowReading(evaluateBudgets);
    data.allowFiringAlerts(evaluateBudgets);
    evaluateBudgets.allowSending(notifications.queue);

    new RecurringRuns(this, evaluateBudgets).schedule('Schedule', {
      description: 'Runs evaluate-budgets',
      enabled: configuration.autoAggregation.enabled,
      schedule: ScheduleExpression.expression(configuration.budgets.schedule),
    });
    return evaluateBudgets;
  }

  private createManagement({ configuration, data, access }: UsageBudgetsProps) {
    const manageBudgets = new ApiFunction(this, 'ManageBudgets', {
      configuration,
      service: 'manage-budgets',
      description: 'Shows and changes budgets',
      memoryMib: 1769,
      environment: {
        ...ledgerSettings(data.ledger, configuration),
        ...shownIdSettings(configuration),
        ...auditSettings(access.audit, configuration),
      },
    });
    access.allowAuditing(manageBudgets);
    data.allowReading(manageBudgets);
    data.allowNames(manageBudgets);
    data.allowManagingBudgets(manageBudgets);
    return manageBudgets;
  }
}
