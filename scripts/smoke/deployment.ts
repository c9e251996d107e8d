import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { invoke, rollUpUntilDone } from '../local/roll-up.ts';
import type { ReplayTarget } from '../replay/run-replay.ts';

/** The deployment under the smoke run, in the account and region of the environment. */
export interface SmokeDeployment {
  readonly stage: string;
  readonly stackName: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly apiUrl: string;
  readonly accessKey: string;
  /** True in the emulator. */
  readonly local: boolean;
}

/** Where a replay sends its records, and where it sees that all of them are recorded. */
export function replayTarget({ apiUrl, accessKey, outputs }: SmokeDeployment): ReplayTarget {
  const [live = '', bulk = ''] = [outputs['LiveQueueUrl'], outputs['BulkQueueUrl']];
  return {
    api: { url: apiUrl, accessKey },
    queues: { client: new SQSClient({}), url: live, urls: [live, bulk] },
  };
}

/** Runs the roll-up until every period that is over is rolled up. */
export async function rollUp(deployment: SmokeDeployment): Promise<void> {
  const client = new LambdaClient({});
  try {
    const event = JSON.stringify({ coalesceLate: false });
    await rollUpUntilDone(deployment, () => invoke(client, 'roll-up-usage', event, deployment.stackName));
  } finally {
    client.destroy();
  }
}
