import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { backoffMs, MAX_RETRIES, type Wait } from '../retry.ts';

type Writes = NonNullable<TransactWriteCommandInput['TransactItems']>;

/** Writes all or nothing; tells whether the condition of the first write held. Everything else that fails is thrown. */
export async function conditionalTransaction(
  client: DynamoDBDocumentClient,
  writes: Writes,
  wait: Wait,
): Promise<boolean> {
  for (let retry = 0; ; retry += 1) {
    try {
      // The SDK gives the transaction a token, so that trying it again after a lost answer succeeds.
      await client.send(new TransactWriteCommand({ TransactItems: writes }));
      return true;
    } catch (error) {
      const reason = whyRefused(error);
      if (reason === 'ConditionalCheckFailed') return false;
      // Somebody else writes the same item at this moment; the SDK leaves it to us to try again.
      if (reason !== 'TransactionConflict' || retry === MAX_RETRIES) throw error;
      await wait(backoffMs(retry));
    }
  }
}

/** Why DynamoDB refused the first write, as opposed to anything else that can go wrong. */
function whyRefused(error: unknown): string | undefined {
  return error instanceof TransactionCanceledException ? error.CancellationReasons?.[0]?.Code : undefined;
}
