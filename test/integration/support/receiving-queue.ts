import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { waitFor } from '../../support/wait-for.ts';

/** A queue that other services can send to. */
export interface ReceivingQueue {
  readonly arn: string;
  /** Waits for the next message and deletes it. */
  next(): Promise<unknown>;
}

export async function createReceivingQueue(QueueName: string): Promise<ReceivingQueue> {
  const sqs = new SQSClient();
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  return {
    arn: Attributes?.['QueueArn'] ?? '',
    next: () =>
      waitFor(`a message in ${QueueName}`, async () => {
        const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
        const [message] = Messages;
        if (message?.Body === undefined) return undefined;
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
        return JSON.parse(message.Body) as unknown;
      }),
  };
}
