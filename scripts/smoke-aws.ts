import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { readConfiguration } from '../lib/configuration/read-configuration.ts';
import {
  readArguments,
  refused,
  required,
  runScript,
  UsageError,
  wholeNumberOption,
} from './command-line.ts';
import { readAccount } from './deploy/read-account.ts';
import { createOperator, type Operator } from './drills/operator.ts';
import { workingTree } from './drills/releases.ts';
import { stopAllProcesses } from './local/processes.ts';
import { step } from './local/progress.ts';
import { checkDeployment } from './smoke/check-deployment.ts';
import { expectFree } from './smoke/expect-free.ts';
import { awsPlace, emulatorPlace, type Place } from './smoke/place.ts';
import { describeProbes, type ProbeResult } from './smoke/probe.ts';
import { removeDeployment } from './smoke/remove.ts';
import { createStopSignal, StoppedError, type StopSignal } from './smoke/stop-signal.ts';

const USAGE = `Deploys a stage of its own to AWS, checks it, and removes it: replays calls and compares every total, audits, fires an
alarm, checks the contract, and prints what AWS did differently from what the documents expect. Takes about 40 minutes and costs
less than half a dollar. The stage is removed in the end, also after a failure and after Ctrl-C.
Exit code 0: everything was as expected, and nothing is left. 1: something was not. 2: wrong usage.

  npm run smoke:aws -- --profile <name> [options]

  --profile <name>     the profile of the AWS command line; its account should be one for tests
  --region <name>      the region (default that of the profile)
  --local              run in the emulator instead; some things cannot be seen there
  --stage <name>       the stage (default smoke- and a random number); one that exists is refused
  --records <number>   calls to replay (default 10000)
  --seed <number>      decides the calls and the requests of the contract check (default random)
  --yes                do not ask before deploying`;

/** So that nothing remains: the stage holds made-up calls only. */
const SETTINGS = { removeDataOnDestroy: true, deletionProtection: false };

await runScript(USAGE, async () => {
  const { values } = readArguments({
    options: {
      profile: { type: 'string' },
      region: { type: 'string' },
      local: { type: 'boolean', default: false },
      stage: { type: 'string', default: `smoke-${randomInt(100_000, 1_000_000)}` },
      records: { type: 'string', default: '10000' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      yes: { type: 'boolean', default: false },
    },
  });
  const records = wholeNumberOption('records', values.records, 40, 100_000);
  const seed = wholeNumberOption('seed', values.seed, 0, 2 ** 32 - 1);
  const { stage } = values;
  if (!/^[a-z][a-z0-9-]{0,19}$/.test(stage))
    throw refused('stage', stage, '1 to 20 lower-case letters, digits and hyphens, a letter first');
  if (values.local && values.profile !== undefined) throw new UsageError('Use either --profile or --local.');
  const profile = values.local ? '' : required('profile', values.profile);

  const stop = createStopSignal();
  const directory = await mkdtemp(join(tmpdir(), 'token-ledger-smoke-'));
  try {
    const place = values.local
      ? await stop.during(emulatorPlace(directory))
      : awsPlace(directory, profile, values.region);
    const configuration = readConfiguration({
      tryGetContext: (key) => (key === 'stage' ? stage : key === 'tokenLedger' ? SETTINGS : undefined),
    });
    const account = await readAccount(configuration);
    expectFree(configuration, account);
    console.log(`Account ${account.account}, region ${account.region}, stage ${stage}.`);
    if (!values.local && !values.yes) await askFor(stage, stop);
    const release = await workingTree(place.shell, join(directory, 'release'));
    await release.configure(stage, SETTINGS);
    return await deployAndCheck(place, stage, stop, {
      records,
      seed,
      directory,
      attended: createOperator(release, { ...place.shell, signal: stop.signal }, stage),
      removing: createOperator(release, place.shell, stage),
    });
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error;
    return 130;
  } finally {
    await stopAllProcesses();
    await rm(directory, { recursive: true, force: true });
  }
});

interface RunOptions {
  readonly records: number;
  readonly seed: number;
  readonly directory: string;
  /** Its commands end when the run is stopped. */
  readonly attended: Operator;
  /** Its commands do not. */
  readonly removing: Operator;
}

async function deployAndCheck(
  { local, apiUrl }: Place,
  stage: string,
  stop: StopSignal,
  { attended, removing, ...options }: RunOptions,
): Promise<number> {
  const progress = console.log;
  let probes: readonly ProbeResult[] | undefined;
  let leftovers: Awaited<ReturnType<typeof removeDeployment>> | undefined;
  try {
    const outputs = await step(
      progress,
      'Deployed',
      () => stop.during(attended.deploy()),
      () => stage,
    );
    const accessKey = await stop.during(attended.createAccessKey());
    const stackName = `TokenLedger-${stage}`;
    const deployment = { stage, stackName, outputs, apiUrl: apiUrl(outputs), accessKey, local };
    probes = await checkDeployment(deployment, attended, { ...options, progress, during: stop.during });
  } catch (error) {
    console.error(`✗ ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    leftovers = await step(progress, 'Removed', () => removeDeployment(stage, removing));
  }
  if (probes) console.log(`\n${describeProbes(probes)}\n`);
  for (const { kind, name } of leftovers) console.error(`✗ Left: ${kind} ${name}`);
  if (leftovers.length === 0) console.log('Nothing is left.');
  if (stop.signal.aborted) return 130;
  return probes?.every(({ asExpected }) => asExpected !== false) && leftovers.length === 0 ? 0 : 1;
}

async function askFor(stage: string, { during }: StopSignal): Promise<void> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const question = `This deploys ${stage}, which costs less than half a dollar, and removes it. Type its name to go on: `;
    if ((await during(terminal.question(question))).trim() !== stage)
      throw new Error('Nothing was deployed.');
  } finally {
    terminal.close();
  }
}
