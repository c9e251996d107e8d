import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

/** A file of the console in the form that it is sent in. */
export interface SiteFile {
  readonly contentType: string;
  readonly etag: string;
  readonly bytes: Buffer;
  /** `bytes` compressed; absent if that is not smaller. */
  readonly brotli?: Buffer;
}

/** The files of the console by their paths, such as `reference.html`, with `/` between folders. */
export type Site = ReadonlyMap<string, SiteFile>;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * Reads the built console.
 * @throws {Error} if a file has an unknown type
 */
export async function readSite(directory: string): Promise<Site> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(directory.length + 1));
  const compressed = new Set(paths.filter((path) => path.endsWith('.br')));
  const files = paths
    .filter((path) => !compressed.has(path))
    .map(async (path) => {
      const file = await readSiteFile(join(directory, path), compressed.has(`${path}.br`));
      return [path.split(sep).join('/'), file] as const;
    });
  return new Map(await Promise.all(files));
}

async function readSiteFile(path: string, isCompressed: boolean): Promise<SiteFile> {
  const contentType = CONTENT_TYPES[extname(path)];
  if (contentType === undefined) throw new Error(`The file ${path} of the console has an unknown type.`);
  const bytes = await readFile(path);
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
  return { contentType, etag, bytes, ...(isCompressed && { brotli: await readFile(`${path}.br`) }) };
}
