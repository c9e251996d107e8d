import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { publishedFrom } from '../shared/published-from.ts';

const REPOSITORY = join(import.meta.dirname, '..', '..');
const SOURCE = join(REPOSITORY, 'packages', 'cli');

export interface PackedCli {
  readonly tarball: string;
  readonly metafile: Metafile;
}

/**
 * Bundles `@token-ledger/cli` and packs it into `folder`. The package has no dependencies: what a command needs is in files
 * that are loaded when it runs.
 */
export async function packCli(folder: string): Promise<PackedCli> {
  const staging = mkdtempSync(join(tmpdir(), 'token-ledger-cli-'));
  try {
    const { metafile } = await build({
      absWorkingDir: REPOSITORY,
      entryPoints: { 'token-ledger': join(SOURCE, 'src', 'main.ts') },
      outdir: join(staging, 'dist'),
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node22',
      chunkNames: 'parts/[name]-[hash]',
      minifySyntax: true,
      legalComments: 'linked',
      metafile: true,
      // Some of what is bundled is CommonJS.
      banner: { js: "import{createRequire as __r}from'node:module';const require=__r(import.meta.url);" },
    });
    chmodSync(join(staging, 'dist', 'token-ledger.js'), 0o755);
    // Beside the part that runs it.
    cpSync(
      join(SOURCE, 'src', 'prices', 'genai_prices.py'),
      join(staging, 'dist', 'parts', 'genai_prices.py'),
    );
    writeFileSync(join(staging, 'package.json'), `${JSON.stringify(publishedPackage(), null, 2)}\n`);
    cpSync(join(SOURCE, 'README.md'), join(staging, 'README.md'));
    cpSync(join(REPOSITORY, 'LICENSE'), join(staging, 'LICENSE'));
    const pack = ['pack', '--json', '--pack-destination', folder];
    const packed = execFileSync('npm', pack, {
      cwd: staging,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
    return { tarball: join(folder, filename), metafile };
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** The package of the repository, with the bundle in place of the sources and what they depend on. */
function publishedPackage(): object {
  const text = readFileSync(join(SOURCE, 'package.json'), 'utf8');
  const { exports: _, dependencies: __, ...description } = JSON.parse(text) as Record<string, unknown>;
  const bin = { 'token-ledger': 'dist/token-ledger.js' };
  return { ...description, ...publishedFrom('packages/cli'), bin, files: ['dist'] };
}
