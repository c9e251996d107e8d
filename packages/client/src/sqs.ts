import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { BufferedRecord } from './buffer.ts';
import type { Priority, SendOutcome, SendResult, Transport } from './transport.ts';

export interface SqsTransportOptions {
  /** The stack's output `LiveQueueUrl`. */
  readonly liveQueueUrl: string;
  /** The stack's output `BulkQueueUrl`. Default: everything takes the live queue. */
  readonly bulkQueueUrl?: string;
  /** Default: a client of the environment's region and credentials. */
  readonly client?: SQSClient;
}

/** The most bytes of records in one message; the ledger takes 256 KB with what stands around them. */
const MESSAGE_BYTES = 240_000;
const RECORDS_PER_MESSAGE = 500;
/** SQS takes 10 messages, and 1 MiB in all, at a time. */
const LIMITS = { records: 2000, bytes: 4 * MESSAGE_BYTES };

/**
 * Sends straight to the ledger's queues, for services that may use them by IAM. Records must name their access key
 * (`accessKeyId`): a queue does not know who sends.
 */
export function createSqsTransport(options: SqsTransportOptions): Transport {
  const client = options.client ?? new SQSClient({});
  return {
    limits: LIMITS,
    async send(records, priority): Promise<SendResult> {
      const messages = pack(records);
      try {
        const { Successful = [] } = await client.send(
          new SendMessageBatchCommand({
            QueueUrl: queueUrl(options, priority),
            Entries: messages.map((message, index) => ({
              Id: String(index),
              MessageBody: `{"v":1,"records":[${message.map(({ json }) => json).join(',')}]}`,
            })),
          }),
        );
        const sent = new Set(Successful.map(({ Id }) => Id));
        return {
          outcomes: messages.flatMap((message, index) => message.map(() => outcome(sent.has(String(index))))),
        };
      } catch (error) {
        const message = `SQS did not take the records: ${error instanceof Error ? error.name : 'unknown error'}.`;
        return { outcomes: records.map(() => ({ kind: 'failed', message })) };
      }
    },
  };
}

function queueUrl({ liveQueueUrl, bulkQueueUrl }: SqsTransportOptions, priority: Priority): string {
  return priority === 'bulk' ? (bulkQueueUrl ?? liveQueueUrl) : liveQueueUrl;
}

function pack(records: readonly BufferedRecord[]): readonly (readonly BufferedRecord[])[] {
  const messages: BufferedRecord[][] = [];
  let bytes = 0;
  for (const record of records) {
    const last = messages.at(-1);
    const fits = last && last.length < RECORDS_PER_MESSAGE && bytes + record.bytes < MESSAGE_BYTES;
    if (fits) last.push(record);
    else messages.push([record]);
    bytes = (fits ? bytes : 0) + record.bytes + 1;
  }
  return messages;
}

function outcome(sent: boolean): SendOutcome {
  return sent ? { kind: 'accepted' } : { kind: 'failed', message: 'SQS did not take the message.' };
}
