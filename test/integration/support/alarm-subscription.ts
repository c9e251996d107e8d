import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { waitUntil } from '../../../scripts/local/wait-until.ts';

export interface AlarmNotification {
  readonly AlarmName: string;
  readonly NewStateValue: string;
}

/** Subscribes a queue to a topic; returns a function that waits for what the topic tells next. */
export async function subscribe(topicArn: string): Promise<() => Promise<AlarmNotification>> {
  const sqs = new SQSClient();
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'alarm-subscription' }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const subscription = { TopicArn: topicArn, Protocol: 'sqs', Endpoint: Attributes?.['QueueArn'] };
  await new SNSClient().send(new SubscribeCommand(subscription));
  return () =>
    waitUntil('a notification', 30_000, async () => {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
      const [message] = Messages;
      if (message?.Body === undefined) return undefined;
      const { Message } = JSON.parse(message.Body) as { Message: string };
      return JSON.parse(Message) as AlarmNotification;
    });
}
