import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { REPOSITORY } from '../local/state.ts';

export interface Versions {
  /** That of the repository. */
  readonly version: string;
  /** Of each file that names it. */
  readonly byFile: ReadonlyMap<string, string>;
}

/** How a file names the version: the text before it, and after it. */
interface Place {
  readonly path: string;
  readonly pattern: RegExp;
}

const IN_JSON = /("version": ")([^"]+)(")/;

/** All files that name the version, but the lock file; generated ones are checked and not written. */
async function places(): Promise<readonly (Place & { readonly generated?: true })[]> {
  const packages = await readdir(join(REPOSITORY, 'packages'));
  const manifests = ['.', 'web', ...packages.map((name) => join('packages', name))];
  return [
    ...manifests.map((folder) => ({ path: join(folder, 'package.json'), pattern: IN_JSON })),
    { path: 'web/package.json', pattern: /("@token-ledger\/client": ")([^"]+)(")/ },
    { path: 'packages/cli/src/version.ts', pattern: /(VERSION = ')([^']+)(')/ },
    { path: 'clients/python/pyproject.toml', pattern: /(^version = ")([^"]+)(")/m },
    { path: 'clients/python/src/token_ledger.py', pattern: /(^__version__ = ")([^"]+)(")/m },
    { path: 'packages/contract/openapi.json', pattern: IN_JSON, generated: true },
  ];
}

export async function readVersions(): Promise<Versions> {
  const byFile = new Map<string, string>();
  for (const { path, pattern } of await places()) {
    const found = pattern.exec(await readFile(join(REPOSITORY, path), 'utf8'))?.[2];
    byFile.set(byFile.has(path) ? `${path} (client)` : path, found ?? 'none');
  }
  for (const [path, version] of lockedVersions(await readLock()))
    byFile.set(`package-lock.json (${path})`, version);
  return { version: byFile.get('package.json') ?? 'none', byFile };
}

/** Writes a version everywhere; returns the paths. The examples and texts that are generated follow from these. */
export async function writeVersion(version: string): Promise<readonly string[]> {
  const written = (await places()).filter(({ generated }) => !generated);
  for (const { path, pattern } of written) {
    const text = await readFile(join(REPOSITORY, path), 'utf8');
    if (!pattern.test(text)) throw new Error(`${path} names no version.`);
    await writeFile(join(REPOSITORY, path), text.replace(pattern, `$1${version}$3`));
  }
  const lock = await readLock();
  lock.version = version;
  for (const [path, locked] of Object.entries(lock.packages)) {
    if (!isOwn(path)) continue;
    locked.version = version;
    if (locked.dependencies?.['@token-ledger/client']) locked.dependencies['@token-ledger/client'] = version;
  }
  await writeFile(join(REPOSITORY, 'package-lock.json'), `${JSON.stringify(lock, null, 2)}\n`);
  return [...new Set([...written.map(({ path }) => path), 'package-lock.json'])];
}

interface Lock {
  version: string;
  readonly packages: Readonly<
    Record<string, { version?: string; readonly dependencies?: Record<string, string> }>
  >;
}

async function readLock(): Promise<Lock> {
  return JSON.parse(await readFile(join(REPOSITORY, 'package-lock.json'), 'utf8')) as Lock;
}

function lockedVersions({ packages }: Lock): readonly (readonly [path: string, version: string])[] {
  return Object.entries(packages).flatMap(([path, { version = 'none' }]) =>
    isOwn(path) ? [[path || 'root', version] as const] : [],
  );
}

function isOwn(path: string): boolean {
  return path === '' || path === 'web' || /^packages\/[^/]+$/.test(path);
}
