import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { type IQueue, Queue, QueueEncryption, type QueueProps, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/read-configuration.ts';
import type { LedgerData } from '../data/ledger-data.ts';
import { timedSettings } from '../shared/function-environment.ts';
import { LedgerFunction } from '../shared/ledger-function.ts';

const CONSUMER_TIMEOUT_SECONDS = 60;
const MAXIMUM_RECEIVES = 5;
/**
 * A message takes its age along to the dead-letter queue, so that one has to keep it longer: the most that SQS offers, which
 * leaves at least four days to look at a dead letter however long it had waited.
 */
const RETENTION = Duration.days(10);
const DEAD_LETTER_RETENTION = Duration.days(14);

/** How many invocations a queue may keep busy: backfill must not starve what people wait for. */
const CONCURRENCY = { live: 10, bulk: 2 } as const;
export type QueueName = keyof typeof CONCURRENCY;

/** A queue, and where its messages end when they cannot be recorded. */
export interface UsageQueue {
  readonly queue: Queue;
  readonly deadLetters: Queue;
}

export interface UsageIntakeProps {
  readonly configuration: Configuration;
  readonly data: LedgerData;
}

/** The way of usage into the ledger: accepted over HTTP, queued, recorded. Producers may also send to the queues. */
export class UsageIntake extends Construct {
  readonly queues: Readonly<Record<QueueName, UsageQueue>>;
  readonly acceptUsage: LedgerFunction<'accept-usage'>;
  readonly recordUsage: LedgerFunction<'record-usage'>;

  constructor(scope: Construct, id: string, props: UsageIntakeProps) {
    super(scope, id);
    const { configuration, data } = props;
    this.queues = {
      live: this.createQueue('live', configuration),
      bulk: this.createQueue('bulk', configuration),
    };
    const environment = {
      RECORDS_TABLE: data.records.tableName,
      LEDGER_TABLE: data.ledger.tableName,
      ...timedSettings(configuration),
      LATE_LIMIT_DAYS: String(configuration.lateLimitDays),
      QUALITY_METRICS: String(configuration.enableQualityMetrics),
    };

    this.acceptUsage = new LedgerFunction(this, 'AcceptUsage', {
      configuration,
      service: 'accept-usage',
      description: 'Checks usage reported over HTTP and queues it',
      memoryMib: 512,
      // An HTTP API waits at most 30 seconds.
      timeoutSeconds: 29,
      environment: {
        ...environment,
        LIVE_QUEUE_URL: this.queues.live.queue.queueUrl,
        BULK_QUEUE_URL: this.queues.bulk.queue.queueUrl,
        ASYNC_PROCESSING: String(configuration.asyncProcessing),
      },
    });
    this.acceptUsage.allow(
      ['sqs:SendMessage'],
      [this.queues.live.queue.queueArn, this.queues.bulk.queue.queueArn],
    );
    // Also when it queues: what the queue does not confirm is written within the request.
    data.allowRecording(this.acceptUsage);

    this.recordUsage = new LedgerFunction(this, 'RecordUsage', {
      configuration,
      service: 'record-usage',
      description: 'Records queued usage exactly once',
      memoryMib: 512,
      timeoutSeconds: CONSUMER_TIMEOUT_SECONDS,
      environment,
    });
    data.allowRecording(this.recordUsage);
    data.allowQuarantining(this.recordUsage);
    for (const name of ['live', 'bulk'] as const) {
      this.recordUsage.function.addEventSource(
        new SqsEventSource(this.queues[name].queue, {
          batchSize: configuration.batchSize,
          maxBatchingWindow: Duration.seconds(configuration.batchingWindowSeconds),
          reportBatchItemFailures: true,
          maxConcurrency: CONCURRENCY[name],
        }),
      );
    }
  }

  private createQueue(name: QueueName, configuration: Configuration): UsageQueue {
    const common = {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // Messages in a queue were accepted, so they outlive the stack as the tables do.
      removalPolicy: configuration.removeDataOnDestroy
        ? RemovalPolicy.DESTROY
        : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    } satisfies QueueProps;
    // Named, because each of the two queues has to know the other.
    const queueName = `token-ledger-${configuration.stage}-${name}`;
    const deadLetters = new Queue(this, `${capitalized(name)}DeadLetters`, {
      ...common,
      retentionPeriod: DEAD_LETTER_RETENTION,
      redriveAllowPolicy: {
        redrivePermission: RedrivePermission.BY_QUEUE,
        sourceQueues: [this.queueByName(name, queueName)],
      },
    });
    const queue = new Queue(this, `${capitalized(name)}Queue`, {
      ...common,
      queueName,
      retentionPeriod: RETENTION,
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: MAXIMUM_RECEIVES },
      // Six attempts' time, as AWS advises, so that no message reappears while an invocation still works on it.
      visibilityTimeout: Duration.seconds(6 * CONSUMER_TIMEOUT_SECONDS + configuration.batchingWindowSeconds),
    });
    return { queue, deadLetters };
  }

  private queueByName(name: QueueName, queueName: string): IQueue {
    const arn = Stack.of(this).formatArn({ service: 'sqs', resource: queueName });
    return Queue.fromQueueArn(this, `${capitalized(name)}QueueName`, arn);
  }
}

function capitalized(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}
