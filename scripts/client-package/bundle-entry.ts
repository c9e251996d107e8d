import { build } from 'esbuild';

/** What a program or a page pays for an entry of the library: bundled and minified, with nothing of Node.js. */
export function bundleEntry(path: string) {
  return build({
    entryPoints: [path],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    write: false,
    metafile: true,
  });
}
