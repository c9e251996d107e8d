import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/read-configuration.ts';
import { createQueuePair, type QueuePair } from '../shared/queue-pair.ts';

/** The timeout of deliver-notifications, which empties the queue. */
export const DELIVERY_TIMEOUT_SECONDS = 60;
/** One attempt every six minutes for an hour: a shorter outage of a receiver delays messages and loses none. */
const MAXIMUM_RECEIVES = 10;
const RETENTION = Duration.days(4);

/** Where alerts of budgets, runs of reports and events wait for their delivery. */
export class NotificationQueue extends Construct implements QueuePair {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, configuration: Configuration) {
    super(scope, id);
    const { queue, deadLetters } = createQueuePair(this, {
      queueName: `token-ledger-${configuration.stage}-notifications`,
      retention: RETENTION,
      maximumReceives: MAXIMUM_RECEIVES,
      visibilityTimeout: Duration.seconds(6 * DELIVERY_TIMEOUT_SECONDS),
      // Alerts and runs stay in the ledger table, and nobody is left to receive events.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.queue = queue;
    this.deadLetters = deadLetters;
  }
}
