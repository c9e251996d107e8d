import { SNSClient, SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { waitUntil } from '../local/wait-until.ts';

/** What a topic of alarms sends to its subscribers, as far as it is read here. */
interface AlarmMail {
  readonly AlarmName: string;
  readonly NewStateValue: 'ALARM' | 'OK' | 'INSUFFICIENT_DATA';
}

/** A subscriber of the topic of alarms that reads its mail: a queue. */
export interface Mailbox {
  /** Waits for the mail that says that an alarm is in this state; drops the mails before it. */
  next(alarmName: string, state: AlarmMail['NewStateValue'], withinMs: number): Promise<AlarmMail>;
  remove(): Promise<void>;
}

export async function openMailbox(topicArn: string, queueName: string): Promise<Mailbox> {
  const [sqs, sns] = [new SQSClient({}), new SNSClient({})];
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: queueName }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const arn = Attributes?.['QueueArn'] ?? '';
  const Policy = JSON.stringify(mayBeSentTo(arn, topicArn));
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  const { SubscriptionArn } = await sns.send(
    new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: arn }),
  );
  const receive = async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
    const [message] = Messages;
    if (message?.Body === undefined) return undefined;
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
    const { Message } = JSON.parse(message.Body) as { readonly Message: string };
    return JSON.parse(Message) as AlarmMail;
  };
  return {
    next: (alarmName, state, withinMs) =>
      waitUntil(`the mail that ${alarmName} is ${state}`, withinMs, async () => {
        const mail = await receive();
        return mail?.AlarmName === alarmName && mail.NewStateValue === state ? mail : undefined;
      }),
    async remove() {
      // The stack deletes the topic; a subscription that is left would be listed without one.
      await sns.send(new UnsubscribeCommand({ SubscriptionArn })).catch(() => undefined);
      await sqs.send(new DeleteQueueCommand({ QueueUrl }));
      sqs.destroy();
      sns.destroy();
    },
  };
}

function mayBeSentTo(queueArn: string, topicArn: string): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
        Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
      },
    ],
  };
}
