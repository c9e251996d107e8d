import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packClient } from './client-package/pack.ts';
import { readArguments, runScript } from './command-line.ts';

const FOLDER = join('packages', 'client', 'dist');

const USAGE = `Builds the client library as it is published, packs it into a tarball and prints its path.

  npm run pack:client -- [options]

  --to <folder>  the folder of the tarball (default ${FOLDER})`;

await runScript(USAGE, async () => {
  const { values } = readArguments({ options: { to: { type: 'string', default: FOLDER } } });
  const folder = resolve(values.to);
  mkdirSync(folder, { recursive: true });
  console.log(packClient(folder));
});
