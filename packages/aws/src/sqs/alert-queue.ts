import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { AlertQueue, SendOutcome } from '@token-ledger/core';
import { chunk } from '../chunk.ts';

/** The most entries SQS takes in one call. */
const ENTRIES_PER_CALL = 10;

export interface SqsAlertQueueOptions {
  readonly client: SQSClient;
  readonly queueUrl: string;
}

/** A message holds only the key of an alert: its content is read at delivery. */
export function createSqsAlertQueue({ client, queueUrl }: SqsAlertQueueOptions): AlertQueue {
  return {
    async sendAlerts(keys) {
      const outcomes: SendOutcome[] = [];
      for (const batch of chunk(keys, ENTRIES_PER_CALL)) {
        const Entries = batch.map((key, index) => ({
          Id: String(index),
          MessageBody: JSON.stringify({ v: 1, alert: key }),
        }));
        try {
          const { Successful = [] } = await client.send(
            new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }),
          );
          const sent = new Set(Successful.map(({ Id }) => Id));
          for (const { Id } of Entries) outcomes.push(sent.has(Id) ? { kind: 'sent' } : refused());
        } catch (error) {
          outcomes.push(...batch.map(() => ({ kind: 'failed', error }) as const));
        }
      }
      return outcomes;
    },
  };
}

function refused(): SendOutcome {
  return { kind: 'failed', error: new Error('SQS did not confirm the message of an alert.') };
}
