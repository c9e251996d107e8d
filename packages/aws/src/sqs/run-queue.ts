import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { RunQueue } from '@token-ledger/core';

export interface SqsRunQueueOptions {
  readonly client: SQSClient;
  /** The queue of alerts: what is told of budgets and of reports is delivered by the same function. */
  readonly queueUrl: string;
}

/** A message holds the key of a run and nothing else: what is told is read when it is delivered. */
export function createSqsRunQueue({ client, queueUrl }: SqsRunQueueOptions): RunQueue {
  return {
    async sendRun(key) {
      const MessageBody = JSON.stringify({ v: 1, run: key });
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
    },
  };
}
