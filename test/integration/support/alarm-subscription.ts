import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { createReceivingQueue } from './receiving-queue.ts';

export interface AlarmNotification {
  readonly AlarmName: string;
  readonly NewStateValue: string;
}

/**
 * Subscribes a queue to a topic of alarms; returns a function that waits for the next message about one of them. The others also
 * report: that they are over, when they have data for the first time.
 */
export async function subscribe(
  topicArn: string,
): Promise<(alarmName: string) => Promise<AlarmNotification>> {
  const next = await subscribeQueue(topicArn, 'alarm-subscription');
  return async (alarmName) => {
    for (;;) {
      const notification = JSON.parse(await next()) as AlarmNotification;
      if (notification.AlarmName === alarmName) return notification;
    }
  };
}

/** Subscribes a named queue to a topic; returns a function that waits for the text of the next message. */
export async function subscribeQueue(topicArn: string, queueName: string): Promise<() => Promise<string>> {
  const queue = await createReceivingQueue(queueName);
  const subscription = { TopicArn: topicArn, Protocol: 'sqs', Endpoint: queue.arn };
  await new SNSClient().send(new SubscribeCommand(subscription));
  return async () => ((await queue.next()) as { readonly Message: string }).Message;
}
