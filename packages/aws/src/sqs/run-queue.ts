import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { RunQueue } from '@token-ledger/core';

export interface SqsRunQueueOptions {
  readonly client: SQSClient;
  /** The alert queue: the same function delivers notices of budgets and of reports. */
  readonly queueUrl: string;
}

/** A message holds only the key of a run: its content is read at delivery. */
export function createSqsRunQueue({ client, queueUrl }: SqsRunQueueOptions): RunQueue {
  return {
    async sendRun(key) {
      const MessageBody = JSON.stringify({ v: 1, run: key });
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
    },
  };
}
