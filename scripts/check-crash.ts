import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { numberOption, readArguments, runScript, UsageError, wholeNumberOption } from './command-line.ts';
import { endOfTrace } from './crash/end-of-trace.ts';
import { type CrashResult, replayWithCrashes } from './crash/replay-with-crashes.ts';
import { stopAllProcesses } from './local/processes.ts';
import { startProduct } from './local/product.ts';
import { onStopRequest } from './local/shutdown.ts';
import { formatComparison } from './replay/comparison.ts';
import { createReport } from './replay/report.ts';
import { readTrace, shiftToEndAt } from './replay/trace.ts';
import { applyWorkload, readWorkload, WORKLOAD_OPTIONS, WORKLOAD_USAGE } from './replay/workload-options.ts';

const USAGE = `Checks that crashes lose nothing and count nothing twice. Starts the product on this machine, replays a trace while it
kills functions at random moments, compares the statistics with the expected ones, and audits the ledger.
Exit code 0: everything agrees. 1: something differs. 2: wrong usage.

  npm run check:crash -- <file.csv> [options]

${WORKLOAD_USAGE}
  --seed <number>         decides the moments, keys, users and duplicates (default random)
  --crashes <number>      the most functions to kill (default 200)
  --interval <ms>         average time between two crashes (default 300)`;

await runScript(USAGE, async () => {
  const { values, positionals } = readArguments({
    allowPositionals: true,
    options: {
      ...WORKLOAD_OPTIONS,
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      crashes: { type: 'string', default: '200' },
      interval: { type: 'string', default: '300' },
    },
  });
  const [path, ...others] = positionals;
  if (path === undefined || others.length > 0) throw new UsageError('Name one trace file.');
  const workload = readWorkload(values);
  const options = {
    ...workload,
    rows: shiftToEndAt(applyWorkload(await readTrace(path), workload), endOfTrace(Date.now())),
    run: 'crash',
    seed: numberOption('seed', values.seed, 0, 2 ** 32 - 1),
    paths: ['http', 'sqs'] as const,
    duplicates: 0.1,
    batchSize: 25,
    report: createReport(),
    progress: console.log,
    crashes: wholeNumberOption('crashes', values.crashes, 0, 1e6),
    crashIntervalMs: numberOption('interval', values.interval, 1, 1e6),
  };

  const directory = await mkdtemp(join(tmpdir(), 'token-ledger-crash-'));
  const removeAll = async () => {
    await stopAllProcesses();
    await rm(directory, { recursive: true, force: true });
  };
  onStopRequest(() => void removeAll().finally(() => process.exit(130)));
  try {
    const product = await startProduct({ directory, progress: console.log });
    const startedAtMs = performance.now();
    const result = await replayWithCrashes(product.deployment, options);
    const minutes = ((performance.now() - startedAtMs) / 60_000).toFixed(1);
    console.log(`\nSeed ${values.seed}, ${minutes} minutes. ${describe(result)}`);
    if (differs(result)) process.exitCode = 1;
  } finally {
    await removeAll();
  }
});

function describe(result: CrashResult): string {
  const { expected, records, repeated, kills, differences, differencesAfterRollUp, audit } = result;
  const number = (value: number) => value.toLocaleString('en-US');
  return [
    `${number(records)} records. Sent twice: ${number(repeated.unchanged)}. Sent again with changes: ${number(repeated.altered)}.`,
    `Killed: ${[...kills].map(([service, times]) => `${service} ${times} times`).join(', ')}.`,
    `\nStatistics before the roll-up:\n${formatComparison(expected, differences)}`,
    `\nStatistics after the roll-up:\n${formatComparison(expected, differencesAfterRollUp)}`,
    `\nAudit of claims, copies and statistics: ${audit.comparedHours} hours compared, ` +
      `${audit.pending.length} periods not rolled up, ${audit.differences} differences.`,
  ].join('\n');
}

/** Every period is over and rolled up, so the audit must have compared all of them. */
function differs({ differences, differencesAfterRollUp, audit }: CrashResult): boolean {
  return differences.length + differencesAfterRollUp.length + audit.pending.length + audit.differences > 0;
}
