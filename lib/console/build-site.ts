import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { REPOSITORY } from '../shared/function-bundles.ts';
import { buildOnce } from './build-once.ts';

const CACHE = join(REPOSITORY, 'node_modules', '.cache', 'token-ledger-console');
/** Where Vite writes which file has which module. No browser asks for it. */
const MANIFEST_FOLDER = '.vite';

/** What the console is made of. The lock file stands for all libraries, and for Vite. */
const SOURCE_FOLDERS = ['web', 'packages'];
const LIBRARIES = 'package-lock.json';
const NOT_SOURCES: ReadonlySet<string> = new Set(['node_modules', 'dist']);

/**
 * Copies the files of the console into a folder.
 * @throws if the console cannot be built, after Vite has printed why on the standard error
 */
export function buildSite(directory: string): void {
  const site = builtSite();
  cpSync(site, directory, { recursive: true, filter: (path) => path !== join(site, MANIFEST_FOLDER) });
}

/** The folder of the console as its sources are now, with Vite's manifest. The first caller builds it, which takes many seconds. */
export function builtSite(): string {
  return buildOnce(CACHE, hashOfSources(), runVite);
}

function runVite(directory: string): void {
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin', 'vite.js');
  execFileSync(
    process.execPath,
    [vite, 'build', 'web', '--outDir', directory, '--emptyOutDir', '--manifest'],
    {
      cwd: REPOSITORY,
      // Leaves out the development build of React, whichever value the environment has.
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
}

function hashOfSources(): string {
  const hash = createHash('sha256').update(process.version);
  for (const path of [LIBRARIES, ...SOURCE_FOLDERS.flatMap(filesIn).toSorted()]) {
    const bytes = readFileSync(join(REPOSITORY, path));
    hash.update(`${path} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex').slice(0, 32);
}

/** The paths of all files but texts for readers below a folder of the repository. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(join(REPOSITORY, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return NOT_SOURCES.has(entry.name) ? [] : filesIn(path);
    return entry.isFile() && !path.endsWith('.md') ? [path] : [];
  });
}
