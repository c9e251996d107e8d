import { randomUUID } from 'node:crypto';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { afterAll } from '@jest/globals';
import { createSqsClient, createSqsFailedMessageQueue, createSqsUsageQueue } from '@token-ledger/aws';
import type { Priority } from '@token-ledger/core';
import { describeDeadLetterQueue } from '../behaviour/dead-letter-queue.ts';
import { describeUsageQueue } from '../behaviour/usage-queue.ts';
import { deleted } from './support/clean-up.ts';
import { patient } from './support/patient.ts';

/* The adapter against SQS's API over HTTP: the endpoint, region and credentials of the environment. */

const sqs = patient(createSqsClient());
const queues: string[] = [];

afterAll(async () => {
  await Promise.all(queues.map((QueueUrl) => deleted(sqs.send(new DeleteQueueCommand({ QueueUrl })))));
  sqs.destroy();
});

async function createQueue(): Promise<string> {
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({
      QueueName: `adapters-${randomUUID()}`,
      Attributes: { MaximumMessageSize: '262144', MessageRetentionPeriod: String(14 * 86_400) },
    }),
  );
  if (!QueueUrl) throw new Error('The queue has no URL.');
  queues.push(QueueUrl);
  return QueueUrl;
}

describeUsageQueue('the usage queue on SQS', async () => {
  const [liveQueueUrl, bulkQueueUrl] = await Promise.all([createQueue(), createQueue()]);
  const urls: Record<Priority, string> = { live: liveQueueUrl, bulk: bulkQueueUrl };
  const queue = createSqsUsageQueue({ client: sqs, liveQueueUrl, bulkQueueUrl });
  return { queue, sent: (priority: Priority) => drain(urls[priority]) };
});

describeDeadLetterQueue('the dead-letter queue on SQS', async () => {
  const [deadLetterQueueUrl, queueUrl] = await Promise.all([createQueue(), createQueue()]);
  return {
    queue: createSqsFailedMessageQueue({ client: sqs, deadLetterQueueUrl, queueUrl }),
    add: async (MessageBody: string) => {
      await sqs.send(new SendMessageCommand({ QueueUrl: deadLetterQueueUrl, MessageBody }));
    },
    resent: () => drain(queueUrl),
  };
});

async function drain(QueueUrl: string): Promise<string[]> {
  const bodies: string[] = [];
  while (true) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    if (Messages.length === 0) return bodies;
    bodies.push(...Messages.map(({ Body = '' }) => Body));
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
}
