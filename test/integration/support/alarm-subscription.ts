import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { createReceivingQueue } from './receiving-queue.ts';

export interface AlarmNotification {
  readonly AlarmName: string;
  readonly NewStateValue: string;
}

/** Subscribes a queue to a topic of alarms; returns a function that waits for the next message of the topic. */
export async function subscribe(topicArn: string): Promise<() => Promise<AlarmNotification>> {
  const next = await subscribeQueue(topicArn, 'alarm-subscription');
  return async () => JSON.parse(await next()) as AlarmNotification;
}

/** Subscribes a named queue to a topic; returns a function that waits for the text of the next message. */
export async function subscribeQueue(topicArn: string, queueName: string): Promise<() => Promise<string>> {
  const queue = await createReceivingQueue(queueName);
  const subscription = { TopicArn: topicArn, Protocol: 'sqs', Endpoint: queue.arn };
  await new SNSClient().send(new SubscribeCommand(subscription));
  return async () => ((await queue.next()) as { readonly Message: string }).Message;
}
