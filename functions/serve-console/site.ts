import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';

/** A file of the console, as it is sent. */
export interface SiteFile {
  readonly contentType: string;
  readonly etag: string;
  readonly bytes: Buffer;
  /** The same, compressed; absent for what does not get smaller. */
  readonly brotli?: Buffer;
}

/** The files of the console by their paths, such as `reference.html`, with `/` between folders. */
export type Site = ReadonlyMap<string, SiteFile>;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
};

/**
 * Reads the console as it was built.
 * @throws {Error} if there is a file whose type is not known
 */
export function readSite(directory: string): Site {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(directory.length + 1));
  const compressed = new Set(paths.filter((path) => path.endsWith('.br')));
  const files = paths
    .filter((path) => !compressed.has(path))
    .map((path) => {
      const file = readSiteFile(join(directory, path), compressed.has(`${path}.br`));
      return [path.split(sep).join('/'), file] as const;
    });
  return new Map(files);
}

function readSiteFile(path: string, isCompressed: boolean): SiteFile {
  const contentType = CONTENT_TYPES[extname(path)];
  if (contentType === undefined) throw new Error(`Of what type is ${path}?`);
  const bytes = readFileSync(path);
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
  return { contentType, etag, bytes, ...(isCompressed && { brotli: readFileSync(`${path}.br`) }) };
}
