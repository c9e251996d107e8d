import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { waitUntilEmpty as waitUntilQueuesEmpty } from '../../../scripts/replay/queues.ts';
import { PATIENCE_MS, waitFor } from '../../support/wait-for.ts';
import { deployedProduct } from './deployed-product.ts';

/*
 * The live queue, as anyone with access to AWS uses it. Endpoint, region and credentials come from the environment.
 */

const client = new SQSClient();

export async function send(body: string): Promise<void> {
  await client.send(new SendMessageCommand({ QueueUrl: await liveQueueUrl(), MessageBody: body }));
}

/** A message in the dead-letter queue, if there is one, without waiting. */
export async function sendDeadLetter(body: string): Promise<void> {
  await client.send(new SendMessageCommand({ QueueUrl: await deadLetterQueueUrl(), MessageBody: body }));
}

/** While `work` runs, messages that are not acknowledged return in so many seconds instead of 60. */
export async function withFastRedelivery(seconds: number, action: () => Promise<void>): Promise<void> {
  const QueueUrl = await liveQueueUrl();
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['VisibilityTimeout'] });
  const { Attributes = {} } = await client.send(command);
  const set = (attributes: Record<string, string>) =>
    client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: attributes }));
  await set({ VisibilityTimeout: String(seconds) });
  try {
    await action();
  } finally {
    await set(Attributes);
  }
}

/** Unlike SQS, the emulator counts exactly: a message is there before a request is answered, and gone when it is recorded. */
const INTERVAL_MS = 30;

/** Waits until all usage that was reported or imported is recorded. */
export async function waitUntilEmpty(): Promise<void> {
  const urls = [await liveQueueUrl(), await bulkQueueUrl()];
  await waitUntilQueuesEmpty(client, urls, PATIENCE_MS, INTERVAL_MS);
}

/** Receives and deletes the next message of the dead-letter queue, once it arrives. */
export async function takeDeadLetter(): Promise<string> {
  const QueueUrl = await deadLetterQueueUrl();
  return waitFor('a message in the dead-letter queue', async () => {
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
    const [message] = Messages;
    if (message?.ReceiptHandle === undefined) return undefined;
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
    return message.Body ?? '';
  });
}

const liveQueueUrl = () => queueUrlOf('LiveQueueUrl');
const bulkQueueUrl = () => queueUrlOf('BulkQueueUrl');

async function queueUrlOf(output: string): Promise<string> {
  const { outputs } = await deployedProduct();
  const url = outputs[output];
  if (url === undefined) throw new Error(`The stack has no output ${output}.`);
  return url;
}

async function deadLetterQueueUrl(): Promise<string> {
  const QueueUrl = await liveQueueUrl();
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['RedrivePolicy'] }),
  );
  const { deadLetterTargetArn } = JSON.parse(Attributes?.['RedrivePolicy'] ?? '{}') as {
    deadLetterTargetArn?: string;
  };
  if (deadLetterTargetArn === undefined) throw new Error('The live queue has no dead-letter queue.');
  return QueueUrl.replace(/[^/]+$/, deadLetterTargetArn.split(':').at(-1) ?? '');
}
