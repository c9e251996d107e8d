import { readFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { builtSite } from '../../lib/console/build-site.ts';

/** What a browser loads until the overview shows; filters, charts and tables follow. */
const MAX_FIRST_LOAD_BYTES = 300_000;

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

const directory = builtSite();
const manifest: Readonly<Record<string, Chunk>> = JSON.parse(
  readFileSync(join(directory, '.vite', 'manifest.json'), 'utf8'),
);

/** What the page names itself, and what it loads for the overview in English before it shows. */
async function filesOfFirstLoad(): Promise<ReadonlySet<string>> {
  const page = await readFile(join(directory, 'index.html'), 'utf8');
  const named = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, file]) => String(file));
  const names = Object.keys(manifest).filter(
    (name) =>
      /^_(frame|react)-.*\.js$/.test(name) ||
      /(app|parts|overview)\/messages\.en\.json$/.test(name) ||
      name.endsWith('i18n/messages/all.en.json'),
  );
  expect(names).toHaveLength(6);
  return new Set([...named, ...filesOf(names)]);
}

/** The files of chunks and of all that they import at once. */
function filesOf(names: readonly string[], found = new Set<string>()): ReadonlySet<string> {
  for (const name of names) {
    const chunk = manifest[name];
    if (!chunk) throw new Error(`The build has no ${name}.`);
    if (found.has(chunk.file)) continue;
    for (const file of [chunk.file, ...(chunk.css ?? [])]) found.add(file);
    filesOf(chunk.imports ?? [], found);
  }
  return found;
}

async function compressedBytes(file: string): Promise<number> {
  const path = join(directory, file);
  const { size } = await stat(`${path}.br`).catch(() => stat(path));
  return size;
}

describe('the console', () => {
  it('loads little before the overview shows', async () => {
    const files = await filesOfFirstLoad();
    const sizes = await Promise.all([...files].map(compressedBytes));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    process.stdout.write(`The first load of the overview: ${files.size} files, ${bytes} bytes compressed.\n`);
    // Less than the frame alone would mean that something is not counted.
    expect(bytes).toBeGreaterThan(150_000);
    expect(bytes).toBeLessThanOrEqual(MAX_FIRST_LOAD_BYTES);
  });

  it('says to compile at once what runs before the overview shows', async () => {
    const files = [...(await filesOfFirstLoad())].filter((file) =>
      /\/(react|shared|frame)-.*\.js$/.test(file),
    );
    expect(files).toHaveLength(3);
    for (const file of files) {
      const bytes = await readFile(join(directory, file));
      expect(bytes.toString().split('\n', 1)).toEqual(['//# allFunctionsCalledOnLoad']);
      expect(brotliDecompressSync(await readFile(join(directory, `${file}.br`))).equals(bytes)).toBe(true);
    }
  });

  it('shares the parts of a frame with the reference, which loads nothing else of it', async () => {
    const page = await readFile(join(directory, 'reference.html'), 'utf8');
    const [entry = ''] = Object.keys(manifest).filter((name) => name.endsWith('reference.html'));
    const files = [...filesOf([entry]), page].join(' ');
    expect(files).toMatch(/assets\/shared-/);
    expect(files).not.toMatch(/assets\/frame-/);
  });
});
