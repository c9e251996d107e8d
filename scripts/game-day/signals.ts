import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { EVENT_TYPES, type EventType } from '@token-ledger/contract';
import type { Deployment } from '../local/state.ts';
import { waitUntil } from '../local/wait-until.ts';

const WITHIN_MS = 60_000;

/** What leaves the deployment: events on its bus, and messages of its topic of alarms. */
export interface Signals {
  /** Waits for an event of a type since `forget`. */
  waitForEvent(type: EventType): Promise<void>;
  /** Waits for the message that an alarm is on, since `forget`. */
  waitForAlarm(name: string): Promise<void>;
  /** Forgets everything that came so far. */
  forget(): Promise<void>;
}

/** Subscribes a queue to both, as a consumer of the company would. */
export async function receiveSignals({ outputs }: Pick<Deployment, 'outputs'>): Promise<Signals> {
  const sqs = new SQSClient({});
  const events = await createQueue(sqs, 'game-day-events');
  const alarms = await createQueue(sqs, 'game-day-alarms');
  const bridge = new EventBridgeClient({});
  const rule = { EventBusName: outputs['EventBusName'], Name: 'game-day' };
  await bridge.send(new PutRuleCommand({ ...rule, EventPattern: '{"source":["token-ledger"]}' }));
  const { EventBusName, Name: Rule } = rule;
  const Targets = [{ Id: 'queue', Arn: events.arn }];
  await bridge.send(new PutTargetsCommand({ EventBusName, Rule, Targets }));
  await new SNSClient({}).send(
    new SubscribeCommand({ TopicArn: outputs['AlarmTopicArn'], Protocol: 'sqs', Endpoint: alarms.arn }),
  );

  const seenEvents = new Set<string>();
  const seenAlarms = new Set<string>();
  const receive = async () => {
    for (const body of await events.take())
      seenEvents.add((JSON.parse(body) as { readonly 'detail-type': string })['detail-type']);
    for (const body of await alarms.take()) {
      const { Message } = JSON.parse(body) as { readonly Message: string };
      const { AlarmName, NewStateValue } = JSON.parse(Message) as Readonly<Record<string, string>>;
      if (NewStateValue !== 'OK' && AlarmName !== undefined)
        seenAlarms.add(AlarmName.slice(AlarmName.lastIndexOf('-') + 1));
    }
  };
  const waitFor = (what: string, has: () => boolean) =>
    waitUntil(what, WITHIN_MS, async () => {
      await receive();
      return has() || undefined;
    }).then(() => undefined);
  return {
    waitForEvent: (type) => waitFor(`the event ${type}`, () => seenEvents.has(EVENT_TYPES[type])),
    waitForAlarm: (name) => waitFor(`a message that ${name} is on`, () => seenAlarms.has(name)),
    async forget() {
      await receive();
      seenEvents.clear();
      seenAlarms.clear();
    },
  };
}

async function createQueue(sqs: SQSClient, QueueName: string) {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  return {
    arn: Attributes?.['QueueArn'] ?? '',
    /** All messages that wait. */
    async take(): Promise<readonly string[]> {
      const bodies: string[] = [];
      for (;;) {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
        );
        if (Messages.length === 0) return bodies;
        for (const { Body = '', ReceiptHandle } of Messages) {
          bodies.push(Body);
          await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        }
      }
    },
  };
}
