import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { formatAccessKey } from '@token-ledger/core';
import { type ImportOptions, importUsage, mapped, parseColumnMap } from '@token-ledger/importers';
import type { FakeLedger } from './fake-ledger.ts';
import { fileIn, ndjson, temporaryFolder } from './files.ts';

export const folder = temporaryFolder();
export const accessKey = formatAccessKey('ak_own', randomBytes(32).toString('hex'));
const map = parseColumnMap({
  convention: 'exclusive',
  columns: {
    requestId: 'id',
    occurredAt: 'at',
    model: 'model',
    inputTokens: 'in',
    outputTokens: 'out',
    feature: 'feature',
    accessKeyId: 'key',
  },
});
/** A row of a file with columns. */
export const row = (id: string, more: object = {}) => ({
  id,
  at: '2026-11-21 10:15:30',
  model: 'claude-opus-5-5',
  in: 10,
  out: 2,
  ...more,
});
export const rows = (from: number, to: number, more: object = {}) =>
  Array.from({ length: to - from }, (_, index) => row(`req_${from + index}`, more));

/** Files of rows. */
export async function sourceOf(...files: readonly (readonly unknown[])[]) {
  const paths = await Promise.all(files.map((content) => fileIn(folder, 'usage.ndjson', ndjson(content))));
  return mapped({ files: paths, map });
}

let names = 0;
export const newPath = (name: string) => {
  names += 1;
  return join(folder, `${name}-${names}.json`);
};

/** Imports into a ledger. */
export const run = (ledger: FakeLedger, source: ImportOptions['source'], more: Partial<ImportOptions> = {}) =>
  importUsage({
    source,
    endpoint: 'https://ledger.example',
    accessKey,
    transport: ledger,
    reader: ledger,
    retryDelayMs: 0,
    ...more,
  });
