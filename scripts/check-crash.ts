import { numberOption, onlyFile, readArguments, runScript, wholeNumberOption } from './command-line.ts';
import { endOfTrace } from './crash/end-of-trace.ts';
import { type CrashResult, replayWithCrashes } from './crash/replay-with-crashes.ts';
import { withTemporaryProduct } from './local/temporary-product.ts';
import { formatComparison } from './replay/comparison.ts';
import { createReport } from './replay/report.ts';
import { readTrace, shiftToEndAt } from './replay/trace.ts';
import { applyWorkload, readWorkload, WORKLOAD_OPTIONS, workloadUsage } from './replay/workload-options.ts';

/** Of the calls: how many are reported twice, in part as well, or under one of two names as well. */
const SHARE = 0.1;

const USAGE = `Checks that crashes lose nothing and count nothing twice. Starts the product on this machine, replays a trace while it
kills functions at random moments, compares the statistics with the expected ones, and audits the ledger.
Exit code 0: everything agrees. 1: something differs. 2: wrong usage.

  npm run check:crash -- <file.csv> [options]

${workloadUsage(SHARE)}
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
  const path = onlyFile(positionals);
  const workload = readWorkload(values);
  const options = {
    partial: SHARE,
    twoNames: SHARE,
    ...workload,
    rows: shiftToEndAt(applyWorkload(await readTrace(path), workload), endOfTrace(Date.now())),
    run: 'crash',
    seed: numberOption('seed', values.seed, 0, 2 ** 32 - 1),
    paths: ['http', 'sqs'] as const,
    duplicates: SHARE,
    batchSize: 25,
    report: createReport(),
    progress: console.log,
    crashes: wholeNumberOption('crashes', values.crashes, 0, 1e6),
    crashIntervalMs: numberOption('interval', values.interval, 1, 1e6),
  };

  return withTemporaryProduct(async (deployment) => {
    const startedAtMs = performance.now();
    const result = await replayWithCrashes(deployment, options);
    const minutes = ((performance.now() - startedAtMs) / 60_000).toFixed(1);
    console.log(`\nSeed ${values.seed}, ${minutes} minutes. ${describe(result)}`);
    return differs(result) ? 1 : 0;
  });
});

function describe(result: CrashResult): string {
  const { expected, records, repeated, kills, differences, differencesAfterRollUp, audit } = result;
  const number = (value: number) => value.toLocaleString('en-US');
  return [
    `${number(records)} records. Sent twice: ${number(repeated.unchanged)}. Sent again with changes: ${number(repeated.altered)}.`,
    `Also sent in part: ${number(repeated.partial)}. Also sent under one of two names: ${number(repeated.underOneName)}.`,
    `Killed: ${[...kills].map(([service, times]) => `${service} ×${times}`).join(', ')}.`,
    `\nStatistics before the roll-up:\n${formatComparison(expected, differences)}`,
    `\nStatistics after the roll-up:\n${formatComparison(expected, differencesAfterRollUp)}`,
    `\nAudit of claims, copies and statistics: hours compared: ${audit.comparedHours}, ` +
      `periods not rolled up: ${audit.pending.length}, differences: ${audit.differences}.`,
  ].join('\n');
}

/** Every period is over and rolled up, so the audit must have compared all of them. */
function differs({ differences, differencesAfterRollUp, audit }: CrashResult): boolean {
  return differences.length + differencesAfterRollUp.length + audit.pending.length + audit.differences > 0;
}
