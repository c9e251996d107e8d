import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { TimeSpan } from '@token-ledger/core';
import { CLIENT_SETTINGS } from '../clients.ts';

/** Endpoint, region and credentials come from the environment, as everywhere in the AWS SDK. */
export function createLambdaClient(): LambdaClient {
  return new LambdaClient(CLIENT_SETTINGS);
}

/** Starts the roll-up of a range. Returns when Lambda has taken the request, not when the run is over. */
export function createLambdaRollUpStarter(client: Pick<LambdaClient, 'send'>, functionName: string) {
  return async (range: TimeSpan): Promise<void> => {
    await client.send(
      new InvokeCommand({
        FunctionName: functionName,
        InvocationType: 'Event',
        Payload: Buffer.from(JSON.stringify({ range })),
      }),
    );
  };
}
