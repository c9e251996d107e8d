import { brotliCompressSync } from 'node:zlib';
import type { Plugin } from 'vite';

const NAMES: ReadonlySet<string> = new Set(['react', 'shared', 'frame', 'index']);

/**
 * Most functions of the first files run before a page shows. Chromium then compiles them beside the page, as a file comes, instead
 * of one by one at their first call: https://v8.dev/blog/explicit-compile-hints. It looks for this comment in the first line,
 * where Vite writes as well, right before files are compressed. So it is added last, and these files are compressed again.
 */
export function compileAtOnce(params: Readonly<Record<number, number>>): Plugin {
  return {
    name: 'compile-at-once',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const chunk of Object.values(bundle)) {
          if (chunk.type !== 'chunk' || !NAMES.has(chunk.name)) continue;
          chunk.code = `//# allFunctionsCalledOnLoad\n${chunk.code}`;
          const compressed = bundle[`${chunk.fileName}.br`];
          if (compressed?.type === 'asset') compressed.source = brotliCompressSync(chunk.code, { params });
        }
      },
    },
  };
}
