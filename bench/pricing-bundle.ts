import { join } from 'node:path';
import { build } from 'esbuild';

const CORE = join(import.meta.dirname, '..', 'packages', 'core', 'src', 'index.ts');

/** What pricing adds, in bytes, to the minified code of a function that folds records, with the shipped prices. */
export async function bytesOfPricing(): Promise<number> {
  const [without, withPricing] = await Promise.all([
    bundledBytes('StatisticsFold'),
    bundledBytes('StatisticsFold, createPricer, SHIPPED_PRICE_BOOK'),
  ]);
  return withPricing - without;
}

async function bundledBytes(names: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { ${names} } from ${JSON.stringify(CORE)};`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    minify: true,
    logLevel: 'error',
  });
  const [file] = outputFiles;
  if (!file) throw new Error('esbuild made nothing of pricing.');
  return file.contents.length;
}
