import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { numberOption, readArguments, runScript, wholeNumberOption } from './command-line.ts';
import { withHeaps } from './game-day/heaps.ts';
import { soak } from './game-day/soak.ts';
import { formatSoak, hasHeld, soakJson } from './game-day/soak-report.ts';
import { useEmulator } from './local/aws-environment.ts';
import { withTemporaryProduct } from './local/temporary-product.ts';

const USAGE = `Reports calls to a product on this machine as fast as its emulator takes them, compares every total after each round,
audits the ledger in the end, and follows what the functions hold in memory when garbage is collected.
Exit code 0: nothing was lost, doubled or grew. 1: something was. 2: wrong usage.

  npm run check:soak -- [options]

  --minutes <number>   how long calls are reported (default 20)
  --seed <number>      decides the keys, users and repetitions (default 1)
  --json <file>        where the report is written (default .token-ledger/soak.json)`;

await runScript(USAGE, async () => {
  const { values } = readArguments({
    options: {
      minutes: { type: 'string', default: '20' },
      seed: { type: 'string', default: '1' },
      json: { type: 'string', default: '.token-ledger/soak.json' },
    },
  });
  const minutes = numberOption('minutes', values.minutes, 0.1, 24 * 60);
  const seed = wholeNumberOption('seed', values.seed, 0, 2 ** 31);
  const report = await withHeaps((heaps, heapsPath) =>
    withTemporaryProduct(
      (deployment) => {
        useEmulator(deployment.endpoint);
        return soak(deployment, heaps, { minutes, seed, progress: console.log });
      },
      // Nobody looks at the console.
      () => ({ settings: { console: false }, heapsPath }),
    ),
  );
  await mkdir(dirname(values.json), { recursive: true });
  await writeFile(values.json, soakJson(report));
  console.log(`\n${formatSoak(report)}\n\nReport: ${values.json}`);
  return hasHeld(report) ? 0 : 1;
});
