import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { type DeadLetterQueue, mapConcurrently } from '@token-ledger/core';
import { chunk } from '../chunk.ts';

/** The most messages SQS returns or takes in one call. */
const MESSAGES_PER_CALL = 10;
const CONCURRENT_CALLS = 8;
const HIDDEN_SECONDS = 30;
/** Only a call that waits asks all servers of the queue, so an empty answer means an empty queue. */
const WAIT_SECONDS = 1;

export interface SqsFailedMessageQueueOptions {
  readonly client: SQSClient;
  /** The queue that holds dead letters. */
  readonly deadLetterQueueUrl: string;
  /** The queue the dead letters came from. */
  readonly queueUrl: string;
}

export function createSqsFailedMessageQueue({
  client,
  deadLetterQueueUrl: QueueUrl,
  queueUrl,
}: SqsFailedMessageQueueOptions): DeadLetterQueue {
  return {
    async receive() {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: MESSAGES_PER_CALL,
          VisibilityTimeout: HIDDEN_SECONDS,
          WaitTimeSeconds: WAIT_SECONDS,
          MessageSystemAttributeNames: ['SentTimestamp', 'ApproximateReceiveCount'],
        }),
      );
      return Messages.map(({ MessageId = '', ReceiptHandle = '', Body = '', Attributes = {} }) => ({
        id: MessageId,
        body: Body,
        sentAtMs: Number(Attributes.SentTimestamp),
        receives: Number(Attributes.ApproximateReceiveCount),
        receipt: ReceiptHandle,
      }));
    },

    async release(letters) {
      await mapConcurrently(chunk(letters, MESSAGES_PER_CALL), CONCURRENT_CALLS, async (batch) => {
        const Entries = batch.map(({ receipt }, index) => ({
          Id: String(index),
          ReceiptHandle: receipt,
          VisibilityTimeout: 0,
        }));
        // Messages that stay hidden reappear by themselves.
        await client
          .send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }))
          .catch(() => undefined);
      });
    },

    async delete({ receipt }) {
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receipt }));
    },

    async resend(body) {
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }));
    },

    async depth() {
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({
          QueueUrl,
          AttributeNames: [
            'ApproximateNumberOfMessages',
            'ApproximateNumberOfMessagesNotVisible',
            'MessageRetentionPeriod',
          ],
        }),
      );
      return {
        waiting: Number(Attributes.ApproximateNumberOfMessages),
        hidden: Number(Attributes.ApproximateNumberOfMessagesNotVisible),
        keptMs: Number(Attributes.MessageRetentionPeriod) * 1000,
      };
    },
  };
}
