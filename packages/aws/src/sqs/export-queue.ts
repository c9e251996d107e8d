import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { ExportQueue } from '@token-ledger/core';

export interface SqsExportQueueOptions {
  readonly client: SQSClient;
  readonly queueUrl: string;
}

/** A message holds only the id of an export. */
export function createSqsExportQueue({ client, queueUrl }: SqsExportQueueOptions): ExportQueue {
  return {
    async send(exportId) {
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: exportId }));
    },
  };
}
