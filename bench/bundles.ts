/*
 * The size of every function as it is deployed. Run: node bench/bundles.ts
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { SERVICES } from '../functions/shared/metrics.ts';
import { functionBundle } from '../lib/shared/function-bundles.ts';

for (const service of Object.values(SERVICES).toSorted()) {
  const code = readFileSync(join(functionBundle(service), 'index.mjs'));
  console.log(`${service.padEnd(20)} ${code.length} bytes, ${gzipSync(code).length} compressed`);
}
