import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { emulatorClient } from './aws-environment.ts';
import type { Deployment } from './state.ts';
import { waitUntil } from './wait-until.ts';

const ROLLED_UP_WITHIN_MS = 30 * 60_000;

/** What the roll-up says it did; the rest does not matter here. */
export interface RollUpSummary {
  readonly rolledUp: number;
  readonly shrinksRefused: number;
}

/** Lets the roll-up run at once, late records included, until every period that is over is rolled up. */
export async function rollUpNow(deployment: Deployment): Promise<void> {
  await waitUntil('the roll-up', ROLLED_UP_WITHIN_MS, async () => {
    await rollUpOnce(deployment);
    return (await isRolledUp(deployment)) || undefined;
  });
}

/** Lets the roll-up run at once, late records included. */
export async function rollUpOnce({ endpoint }: Deployment): Promise<RollUpSummary> {
  const client = new LambdaClient(emulatorClient(endpoint));
  try {
    const FunctionName = await functionOf(client, 'roll-up-usage');
    const { FunctionError, Payload } = await client.send(
      new InvokeCommand({ FunctionName, Payload: JSON.stringify({ coalesceLate: false }) }),
    );
    const answer = Payload?.transformToString() ?? '';
    if (FunctionError) throw new Error(`The roll-up failed: ${answer}`);
    return JSON.parse(answer) as RollUpSummary;
  } finally {
    client.destroy();
  }
}

/** The name of the function of a service, which is the name of its folder. */
export async function functionOf(client: LambdaClient, service: string): Promise<string> {
  const { Functions = [] } = await client.send(new ListFunctionsCommand({ MaxItems: 50 }));
  const found = Functions.find(
    ({ Environment }) => Environment?.Variables?.['POWERTOOLS_SERVICE_NAME'] === service,
  );
  if (found?.FunctionName === undefined) throw new Error(`There is no function of the service ${service}.`);
  return found.FunctionName;
}

/** Whether every hour, day and month that is over is rolled up. */
async function isRolledUp({ apiUrl, accessKey }: Pick<Deployment, 'apiUrl' | 'accessKey'>): Promise<boolean> {
  const path = '/v1/aggregations';
  const response = await fetch(`${apiUrl}${path}`, { headers: { authorization: `Bearer ${accessKey}` } });
  if (!response.ok) throw new Error(`GET ${path} answered ${response.status}: ${await response.text()}`);
  const { pending } = (await response.json()) as { pending: { oldestSince: string | null } };
  return pending.oldestSince === null;
}
