import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SCOPES } from '@token-ledger/core';
import { issueAccessKey } from '../operator/issue-access-key.ts';
import { emulatorClient } from './aws-environment.ts';
import type { StackOutputs } from './cdk.ts';

/** Creates an access key with all scopes for the user of this machine. Returns it as requests send it. */
export async function issueFirstAccessKey(
  endpoint: string,
  outputs: StackOutputs['outputs'],
): Promise<string> {
  const table = outputs['LedgerTableName'];
  if (table === undefined) throw new Error('The stack has no output LedgerTableName.');
  const client = new DynamoDBClient(emulatorClient(endpoint));
  try {
    const { printed } = await issueAccessKey(client, table, { name: 'First access key', scopes: SCOPES });
    return printed;
  } finally {
    client.destroy();
  }
}
