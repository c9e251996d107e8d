/*
 * The size of every deployed function, bundled as lib/ledger-function.ts has it done. Run: node bench/bundles.ts
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const FUNCTIONS = join(import.meta.dirname, '..', 'functions');

/** The folders below `functions/` that have an entry point. */
export function functionNames(): readonly string[] {
  return readdirSync(FUNCTIONS, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('/main.ts'))
    .map((path) => path.slice(0, -'/main.ts'.length))
    .toSorted();
}

/** The code of one function as it is deployed. */
export async function bundleOf(name: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [join(FUNCTIONS, name, 'main.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    minify: true,
    mainFields: ['module', 'main'],
    absWorkingDir: join(import.meta.dirname, '..'),
    alias: { '@aws-sdk/credential-provider-node': './functions/lambda-credentials.ts' },
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    logLevel: 'error',
  });
  const [file] = outputFiles;
  if (!file) throw new Error(`esbuild made nothing of ${name}.`);
  return file.contents;
}

if (import.meta.main) {
  for (const name of functionNames()) {
    const code = await bundleOf(name);
    console.log(`${name.padEnd(20)} ${code.length} bytes, ${gzipSync(code).length} compressed`);
  }
}
