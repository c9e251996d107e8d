import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/read-configuration.ts';
import type { LedgerData } from '../data/ledger-data.ts';
import type { NotificationQueue } from '../notifications/notification-queue.ts';
import { ApiFunction } from '../shared/api-function.ts';
import { concurrencyLimit } from '../shared/concurrency-limit.ts';
import { admissionSettings, eventSettings, timedSettings } from '../shared/function-environment.ts';
import { LedgerFunction } from '../shared/ledger-function.ts';
import { producerPrincipals } from '../shared/producer-principals.ts';
import { createQueuePair, type QueuePair } from '../shared/queue-pair.ts';

const CONSUMER_TIMEOUT_SECONDS = 60;
const MAXIMUM_RECEIVES = 5;
/** Leaves a dead letter at least four days: it brings its age to the dead-letter queue, which keeps it for 14 days. */
const RETENTION = Duration.days(10);

export type QueueName = 'live' | 'bulk';

export interface UsageIntakeProps {
  readonly configuration: Configuration;
  readonly data: LedgerData;
  /** Where events wait for their delivery. */
  readonly notifications: NotificationQueue;
}

/**
 * How usage enters the ledger: accepted over HTTP, queued, recorded. Producers may also send to the queues directly. Spans wait in the
 * bulk queue: a delayed message in the live queue would raise the age that means that usage is stuck.
 */
export class UsageIntake extends Construct {
  readonly queues: Readonly<Record<QueueName, QueuePair>>;
  readonly acceptUsage: LedgerFunction<'accept-usage'>;
  readonly recordUsage: LedgerFunction<'record-usage'>;

  constructor(scope: Construct, id: string, props: UsageIntakeProps) {
    super(scope, id);
    const { configuration, data, notifications } = props;
    this.queues = {
      live: this.createQueue('live', configuration),
      bulk: this.createQueue('bulk', configuration),
    };
    for (const { queue } of Object.values(this.queues)) this.allowProducers(queue, configuration);
    const environment = {
      RECORDS_TABLE: data.records.tableName,
      LEDGER_TABLE: data.ledger.tableName,
      ...timedSettings(configuration),
      ...admissionSettings(configuration),
      ...eventSettings(configuration, notifications),
      QUALITY_METRICS: String(configuration.enableQualityMetrics),
    };

    this.acceptUsage = new ApiFunction(this, 'AcceptUsage', {
      configuration,
      service: 'accept-usage',
      description: 'Validates and queues usage reported over HTTP',
      memoryMib: 512,
      environment: {
        ...environment,
        LIVE_QUEUE_URL: this.queues.live.queue.queueUrl,
        BULK_QUEUE_URL: this.queues.bulk.queue.queueUrl,
        ASYNC_PROCESSING: String(configuration.asyncProcessing),
      },
    });
    this.acceptUsage.allowSending(this.queues.live.queue, this.queues.bulk.queue, notifications.queue);
    // Needed even when it queues: what the queue does not confirm is written within the request.
    data.allowRecording(this.acceptUsage);
    data.allowBindingIdempotencyKeys(this.acceptUsage);

    this.recordUsage = new LedgerFunction(this, 'RecordUsage', {
      configuration,
      service: 'record-usage',
      description: 'Records queued usage exactly once',
      memoryMib: 512,
      timeoutSeconds: CONSUMER_TIMEOUT_SECONDS,
      environment: { ...environment, DEFAULT_ACCESS_KEYS: JSON.stringify(defaultAccessKeys(configuration)) },
    });
    this.recordUsage.allowSending(notifications.queue);
    data.allowRecording(this.recordUsage);
    data.allowWitnessing(this.recordUsage);
    for (const name of ['live', 'bulk'] as const) {
      this.recordUsage.function.addEventSource(
        new SqsEventSource(this.queues[name].queue, {
          batchSize: configuration.batchSize,
          maxBatchingWindow: Duration.seconds(configuration.batchingWindowSeconds),
          reportBatchItemFailures: true,
          ...concurrencyLimit(configuration.concurrency[name]),
        }),
      );
    }
  }

  /** Those who are named may report usage under every access key: a message names its own. */
  private allowProducers(queue: Queue, configuration: Configuration): void {
    const principals = producerPrincipals(configuration);
    if (principals.length === 0) return;
    queue.addToResourcePolicy(
      new PolicyStatement({
        actions: ['sqs:SendMessage', 'sqs:GetQueueUrl'],
        principals: [...principals],
        resources: [queue.queueArn],
      }),
    );
  }

  private createQueue(name: QueueName, configuration: Configuration): QueuePair {
    return createQueuePair(this, {
      prefix: capitalized(name),
      queueName: queueName(configuration, name),
      retention: RETENTION,
      maximumReceives: MAXIMUM_RECEIVES,
      // The time of six attempts, as AWS advises: no message reappears while an invocation works on it.
      visibilityTimeout: Duration.seconds(6 * CONSUMER_TIMEOUT_SECONDS + configuration.batchingWindowSeconds),
      // Messages in a queue were accepted, so they outlive the stack as the tables do.
      removalPolicy: configuration.removeDataOnDestroy
        ? RemovalPolicy.DESTROY
        : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }
}

function queueName({ stage }: Configuration, name: QueueName): string {
  return `token-ledger-${stage}-${name}`;
}

/** By the names of the queues, which are known before they exist. */
function defaultAccessKeys(configuration: Configuration): Readonly<Record<string, string>> {
  const { live, bulk } = configuration.queueAccessKeys;
  return {
    ...(live !== undefined && { [queueName(configuration, 'live')]: live }),
    ...(bulk !== undefined && { [queueName(configuration, 'bulk')]: bulk }),
  };
}

function capitalized(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}
