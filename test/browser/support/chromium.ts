import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { PATIENCE_MS } from '../../support/wait-for.ts';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chromium-headless-shell',
];

/** The page sends only requests that the test causes. */
const ARGUMENTS = [
  // Root has no sandbox, as in containers. The pages are our own.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Starts this machine's Chromium; installs one if there is none. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: await chromiumPath(), args: ARGUMENTS, timeout: PATIENCE_MS });
}

/** @throws {Error} that says what to do, if there is none and none can be installed */
async function chromiumPath(): Promise<string> {
  const path = (await findChromium()) ?? (await installChromium());
  if (path !== undefined) return path;
  throw new Error(
    'The tests of the console need Chromium or Chrome. Install one, or name it by the variable CHROMIUM_PATH.',
  );
}

async function findChromium(): Promise<string | undefined> {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const candidates = [
    process.env['CHROMIUM_PATH'] ?? [],
    NAMES.flatMap((name) => folders.map((folder) => join(folder, name))),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    // Where Playwright installs it.
    chromium.executablePath(),
  ].flat();
  for (const candidate of candidates) if (await isExecutable(candidate)) return candidate;
  return undefined;
}

/** Installs from Debian's packages if that is allowed, otherwise from Playwright. */
async function installChromium(): Promise<string | undefined> {
  const playwright = join(dirname(createRequire(import.meta.url).resolve('playwright-core')), 'cli.js');
  const attempts = [
    ['apt-get', 'update'],
    ['apt-get', 'install', '--yes', '--no-install-recommends', 'chromium'],
    [process.execPath, playwright, 'install', '--with-deps', 'chromium'],
  ] as const;
  for (const [command, ...args] of attempts) {
    await run(command, args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).catch(() => {});
    const path = await findChromium();
    if (path !== undefined) return path;
  }
  return undefined;
}

const run = promisify(execFile);

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
