import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { type IQueue, Queue, QueueEncryption, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Configuration } from './configuration/read-configuration.ts';
import { auditSettings, shownIdSettings, timedSettings } from './function-environment.ts';
import type { LedgerData } from './ledger-data.ts';
import { LedgerFunction } from './ledger-function.ts';
import type { UsageAccess } from './usage-access.ts';

/** Of the function that empties the queue of alerts. */
export const DELIVERY_TIMEOUT_SECONDS = 60;
/** One try every six minutes for an hour: an outage of a receiver shorter than that delays alerts, and loses none. */
const MAXIMUM_RECEIVES = 10;
/** A message takes its age along to the dead-letter queue, so that one has to keep it longer. */
const RETENTION = Duration.days(4);
const DEAD_LETTER_RETENTION = Duration.days(14);

export interface UsageBudgetsProps {
  readonly configuration: Configuration;
  readonly data: LedgerData;
  readonly access: UsageAccess;
}

/** Budgets: compares them with what is spent, on a schedule, and queues what is to be told about thresholds. */
export class UsageBudgets extends Construct {
  /** The product's events. */
  readonly bus: EventBus;
  /** The product's messages to people who watch budgets. */
  readonly topic: Topic;
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly evaluateBudgets: LedgerFunction<'evaluate-budgets'>;
  readonly manageBudgets: LedgerFunction<'manage-budgets'>;

  constructor(scope: Construct, id: string, props: UsageBudgetsProps) {
    super(scope, id);
    const { configuration } = props;
    this.bus = new EventBus(this, 'Bus', { eventBusName: `token-ledger-${configuration.stage}` });
    this.topic = new Topic(this, 'Topic', { enforceSSL: true });
    const { alertEmail } = configuration.budgets;
    if (alertEmail !== undefined) this.topic.addSubscription(new EmailSubscription(alertEmail));

    const queueName = `token-ledger-${configuration.stage}-alerts`;
    this.deadLetters = new Queue(this, 'AlertDeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: DEAD_LETTER_RETENTION,
      // Alerts themselves are kept in the table.
      removalPolicy: RemovalPolicy.DESTROY,
      // By its name, because each of the two queues has to know the other.
      redriveAllowPolicy: {
        redrivePermission: RedrivePermission.BY_QUEUE,
        sourceQueues: [this.queueByName(queueName)],
      },
    });
    this.queue = new Queue(this, 'AlertQueue', {
      queueName,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: RETENTION,
      removalPolicy: RemovalPolicy.DESTROY,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAXIMUM_RECEIVES },
      visibilityTimeout: Duration.seconds(6 * DELIVERY_TIMEOUT_SECONDS),
    });

    this.evaluateBudgets = this.createEvaluation(props);
    this.manageBudgets = this.createManagement(props);
  }

  private createEvaluation({ configuration, data }: UsageBudgetsProps) {
    const evaluateBudgets = new LedgerFunction(this, 'EvaluateBudgets', {
      configuration,
      service: 'evaluate-budgets',
      description: 'Compares budgets with what was spent',
      memoryMib: 1769,
      // Runs may overlap without harm.
      timeoutSeconds: 120,
      environment: { ...ledgerEnvironment(configuration, data), ALERT_QUEUE_URL: this.queue.queueUrl },
    });
    allowReadingSpending(data, evaluateBudgets);
    data.allowStatistics(evaluateBudgets, ['dynamodb:Query'], ['budgets', 'alerts', 'waitingAlerts']);
    data.allowStatistics(evaluateBudgets, ['dynamodb:PutItem'], ['alerts', 'waitingAlerts']);
    data.allowStatistics(evaluateBudgets, ['dynamodb:DeleteItem'], ['waitingAlerts']);
    evaluateBudgets.allow(['sqs:SendMessage'], [this.queue.queueArn]);

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
    allowReadingSpending(data, manageBudgets);
    data.allowNames(manageBudgets);
    data.allowStatistics(manageBudgets, ['dynamodb:Query'], ['budgets', 'alerts']);
    data.allowStatistics(
      manageBudgets,
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'],
      ['budgets'],
    );
    return manageBudgets;
  }

  private queueByName(queueName: string): IQueue {
    const arn = Stack.of(this).formatArn({ service: 'sqs', resource: queueName });
    return Queue.fromQueueArn(this, 'AlertQueueName', arn);
  }
}

function ledgerEnvironment(configuration: Configuration, data: LedgerData) {
  return {
    STATISTICS_TABLE: data.statistics.tableName,
    ...timedSettings(configuration),
    REPORTING_TIME_ZONE: configuration.reportingTimeZone,
  };
}

function allowReadingSpending(data: LedgerData, reader: LedgerFunction): void {
  data.allowStatistics(
    reader,
    ['dynamodb:Query', 'dynamodb:BatchGetItem'],
    ['segments', 'marks', 'statistics'],
  );
  // When copies expire follows from a history of the retention that whoever notices a change first goes on with.
  data.allowStatistics(reader, ['dynamodb:GetItem'], ['prices', 'state']);
  data.allowStatistics(reader, ['dynamodb:PutItem'], ['state']);
}
