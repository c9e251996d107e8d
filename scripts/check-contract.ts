import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readArguments, runScript, wholeNumberOption } from './command-line.ts';
import { checkContract } from './contract/check-contract.ts';
import { withTemporaryProduct } from './local/temporary-product.ts';

const USAGE = `Checks the API against its OpenAPI document. Starts the product on this machine, and sends it requests that
Schemathesis makes up: some that the document allows, some that it does not.
Exit code 0: every answer was as documented. 1: a server error, or something undocumented. 2: wrong usage.

  npm run check:contract -- [options]

  --examples <number>     requests to make up for each operation (default 100)
  --seed <number>         decides the requests; the same seed repeats them (default random)`;

await runScript(USAGE, async () => {
  const { values } = readArguments({
    options: {
      examples: { type: 'string', default: '100' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    },
  });
  const examples = wholeNumberOption('examples', values.examples, 1, 1e6);
  const seed = wholeNumberOption('seed', values.seed, 0, 2 ** 32 - 1);
  await withTemporaryProduct(async (deployment, directory) => {
    console.log(`\nChecking the contract with seed ${seed}.`);
    const logPath = join(directory, 'schemathesis.log');
    await checkContract(deployment, {
      examples,
      seed,
      phases: ['examples', 'coverage', 'fuzzing', 'stateful'],
      logPath,
    });
    console.log((await readFile(logPath, 'utf8')).trimEnd());
  });
});
