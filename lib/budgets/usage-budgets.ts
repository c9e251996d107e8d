import { Duration, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { UsageAccess } from '../access/usage-access.ts';
import type { Configuration } from '../configuration/read-configuration.ts';
import type { LedgerData } from '../data/ledger-data.ts';
import type { NotificationQueue } from '../notifications/notification-queue.ts';
import { auditSettings, shownIdSettings, timedSettings } from '../shared/function-environment.ts';
import { LedgerFunction } from '../shared/ledger-function.ts';

export interface UsageBudgetsProps {
  readonly configuration: Configuration;
  readonly data: LedgerData;
  readonly access: UsageAccess;
  readonly notifications: NotificationQueue;
}

/** Budgets: compares them with what is spent, on a schedule, and queues alerts of the thresholds they reach. */
export class UsageBudgets extends Construct {
  /** The product's events. */
  readonly bus: EventBus;
  /** The product's messages to people who watch budgets. */
  readonly topic: Topic;
  readonly evaluateBudgets: LedgerFunction<'evaluate-budgets'>;
  readonly manageBudgets: LedgerFunction<'manage-budgets'>;

  constructor(scope: Construct, id: string, props: UsageBudgetsProps) {
    super(scope, id);
    const { configuration } = props;
    this.bus = new EventBus(this, 'Bus', { eventBusName: `token-ledger-${configuration.stage}` });
    this.topic = new Topic(this, 'Topic', { enforceSSL: true });
    const { alertEmail } = configuration.budgets;
    if (alertEmail !== undefined) this.topic.addSubscription(new EmailSubscription(alertEmail));

    this.evaluateBudgets = this.createEvaluation(props);
    this.manageBudgets = this.createManagement(props);
  }

  private createEvaluation({ configuration, data, notifications }: UsageBudgetsProps) {
    const evaluateBudgets = new LedgerFunction(this, 'EvaluateBudgets', {
      configuration,
      service: 'evaluate-budgets',
      description: 'Compares budgets with what was spent',
      memoryMib: 1769,
      // Runs may overlap without harm.
      timeoutSeconds: 120,
      environment: {
        ...ledgerEnvironment(configuration, data),
        NOTIFICATION_QUEUE_URL: notifications.queue.queueUrl,
      },
    });
    data.allowReading(evaluateBudgets);
    data.allowFiringAlerts(evaluateBudgets);
    evaluateBudgets.allow(['sqs:SendMessage'], [notifications.queue.queueArn]);

    // Neither the schedule nor Lambda tries again: the next run does the same and more.
    const maxEventAge = Duration.minutes(1);
    evaluateBudgets.function.configureAsyncInvoke({ retryAttempts: 0, maxEventAge });
    // The library's own role would allow every version and alias of the function.
    const role = new Role(this, 'ScheduleRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    const { functionArn } = evaluateBudgets.function;
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] }));
    const retryPolicy = { maximumRetryAttempts: 0, maximumEventAgeInSeconds: maxEventAge.toSeconds() };
    new Schedule(this, 'Schedule', {
      description: 'Runs evaluate-budgets',
      enabled: configuration.autoAggregation.enabled,
      schedule: ScheduleExpression.expression(configuration.autoAggregation.schedule),
      target: { bind: () => ({ arn: functionArn, role, retryPolicy }) },
    });
    return evaluateBudgets;
  }

  private createManagement({ configuration, data, access }: UsageBudgetsProps) {
    const manageBudgets = new LedgerFunction(this, 'ManageBudgets', {
      configuration,
      service: 'manage-budgets',
      description: 'Shows and changes budgets',
      memoryMib: 1769,
      // An HTTP API waits at most 30 seconds.
      timeoutSeconds: 29,
      environment: {
        ...ledgerEnvironment(configuration, data),
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

function ledgerEnvironment(configuration: Configuration, data: LedgerData) {
  return {
    LEDGER_TABLE: data.ledger.tableName,
    ...timedSettings(configuration),
    REPORTING_TIME_ZONE: configuration.reportingTimeZone,
  };
}
