import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ImportError } from '../errors.ts';

export type FileFormat = 'csv' | 'ndjson';

const FORMATS: Readonly<Record<string, FileFormat>> = {
  '.csv': 'csv',
  '.jsonl': 'ndjson',
  '.ndjson': 'ndjson',
};

/** The format by the name of a file, of which `.gz` is no part. @throws ImportError */
export function formatOf(file: string): FileFormat {
  const extension = extname(withoutGz(file)).toLowerCase();
  if (extension === '.parquet') {
    throw new ImportError(`${file} is Parquet, which is not read. Export it as JSONL or CSV.`);
  }
  const format = FORMATS[extension];
  if (format !== undefined) return format;
  throw new ImportError(`${file} must be named .csv, .jsonl or .ndjson, each of them with .gz or without.`);
}

/** The bytes of a file, inflated if its name ends with `.gz`. Rejects with an `ImportError` for what is no text at all. */
export async function openFile(file: string): Promise<AsyncIterable<Buffer>> {
  const isGzip = file.toLowerCase().endsWith('.gz');
  const head = await readHead(file);
  if (head.toString('latin1', 0, 4) === 'PAR1') {
    throw new ImportError(`${file} is Parquet, which is not read. Export it as JSONL or CSV.`);
  }
  const bytes = createReadStream(file);
  return isGzip ? inflated(file, bytes) : bytes;
}

async function readHead(file: string): Promise<Buffer> {
  try {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new ImportError(`${file} cannot be read: ${codeOf(error)}.`);
  }
}

async function* inflated(file: string, bytes: Readable): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  bytes.on('error', (error) => gunzip.destroy(error)).pipe(gunzip);
  try {
    for await (const chunk of gunzip) yield chunk as Buffer;
  } catch (error) {
    throw new ImportError(`${file} cannot be inflated: ${codeOf(error)}.`);
  } finally {
    bytes.destroy();
    gunzip.destroy();
  }
}

function withoutGz(file: string): string {
  return file.replace(/\.gz$/i, '');
}

function codeOf(error: unknown): string {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : 'unknown error';
}
