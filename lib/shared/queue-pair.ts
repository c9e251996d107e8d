import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type IQueue, Queue, QueueEncryption, type QueueProps, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { encryptionKeyOf } from './encryption-key.ts';

/** A queue, and the queue to which SQS moves messages that could not be processed. */
export interface QueuePair {
  readonly queue: Queue;
  readonly deadLetters: Queue;
}

export interface QueuePairProps {
  /** Begins the ids of both constructs: `Live` makes `LiveQueue` and `LiveDeadLetters`. */
  readonly prefix?: string;
  /** The dead-letter queue takes messages from the queue of this name only; without a name, from every queue. */
  readonly queueName?: string;
  /** Default: the 4 days of SQS. */
  readonly retention?: Duration;
  /** After so many, a message moves to the dead-letter queue. */
  readonly maximumReceives: number;
  readonly visibilityTimeout: Duration;
  readonly removalPolicy: RemovalPolicy;
}

export function createQueuePair(scope: Construct, props: QueuePairProps): QueuePair {
  const { prefix = '', queueName, retention, maximumReceives, visibilityTimeout } = props;
  const { removalPolicy } = props;
  const deadLetters = createDeadLetters(scope, `${prefix}DeadLetters`, {
    removalPolicy,
    ...(queueName !== undefined && {
      redriveAllowPolicy: {
        redrivePermission: RedrivePermission.BY_QUEUE,
        sourceQueues: [queueByName(scope, `${prefix}QueueName`, queueName)],
      },
    }),
  });
  const queue = new Queue(scope, `${prefix}Queue`, {
    ...protectedBy(Stack.of(scope)),
    ...(queueName !== undefined && { queueName }),
    ...(retention && { retentionPeriod: retention }),
    removalPolicy,
    visibilityTimeout,
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: maximumReceives },
  });
  return { queue, deadLetters };
}

/** Keeps messages as long as SQS can: each brings the age it had in its queue. */
export function createDeadLetters(
  scope: Construct,
  id: string,
  props: Pick<QueueProps, 'removalPolicy' | 'redriveAllowPolicy'>,
): Queue {
  return new Queue(scope, id, {
    ...protectedBy(Stack.of(scope)),
    retentionPeriod: Duration.days(14),
    ...props,
  });
}

function protectedBy(
  stack: Stack,
): Pick<QueueProps, 'encryption' | 'encryptionMasterKey' | 'dataKeyReuse' | 'enforceSSL'> {
  const key = encryptionKeyOf(stack);
  return {
    enforceSSL: true,
    ...(key
      ? // An hour, because every new data key is a request to KMS.
        { encryption: QueueEncryption.KMS, encryptionMasterKey: key, dataKeyReuse: Duration.hours(1) }
      : { encryption: QueueEncryption.SQS_MANAGED }),
  };
}

/** Each of the two queues refers to the other, which CloudFormation allows only if one refers by name. */
function queueByName(scope: Construct, id: string, queueName: string): IQueue {
  return Queue.fromQueueArn(scope, id, Stack.of(scope).formatArn({ service: 'sqs', resource: queueName }));
}
