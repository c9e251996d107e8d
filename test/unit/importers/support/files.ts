import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from '@jest/globals';
import type { ImportItem, ImportSource } from '@token-ledger/importers';

/** A folder of its own, removed after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'token-ledger-import-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

let files = 0;

/** Writes a file into a folder of its own below another, so that its name can be any. */
export async function fileIn(folder: string, name: string, content: string | Buffer): Promise<string> {
  files += 1;
  const path = join(folder, String(files).padStart(4, '0'), name);
  await mkdir(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

export function ndjson(rows: readonly unknown[]): string {
  return rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n');
}

/** What a source yields, with the number of skipped lines by reason. */
export async function readAll(source: ImportSource, unchanged?: ReadonlySet<string>) {
  const items: ImportItem[] = [];
  for await (const item of source.read(unchanged)) items.push(item);
  const found = items.filter((item) => item.kind === 'record');
  const skipped: Record<string, number> = {};
  for (const item of items) {
    if (item.kind === 'skipped') skipped[item.reason] = (skipped[item.reason] ?? 0) + 1;
  }
  const unknown = items.flatMap((item) => (item.kind === 'unknown_figures' ? item.names : []));
  return { items, found, records: found.map(({ record }) => record), skipped, unknown };
}
