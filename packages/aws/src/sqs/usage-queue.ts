import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Priority, SendMessages, UsageQueue } from '@token-ledger/core';
import type { Wait } from '../retry.ts';
import { createSqsMessageSender } from './message-sender.ts';

export interface SqsUsageQueueOptions {
  readonly client: SQSClient;
  readonly liveQueueUrl: string;
  readonly bulkQueueUrl: string;
  readonly wait?: Wait;
}

export function createSqsUsageQueue({
  liveQueueUrl,
  bulkQueueUrl,
  ...options
}: SqsUsageQueueOptions): UsageQueue {
  const senders: Readonly<Record<Priority, SendMessages>> = {
    live: createSqsMessageSender({ ...options, queueUrl: liveQueueUrl }),
    bulk: createSqsMessageSender({ ...options, queueUrl: bulkQueueUrl }),
  };
  return { send: (priority, bodies) => senders[priority](bodies) };
}
