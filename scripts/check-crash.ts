import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { numberOption, readArguments, runScript, UsageError } from './command-line.ts';
import { replayWithCrashes } from './crash/replay-with-crashes.ts';
import { stopAllProcesses } from './local/processes.ts';
import { startProduct } from './local/product.ts';
import { onStopRequest } from './local/shutdown.ts';
import { formatComparison } from './replay/comparison.ts';
import { createReport } from './replay/report.ts';
import { readTrace, shiftToEndAt } from './replay/trace.ts';

const USAGE = `Replays a trace through a product of its own, whose functions are killed at random moments meanwhile, and compares
the statistics with the truth. Ends with exit code 1 if they differ.

  npm run check:crash -- <file.csv> [options]

  --seed <number>     other moments, keys, users and duplicates; default random
  --crashes <number>  how often; default 200
  --interval <ms>     between two crashes on average; default 300`;

const DAY_MS = 86_400_000;

await runScript(USAGE, async () => {
  const { values, positionals } = readArguments({
    allowPositionals: true,
    options: {
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      crashes: { type: 'string', default: '200' },
      interval: { type: 'string', default: '300' },
    },
  });
  const [path] = positionals;
  if (path === undefined) throw new UsageError('A file is needed.');
  const directory = await mkdtemp(join(tmpdir(), 'token-ledger-crash-'));
  const removeAll = async () => {
    await stopAllProcesses();
    await rm(directory, { recursive: true, force: true });
  };
  onStopRequest(() => void removeAll().finally(() => process.exit(130)));
  try {
    const product = await startProduct({ directory, progress: console.log });
    const result = await replayWithCrashes(product.deployment, {
      // Closed hours, so that the roll-up has work all the time.
      rows: shiftToEndAt(await readTrace(path), Date.now() - DAY_MS),
      run: 'crash',
      seed: numberOption('seed', values.seed, 0, 2 ** 32 - 1),
      paths: ['http', 'sqs'],
      duplicates: 0.1,
      batchSize: 25,
      report: createReport(),
      crashes: numberOption('crashes', values.crashes, 0, 1e6),
      crashIntervalMs: numberOption('interval', values.interval, 1, 1e6),
    });
    const { expected, differences, differencesAfterRollUp, audit, recordUsageKills, rollUpKills } = result;
    console.log(
      `\nSeed ${values.seed}: record-usage was killed ${recordUsageKills} times, roll-up-usage ${rollUpKills} times.`,
    );
    console.log(`\nAs soon as all was recorded:\n${formatComparison(expected, differences)}`);
    console.log(`\nAfter the roll-up:\n${formatComparison(expected, differencesAfterRollUp)}`);
    console.log(
      `\nAudit of claims, copies and statistics, cell by cell: ${audit.comparedHours} hours compared, ${audit.differences} differences.`,
    );
    if (differences.length + differencesAfterRollUp.length + audit.differences > 0) process.exitCode = 1;
  } finally {
    await removeAll();
  }
});
