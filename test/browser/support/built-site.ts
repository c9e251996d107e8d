import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSite as buildInto } from '../../../lib/console/build-site.ts';

/** The console as a deployment has it, in a directory of its own. */
export async function buildSite() {
  const directory = await mkdtemp(join(tmpdir(), 'token-ledger-console-'));
  buildInto(directory);
  return { directory, remove: () => rm(directory, { recursive: true }) };
}
