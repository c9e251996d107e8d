import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CliError } from './errors.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';

/** Downloads a file into a folder; returns its path. A part of a file never has the name of the whole. */
export async function download(io: Io, url: string, folder: string, name: string): Promise<string> {
  const directory = resolve(io.cwd, folder);
  await mkdir(directory, { recursive: true });
  // The name comes from the ledger: it names a file, never a folder.
  const path = join(directory, basename(name));
  const part = `${path}.part`;
  const response = await io.fetch(url, { signal: io.signal });
  if (!response.ok || !response.body)
    throw new CliError(
      `${name} cannot be downloaded: the bucket answered ${response.status}.`,
      'Links are valid for 15 minutes. Run token-ledger export download again.',
      EXIT.temporary,
    );
  try {
    await pipeline(Readable.fromWeb(response.body), createWriteStream(part, { mode: 0o600 }));
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
  return path;
}
