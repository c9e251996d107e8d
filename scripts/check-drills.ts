import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArguments, refused, runScript, wholeNumberOption } from './command-line.ts';
import { run, type Shell } from './drills/command.ts';
import { deployAndFill } from './drills/deploy-and-fill.ts';
import { drillFirstDeployment } from './drills/first-deployment.ts';
import { drillKeepData, type Existing } from './drills/keep-data.ts';
import { createLedgerUnderDrill } from './drills/ledger-under-drill.ts';
import { createOperator } from './drills/operator.ts';
import { committed, workingTree } from './drills/releases.ts';
import { drillRestore } from './drills/restore.ts';
import { drillUpgrade } from './drills/upgrade.ts';
import { stopAllProcesses } from './local/processes.ts';
import { step } from './local/progress.ts';
import { onStopRequest } from './local/shutdown.ts';
import { emulatorPlace } from './smoke/place.ts';

const DRILLS = ['first', 'upgrade', 'data'] as const;
type Drill = (typeof DRILLS)[number];

const USAGE = `Executes docs/operations.md in the AWS emulator, and after each step compares all statistics and audits the ledger:
  first    a first deployment that fails and leaves nothing, and one that succeeds and is removed
  upgrade  an upgrade from an earlier release, and the way back
  data     a deployment onto kept data, and the restore of lost items and of a whole table
Exit code 0: nothing was lost. 1: something was, or a step failed. 2: wrong usage.

  npm run check:drills -- [options]

  --only <list>        some of the drills, separated by commas (default all)
  --from <git ref>     the earlier release (default the newest tag v…, or else HEAD~25)
  --records <number>   calls that are recorded after each step (default 400)
  --keep               keep the directory with the logs of all commands, which is printed`;

const STAGE = 'drill';
const WITHOUT_A_TAG = 'HEAD~25';
/** Without the console, which is built in every synthesis. */
const SETTINGS = { console: false, monitoring: { alertEmail: 'ops@example.com' } };

await runScript(USAGE, async () => {
  const { values } = readArguments({
    options: {
      only: { type: 'string', default: DRILLS.join(',') },
      from: { type: 'string' },
      records: { type: 'string', default: '400' },
      keep: { type: 'boolean', default: false },
    },
  });
  const drills = readDrills(values.only);
  const records = wholeNumberOption('records', values.records, 40, 100_000);
  const directory = await mkdtemp(join(tmpdir(), 'token-ledger-drills-'));
  const cleanUp = async () => {
    await stopAllProcesses();
    if (!values.keep) await rm(directory, { recursive: true, force: true });
  };
  onStopRequest(() => void cleanUp().finally(() => process.exit(130)));
  const startedAtMs = performance.now();
  const progress = console.log;
  try {
    if (values.keep) console.log(`Logs: ${directory}`);
    const { shell, emulator } = await emulatorPlace(directory);
    const prepare = (name: string, action: (directory: string) => ReturnType<typeof workingTree>) =>
      step(progress, `Prepared ${name}`, () => action(join(directory, name)));

    if (drills.has('first')) {
      console.log('\nFirst deployment');
      const release = await prepare('a first release', (path) => workingTree(shell, path));
      await drillFirstDeployment(release, shell, progress);
    }
    if (!drills.has('upgrade') && !drills.has('data')) return report(startedAtMs);

    const next = await prepare('the release', (path) => workingTree(shell, path));
    const configure = (existing?: Existing) =>
      next.configure(STAGE, { ...SETTINGS, ...(existing && { existing }) });
    await configure();
    const operator = createOperator(next, shell, STAGE);
    const ledger = await createLedgerUnderDrill(emulator, { records, stage: STAGE });
    if (drills.has('upgrade')) {
      console.log('\nUpgrade and return');
      const from = values.from ?? (await newestTag(shell)) ?? WITHOUT_A_TAG;
      const earlier = await prepare('the earlier one', (path) => committed(shell, from, path));
      await earlier.configure(STAGE, SETTINGS);
      await drillUpgrade(ledger, createOperator(earlier, shell, STAGE), operator, progress);
    }
    if (drills.has('data')) {
      if (!drills.has('upgrade')) await deployAndFill(ledger, operator, progress);
      console.log('\nDeletion with data kept');
      const existing = await drillKeepData(ledger, operator, configure, progress);
      console.log('\nRestore');
      await drillRestore(ledger, operator, { existing, configure }, progress);
    }
    report(startedAtMs);
  } finally {
    await cleanUp();
  }
});

function readDrills(list: string): ReadonlySet<Drill> {
  const names = list.split(',').map((name) => name.trim());
  const known = DRILLS.filter((drill) => names.includes(drill));
  if (known.length === names.length) return new Set(known);
  throw refused('only', list, `one or more of ${DRILLS.join(', ')}, separated by commas`);
}

async function newestTag(shell: Shell): Promise<string | undefined> {
  const describe = ['git', 'describe', '--tags', '--abbrev=0', '--match', 'v*', 'HEAD~1'];
  const { exitCode, output } = await run(shell, ...describe);
  return exitCode === 0 ? output.trim() : undefined;
}

function report(startedAtMs: number): void {
  const minutes = ((performance.now() - startedAtMs) / 60_000).toFixed(1);
  console.log(`\nNothing was lost. All audits agree. ${minutes} minutes.`);
}
