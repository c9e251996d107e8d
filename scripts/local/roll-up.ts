import { InvokeCommand, LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { createQueryClient } from '@token-ledger/client/query';
import { emulatorClient } from './aws-environment.ts';
import { nOfM } from './progress.ts';
import type { Deployment } from './state.ts';
import { waitUntil } from './wait-until.ts';

const ROLLED_UP_WITHIN_MS = 30 * 60_000;

/** The part of the roll-up's result that matters here. */
export interface RollUpSummary {
  readonly rolledUp: number;
  readonly shrinksRefused: number;
}

/** Runs the roll-up, for late records too, until every period that is over is rolled up. */
export async function rollUpNow(deployment: Deployment): Promise<void> {
  await rollUpUntilDone(deployment, () => rollUpOnce(deployment));
}

/** Runs the roll-up, in the way given, until every period that is over is rolled up. */
export async function rollUpUntilDone(
  api: Pick<Deployment, 'apiUrl' | 'accessKey'>,
  rollUp: () => Promise<unknown>,
): Promise<void> {
  await waitUntil('the roll-up', ROLLED_UP_WITHIN_MS, async () => {
    await rollUp();
    return (await isRolledUp(api)) || undefined;
  });
}

/** Runs the roll-up once, for late records too. */
export async function rollUpOnce({ endpoint }: Deployment): Promise<RollUpSummary> {
  const client = new LambdaClient(emulatorClient(endpoint));
  try {
    const event = JSON.stringify({ coalesceLate: false });
    return (await invoke(client, 'roll-up-usage', event)) as RollUpSummary;
  } finally {
    client.destroy();
  }
}

/** What a function answers to an event. */
export async function invoke(
  client: LambdaClient,
  service: string,
  event = '',
  stackName?: string,
): Promise<unknown> {
  const FunctionName = await functionOf(client, service, stackName);
  const { FunctionError, Payload } = await client.send(new InvokeCommand({ FunctionName, Payload: event }));
  const answer = Payload?.transformToString() ?? '';
  if (FunctionError) throw new Error(`${service} failed: ${answer}`);
  return JSON.parse(answer);
}

/** The deployed name of a function, by its service: the name of its folder. Without a stack, there must be only one deployment. */
export async function functionOf(client: LambdaClient, service: string, stackName?: string): Promise<string> {
  for await (const { Functions = [] } of paginateListFunctions({ client }, {}))
    for (const { FunctionName, Environment } of Functions)
      if (
        FunctionName?.startsWith(stackName === undefined ? '' : `${stackName}-`) &&
        Environment?.Variables?.['POWERTOOLS_SERVICE_NAME'] === service
      )
        return FunctionName;
  throw new Error(`The function ${service} is not deployed.`);
}

/** Counts what waits for the roll-up, and returns how much of it is done at each later call: `312 of 1,489`. */
export async function watchRollUp(
  api: Pick<Deployment, 'apiUrl' | 'accessKey'>,
): Promise<() => Promise<string>> {
  const all = await countPending(api);
  return async () => nOfM(Math.max(0, all - (await countPending(api))), all);
}

async function countPending({
  apiUrl,
  accessKey,
}: Pick<Deployment, 'apiUrl' | 'accessKey'>): Promise<number> {
  const { pending } = await createQueryClient({ endpoint: apiUrl, accessKey }).get('/v1/aggregations');
  return Object.values(pending.counts).reduce((sum, count) => sum + count, 0);
}

/** Whether every hour, day and month that is over is rolled up. */
async function isRolledUp({ apiUrl, accessKey }: Pick<Deployment, 'apiUrl' | 'accessKey'>): Promise<boolean> {
  const { pending } = await createQueryClient({ endpoint: apiUrl, accessKey }).get('/v1/aggregations');
  return pending.oldestSince === null;
}
