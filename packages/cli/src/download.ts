import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Option } from '@commander-js/extra-typings';
import type { components } from '@token-ledger/client/query';
import { CliError } from './errors.ts';
import { EXIT } from './exit-codes.ts';
import { finishedExport } from './finished-export.ts';
import type { Io } from './io.ts';
import type { Session } from './session/session.ts';

type Export = components['schemas']['Export'];

/** A file of an export that was downloaded. */
type Downloaded = Omit<Export['files'][number], 'link'> & { readonly path: string };

export interface DownloadOptions {
  /** It is made if there is none. */
  readonly toFolder: string;
  /** Whether files of the same names are replaced. */
  readonly overwrite?: boolean | undefined;
  /** How long an export may take, seconds. */
  readonly timeout: number;
}

export const overwriteOption = () =>
  new Option('--overwrite', 'replace files of the same names; without it, they are kept');

/**
 * Waits for an export, and downloads its files into a folder.
 *
 * @throws CliError if a file of such a name exists and may not be replaced, as soon as the names are known
 */
export async function downloadExport(
  session: Session,
  id: string,
  { toFolder, overwrite = false, timeout }: DownloadOptions,
): Promise<{ readonly files: readonly Downloaded[]; readonly range: Export['range'] }> {
  const { io } = session;
  const directory = resolve(io.cwd, toFolder);
  // The name comes from the ledger: it names a file, never a folder.
  const pathOf = (name: string) => join(directory, basename(name));
  const refuseExisting = (name: string) => {
    if (!overwrite && existsSync(pathOf(name))) throw exists(pathOf(name), id);
  };
  const { files, range } = await finishedExport(session, id, timeout, (found) => {
    for (const { name } of found.files) refuseExisting(name);
  });
  await mkdir(directory, { recursive: true });
  const written: Downloaded[] = [];
  for (const { link, ...file } of files) {
    if (!link) continue;
    const path = pathOf(file.name);
    const part = `${path}.${id}.part`;
    try {
      await download(io, link.url, part, file.name);
      // Another download may have written it meanwhile.
      refuseExisting(file.name);
      // A part of a file never has the name of the whole.
      await rename(part, path);
    } finally {
      await rm(part, { force: true });
    }
    written.push({ ...file, path });
  }
  return { files: written, range };
}

/** Two exports of the same days have files of the same names, even if their filters differ. */
function exists(path: string, id: string): CliError {
  return new CliError(
    `${path} exists, and is kept as it is.`,
    `The export is made, and stays in token-ledger export list. Download it into another folder, or replace the file: token-ledger export download ${id} with --to-folder <folder> or --overwrite.`,
  );
}

async function download(io: Io, url: string, path: string, name: string): Promise<void> {
  const response = await io.fetch(url, { signal: io.signal });
  if (!response.ok || !response.body)
    throw new CliError(
      `${name} cannot be downloaded: the bucket answered ${response.status}.`,
      'Links are valid for 15 minutes. Run token-ledger export download again.',
      EXIT.temporary,
    );
  await pipeline(Readable.fromWeb(response.body), createWriteStream(path, { mode: 0o600 }));
}
