import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readArguments, runScript, wholeNumberOption } from './command-line.ts';
import { checkContract } from './contract/check-contract.ts';
import { withTemporaryProduct } from './local/temporary-product.ts';

const USAGE = `Has Schemathesis ask a product of its own everything that the OpenAPI document allows, and much that it does not, and
holds every answer against the document. Ends with exit code 1 if there is a server error or anything undocumented.

  npm run check:contract -- [options]

  --examples <number>     made-up requests for each operation; default 100
  --seed <number>         other requests; default random`;

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
