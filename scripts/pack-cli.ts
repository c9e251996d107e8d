import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packCli } from './cli-package/pack.ts';
import { readArguments, runScript } from './command-line.ts';

const FOLDER = join('packages', 'cli', 'dist');

const USAGE = `Bundles the command line as it is published, packs it into a tarball and prints its path.

  npm run pack:cli -- [options]

  --to <folder>  the folder of the tarball (default ${FOLDER})`;

await runScript(USAGE, async () => {
  const { values } = readArguments({ options: { to: { type: 'string', default: FOLDER } } });
  const folder = resolve(values.to);
  mkdirSync(folder, { recursive: true });
  console.log((await packCli(folder)).tarball);
});
