import { createWriteStream } from 'node:fs';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Option } from '@commander-js/extra-typings';
import type { components } from '@token-ledger/client/query';
import { CliError } from './errors.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';

type Export = components['schemas']['Export'];
type ExportFile = Export['files'][number];

/** A file of an export that was downloaded. */
export type Downloaded = Omit<ExportFile, 'link'> & { readonly path: string };

export const overwriteOption = () =>
  new Option('--overwrite', 'replace files of the same names; without it, they are kept');

/**
 * Downloads the files of a finished export into a folder, which is made if there is none.
 *
 * @throws CliError if a file of such a name exists and may not be replaced: nothing is written then
 */
export async function downloadFiles(
  io: Io,
  { id, files }: Pick<Export, 'id' | 'files'>,
  folder: string,
  overwrite = false,
): Promise<readonly Downloaded[]> {
  const directory = resolve(io.cwd, folder);
  const planned = files.flatMap(({ link, ...file }) =>
    // The name comes from the ledger: it names a file, never a folder.
    link ? [{ ...file, url: link.url, path: join(directory, basename(file.name)) }] : [],
  );
  if (!overwrite) for (const { path } of planned) await refuseExisting(path, id);
  await mkdir(directory, { recursive: true });
  const written: Downloaded[] = [];
  for (const { url, ...file } of planned) {
    const part = `${file.path}.${id}.part`;
    try {
      await download(io, url, part, file.name);
      // Another download may have written it meanwhile.
      if (!overwrite) await refuseExisting(file.path, id);
      // A part of a file never has the name of the whole.
      await rename(part, file.path);
    } finally {
      await rm(part, { force: true });
    }
    written.push(file);
  }
  return written;
}

/** Two exports of the same days have files of the same names, even if their filters differ. */
async function refuseExisting(path: string, id: string): Promise<void> {
  if (
    await access(path).then(
      () => true,
      () => false,
    )
  )
    throw new CliError(
      `${path} exists, and is kept as it is.`,
      `Download the export into another folder, or replace the file: token-ledger export download ${id} with --to-folder <folder> or --overwrite.`,
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
