import { mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundleEntry } from './client-package/bundle-entry.ts';
import { packClient } from './client-package/pack.ts';
import { readArguments, runScript } from './command-line.ts';

const FOLDER = join('packages', 'client', 'dist');
const PARTS = { '@token-ledger/client': 'index.ts', '@token-ledger/client/query': 'query/index.ts' };

const USAGE = `Builds the client library as it is published, packs it into a tarball, and prints its path, how to install it, and what a program
pays for it: the tarball, and the parts that report and that query, bundled and minified.

  npm run pack:client -- [options]

  --to <folder>  the folder of the tarball (default ${FOLDER})`;

await runScript(USAGE, async () => {
  const { values } = readArguments({ options: { to: { type: 'string', default: FOLDER } } });
  const folder = resolve(values.to);
  mkdirSync(folder, { recursive: true });
  const tarball = packClient(folder);
  console.log(`${tarball}: ${statSync(tarball).size} bytes`);
  console.log(`Install it in your program: npm install ${tarball}`);
  for (const [part, entry] of Object.entries(PARTS)) {
    const { outputFiles } = await bundleEntry(resolve('packages/client/src', entry));
    console.log(`${part}: ${outputFiles[0]?.contents.length} bytes minified`);
  }
});
