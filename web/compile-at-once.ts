import type { Plugin } from 'vite';

const NAMES: ReadonlySet<string> = new Set(['react', 'shared', 'frame', 'index']);

/**
 * Most functions of the first files run before a page shows. Chromium then compiles them beside the page, as a file comes, instead
 * of one by one at their first call: https://v8.dev/blog/explicit-compile-hints. It looks for this comment at the very beginning,
 * where Vite writes too, so it is added last. Other browsers see a comment.
 */
export const compileAtOnce: Plugin = {
  name: 'compile-at-once',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      for (const chunk of Object.values(bundle))
        if (chunk.type === 'chunk' && NAMES.has(chunk.name))
          chunk.code = `//# allFunctionsCalledOnLoad\n${chunk.code}`;
    },
  },
};
