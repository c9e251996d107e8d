import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArguments, runScript, wholeNumberOption } from './command-line.ts';
import { checkContract } from './contract/check-contract.ts';
import { stopAllProcesses } from './local/processes.ts';
import { startProduct } from './local/product.ts';
import { onStopRequest } from './local/shutdown.ts';

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
  const directory = await mkdtemp(join(tmpdir(), 'token-ledger-contract-'));
  const removeAll = async () => {
    await stopAllProcesses();
    await rm(directory, { recursive: true, force: true });
  };
  onStopRequest(() => void removeAll().finally(() => process.exit(130)));
  try {
    const { deployment } = await startProduct({ directory, progress: console.log });
    console.log(`\nChecking the contract with seed ${seed}.`);
    const logPath = join(directory, 'schemathesis.log');
    await checkContract(deployment, {
      examples,
      seed,
      phases: ['examples', 'coverage', 'fuzzing', 'stateful'],
      logPath,
    });
    console.log((await readFile(logPath, 'utf8')).trimEnd());
  } finally {
    await removeAll();
  }
});
