import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { backoffMs, MAX_RETRIES, type Wait } from '../retry.ts';

type Writes = NonNullable<TransactWriteCommandInput['TransactItems']>;

/** Writes all or nothing; returns whether the condition of the first write held. Throws every other failure. */
export async function conditionalTransaction(
  client: DynamoDBDocumentClient,
  writes: Writes,
  wait: Wait,
): Promise<boolean> {
  for (let retry = 0; ; retry += 1) {
    try {
      // The SDK gives the transaction a token, so a retry after a lost answer succeeds.
      await client.send(new TransactWriteCommand({ TransactItems: writes }));
      return true;
    } catch (error) {
      const reason = whyRefused(error);
      if (reason === 'ConditionalCheckFailed') return false;
      // Another writer is changing the same item; the SDK does not retry this conflict.
      if (reason !== 'TransactionConflict' || retry === MAX_RETRIES) throw error;
      await wait(backoffMs(retry));
    }
  }
}

/** The reason DynamoDB gave for refusing the first write; undefined for any other error. */
function whyRefused(error: unknown): string | undefined {
  return error instanceof TransactionCanceledException ? error.CancellationReasons?.[0]?.Code : undefined;
}
