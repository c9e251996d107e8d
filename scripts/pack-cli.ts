import { mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packCli } from './cli-package/pack.ts';
import { readArguments, runScript } from './command-line.ts';

const FOLDER = join('packages', 'cli', 'dist');

const USAGE = `Bundles the command line as it is published, packs it into a tarball, and prints its path and sizes.

  npm run pack:cli -- [options]

  --to <folder>  the folder of the tarball (default ${FOLDER})`;

await runScript(USAGE, async () => {
  const { values } = readArguments({ options: { to: { type: 'string', default: FOLDER } } });
  const folder = resolve(values.to);
  mkdirSync(folder, { recursive: true });
  const { tarball, metafile } = await packCli(folder);
  const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
  console.log(`${tarball}: ${statSync(tarball).size} bytes, ${bytes} unpacked`);
});
