import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const REPOSITORY = join(import.meta.dirname, '../../..');

/** Builds the console as a deployment does, into a directory of its own. Vite's manifest is at `.vite`, if it is wanted. */
export async function buildSite({ manifest = false } = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'token-ledger-console-'));
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin', 'vite.js');
  const options = ['--outDir', directory, '--emptyOutDir', ...(manifest ? ['--manifest'] : [])];
  await promisify(execFile)(process.execPath, [vite, 'build', 'web', ...options], {
    cwd: REPOSITORY,
    // Leaves out the development build of React, whichever value the environment has.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  return { directory, remove: () => rm(directory, { recursive: true }) };
}
