import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { REPOSITORY } from '../shared/function-bundles.ts';

/**
 * Builds the files of the console into a folder.
 * @throws if the console cannot be built, after Vite has printed why on the standard error
 */
export function buildSite(directory: string): void {
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin', 'vite.js');
  execFileSync(process.execPath, [vite, 'build', 'web', '--outDir', directory, '--emptyOutDir'], {
    cwd: REPOSITORY,
    // Leaves out the development build of React, whichever value the environment has.
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
