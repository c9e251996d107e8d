import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { packClient } from './client-package/pack.ts';

/* Builds the client library as it is published, and packs it into a tarball: npm run pack:client -- [--to folder]. */

const { values } = parseArgs({
  options: { to: { type: 'string', default: join('packages', 'client', 'dist') } },
});
const folder = resolve(values.to);
mkdirSync(folder, { recursive: true });
console.log(packClient(folder));
