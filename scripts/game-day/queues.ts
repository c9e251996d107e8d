import {
  GetQueueAttributesCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Deployment } from '../local/state.ts';
import { waitUntil } from '../local/wait-until.ts';
import { waitUntilEmpty } from '../replay/queues.ts';

const WITHIN_MS = 180_000;

/** The queues of usage, as an operator with access to the account uses them. */
export interface Queues {
  /** A message with this text in the live queue. */
  sendText(text: string): Promise<void>;
  /** Messages of the live queue that are not acknowledged come back so many seconds later; without a number, as deployed. */
  redeliverAfter(seconds?: number): Promise<void>;
  waitUntilEmpty(): Promise<void>;
  /** Waits until so many messages are in the dead-letter queue of the live queue. */
  waitForDeadLetters(messages: number): Promise<void>;
}

export function createQueues({ outputs }: Pick<Deployment, 'outputs'>): Queues {
  const client = new SQSClient({});
  const [live = '', bulk = ''] = [outputs['LiveQueueUrl'], outputs['BulkQueueUrl']];
  let deployedTimeout: string | undefined;
  const attributesOf = async (QueueUrl: string) => {
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
    return (await client.send(command)).Attributes ?? {};
  };
  return {
    sendText: async (MessageBody) => {
      await client.send(new SendMessageCommand({ QueueUrl: live, MessageBody }));
    },

    async redeliverAfter(seconds) {
      deployedTimeout ??= (await attributesOf(live))['VisibilityTimeout'];
      const VisibilityTimeout = seconds === undefined ? (deployedTimeout ?? '') : String(seconds);
      await client.send(new SetQueueAttributesCommand({ QueueUrl: live, Attributes: { VisibilityTimeout } }));
    },

    waitUntilEmpty: () => waitUntilEmpty(client, [live, bulk], WITHIN_MS),

    async waitForDeadLetters(messages) {
      const { RedrivePolicy = '{}' } = await attributesOf(live);
      const { deadLetterTargetArn = '' } = JSON.parse(RedrivePolicy) as {
        readonly deadLetterTargetArn?: string;
      };
      const url = live.replace(/[^/]+$/, deadLetterTargetArn.split(':').at(-1) ?? '');
      await waitUntil(`${messages} dead letters`, WITHIN_MS, async () => {
        const { ApproximateNumberOfMessages: visible } = await attributesOf(url);
        return Number(visible) === messages || undefined;
      });
    },
  };
}
