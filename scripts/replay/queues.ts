import { GetQueueAttributesCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { waitUntil } from '../local/wait-until.ts';
import type { Send } from './deliver.ts';
import { toWire } from './wire.ts';

/** Sends one message with all records to a queue. */
export function sendToQueue(client: SQSClient, queueUrl: string): Send {
  return async (records) => {
    const MessageBody = JSON.stringify({ v: 1, records: records.map(toWire) });
    await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
  };
}

/** SQS counts approximately, so a queue is empty only after several zeros in a row. */
const ZEROS_NEEDED = 3;
const INTERVAL_MS = 300;

/** Waits until the queues have no message that is waiting, delayed or being processed. */
export async function waitUntilEmpty(
  client: SQSClient,
  queueUrls: readonly string[],
  timeoutMs: number,
  intervalMs: number = INTERVAL_MS,
): Promise<void> {
  let zeros = 0;
  await waitUntil(
    'the queues to be empty',
    timeoutMs,
    async () => {
      const counts = await Promise.all(queueUrls.map((url) => countMessages(client, url)));
      zeros = counts.every((count) => count === 0) ? zeros + 1 : 0;
      return zeros >= ZEROS_NEEDED || undefined;
    },
    intervalMs,
  );
}

const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

/** All messages of a queue, in every state. */
async function countMessages(client: SQSClient, queueUrl: string): Promise<number> {
  const command = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...COUNTS] });
  const { Attributes = {} } = await client.send(command);
  return COUNTS.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
}
