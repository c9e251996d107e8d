import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type IQueue, Queue, QueueEncryption, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/read-configuration.ts';

/** Of deliver-notifications, which empties the queue. */
export const DELIVERY_TIMEOUT_SECONDS = 60;
/** One try every six minutes for an hour: an outage of a receiver shorter than that delays messages, and loses none. */
const MAXIMUM_RECEIVES = 10;
/** A message takes its age along to the dead-letter queue, so that one has to keep it longer. */
const RETENTION = Duration.days(4);
const DEAD_LETTER_RETENTION = Duration.days(14);

/** Where alerts of budgets and runs of reports wait for their delivery. */
export class NotificationQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, configuration: Configuration) {
    super(scope, id);
    const queueName = `token-ledger-${configuration.stage}-notifications`;
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: DEAD_LETTER_RETENTION,
      // Alerts and runs themselves are kept in the ledger table.
      removalPolicy: RemovalPolicy.DESTROY,
      // By its name, because each of the two queues has to know the other.
      redriveAllowPolicy: {
        redrivePermission: RedrivePermission.BY_QUEUE,
        sourceQueues: [this.queueByName(queueName)],
      },
    });
    this.queue = new Queue(this, 'Queue', {
      queueName,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: RETENTION,
      removalPolicy: RemovalPolicy.DESTROY,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAXIMUM_RECEIVES },
      visibilityTimeout: Duration.seconds(6 * DELIVERY_TIMEOUT_SECONDS),
    });
  }

  private queueByName(queueName: string): IQueue {
    const arn = Stack.of(this).formatArn({ service: 'sqs', resource: queueName });
    return Queue.fromQueueArn(this, 'QueueName', arn);
  }
}
