import { setTimeout as delay } from 'node:timers/promises';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { AuditReport } from '@token-ledger/core';
import { emulatorClient } from '../local/aws-environment.ts';
import { type Progress, step } from '../local/progress.ts';
import { functionOf, rollUpNow, rollUpOnce } from '../local/roll-up.ts';
import type { Deployment } from '../local/state.ts';
import { Random } from '../random.ts';
import type { Difference } from '../replay/comparison.ts';
import { localTarget } from '../replay/local-target.ts';
import { type ReplayOptions, type ReplayResult, runReplay } from '../replay/run-replay.ts';
import { auditDeployment } from './audit-deployment.ts';
import { killWorkers } from './kill-workers.ts';

export interface CrashOptions extends ReplayOptions {
  /** The average time between two crashes. */
  readonly crashIntervalMs: number;
  /**
   * The most crashes during the replay, and again during the comparison: without a limit, crashes that come faster than the
   * functions start would never let the check end.
   */
  readonly crashes: number;
  readonly progress: Progress;
}

export interface CrashResult extends Omit<ReplayResult, 'compare'> {
  /** How many processes of each of the `SERVICES` were killed. */
  readonly kills: ReadonlyMap<string, number>;
  readonly differences: readonly Difference[];
  readonly differencesAfterRollUp: readonly Difference[];
  /** Of everything in the time of the trace, after the roll-up. */
  readonly audit: AuditReport;
}

/** The functions that write. A client that loses the answer of accept-usage sends the records again. */
const SERVICES = ['accept-usage', 'record-usage', 'roll-up-usage'] as const;

/** Long enough for an invocation to finish, so that there is progress between the crashes. */
const VISIBILITY_TIMEOUT_SECONDS = 3;

/**
 * Multiplies the time between two crashes when only the roll-up crashes: with many keys and users it reads for seconds
 * before it writes, and the writes are what a crash should interrupt.
 */
const ROLL_UP_PATIENCE = 10;

/**
 * Replays a trace while the functions that write crash at random moments. Compares the statistics while the roll-up still
 * crashes, and again after an undisturbed roll-up. The roll-up runs all the time, so that there is a process to crash.
 */
export async function replayWithCrashes(deployment: Deployment, options: CrashOptions): Promise<CrashResult> {
  const target = localTarget(deployment);
  const [firstMs = 0, lastMs = 0] = [options.rows.at(0)?.atMs, options.rows.at(-1)?.atMs];
  const functions = await functionsOf(deployment);
  if (target.queues) await retryForever(target.queues.client, target.queues.url);

  const random = new Random(options.seed);
  const kill = (services: readonly string[], intervalMs: number) =>
    killWorkers({
      emulatorPid: deployment.emulatorPid,
      functionNames: services.map((service) => functions.get(service) ?? ''),
      random,
      intervalMs,
      limit: options.crashes,
    });
  const { progress, crashIntervalMs } = options;
  const rollingUp = repeatedly(() => rollUpOnce(deployment));
  const killing = [kill(SERVICES, crashIntervalMs)];
  const makePeace = () => Promise.all(killing.map((attacks) => attacks.stop()));
  try {
    const { compare, ...replayed } = await step(progress, 'All functions killed', () =>
      runReplay(target, options),
    );
    await makePeace();
    killing.push(kill(['roll-up-usage'], crashIntervalMs * ROLL_UP_PATIENCE));
    const differences = await step(progress, 'Read, roll-up killed', compare);
    await makePeace();
    await step(progress, 'Rolled up', async () => {
      await rollingUp.stop();
      await rollUpNow(deployment);
    });
    const differencesAfterRollUp = await step(progress, 'Read again', compare);
    const audit = await step(progress, 'Audited', () => auditDeployment(deployment, firstMs, lastMs + 1));
    const killsOf = (name: string) => killing.reduce((sum, { kills }) => sum + (kills.get(name) ?? 0), 0);
    return {
      ...replayed,
      kills: new Map([...functions].map(([service, name]) => [service, killsOf(name)])),
      differences,
      differencesAfterRollUp,
      audit,
    };
  } finally {
    await Promise.all([makePeace(), rollingUp.stop()]);
  }
}

/** The names of the deployed functions, by service. */
async function functionsOf({ endpoint }: Deployment): Promise<ReadonlyMap<string, string>> {
  const client = new LambdaClient(emulatorClient(endpoint));
  try {
    const names = new Map<string, string>();
    for (const service of SERVICES) names.set(service, await functionOf(client, service));
    return names;
  } finally {
    client.destroy();
  }
}

/**
 * Makes messages of crashed invocations reappear in seconds instead of minutes, and never move to the dead-letter queue:
 * with so many crashes any number of attempts may fail. This changes settings of the queue, not the product's code.
 */
async function retryForever(client: SQSClient, QueueUrl: string): Promise<void> {
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['RedrivePolicy'] }),
  );
  const policy = JSON.parse(Attributes?.['RedrivePolicy'] ?? '{}') as object;
  await client.send(
    new SetQueueAttributesCommand({
      QueueUrl,
      Attributes: {
        VisibilityTimeout: String(VISIBILITY_TIMEOUT_SECONDS),
        RedrivePolicy: JSON.stringify({ ...policy, maxReceiveCount: 1000 }),
      },
    }),
  );
}

const PAUSE_MS = 100;

/** Repeats an action until stopped, whether it succeeds or fails. */
function repeatedly(action: () => Promise<unknown>) {
  const stop = new AbortController();
  const loop = (async () => {
    while (!stop.signal.aborted) {
      await action().catch(() => undefined);
      await delay(PAUSE_MS);
    }
  })();
  return {
    stop: () => {
      stop.abort();
      return loop;
    },
  };
}
