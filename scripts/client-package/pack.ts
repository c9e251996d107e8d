import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { publishedFrom } from '../shared/published-from.ts';

const REPOSITORY = join(import.meta.dirname, '..', '..');
const SOURCE = join(REPOSITORY, 'packages', 'client');

/**
 * Builds `@token-ledger/client` and packs it into `folder`; returns the path of the tarball. The repository runs the
 * sources themselves; the published package has JavaScript, and declarations beside it.
 *
 * @throws if it does not compile; the compiler has written its errors to standard error by then
 */
export function packClient(folder: string): string {
  const staging = mkdtempSync(join(tmpdir(), 'token-ledger-client-'));
  try {
    const tsc = join(
      dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
      'bin',
      'tsc',
    );
    run(process.execPath, [tsc, '--project', SOURCE, '--outDir', staging]);
    writeFileSync(join(staging, 'package.json'), `${JSON.stringify(publishedPackage(), null, 2)}\n`);
    cpSync(join(SOURCE, 'README.md'), join(staging, 'README.md'));
    cpSync(join(REPOSITORY, 'LICENSE'), join(staging, 'LICENSE'));
    const packed = run('npm', ['pack', '--json', '--pack-destination', folder], staging);
    const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
    return join(folder, filename);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** The package of the repository, with its exports at the compiled files, and without what only this repository needs. */
function publishedPackage(): object {
  const text = readFileSync(join(SOURCE, 'package.json'), 'utf8');
  const { exports, devDependencies: _, ...description } = JSON.parse(text) as PackageJson;
  const compiled = Object.entries(exports).map(([name, source]) => {
    const path = source.replace('./src/', './').replace(/\.ts$/, '');
    return [name, { types: `${path}.d.ts`, default: `${path}.js` }];
  });
  return { ...description, ...publishedFrom('packages/client'), exports: Object.fromEntries(compiled) };
}

interface PackageJson {
  readonly exports: Readonly<Record<string, string>>;
  readonly devDependencies?: object;
}

function run(command: string, args: readonly string[], cwd = REPOSITORY): string {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}
