import { open } from 'node:fs/promises';
import type { Place } from '../import-source.ts';

/** A record that does not count as it is, and where it is found. */
export interface Refused extends Place {
  /** Absent if it could hold something else than an id. */
  readonly requestId?: string;
  readonly code: string;
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}

/** A file of NDJSON that lists the refused records. It can be cut back to where an interrupted run was confirmed. */
export interface RefusedReport {
  add(refused: Refused): Promise<void>;
  /** Bytes on disk. */
  size(): number;
  close(): Promise<void>;
}

/** Opens the report of a run that continues at a size, or begins with 0. */
export async function openReport(path: string, keptBytes: number): Promise<RefusedReport> {
  const { file, size } = await openFor(path, keptBytes);
  let position = Math.min(size, keptBytes);
  await file.truncate(position);
  return {
    async add(refused) {
      const line = Buffer.from(`${JSON.stringify(refused)}\n`);
      await file.write(line, 0, line.length, position);
      position += line.length;
    },
    size: () => position,
    close: () => file.close(),
  };
}

/** Begins a new file, also in place of one that was removed since the run was interrupted. */
async function openFor(path: string, keptBytes: number) {
  const existing = keptBytes > 0 ? await open(path, 'r+').catch(() => undefined) : undefined;
  const file = existing ?? (await open(path, 'w'));
  return { file, size: (await file.stat()).size };
}

/** A report that nobody asked for. */
export const NO_REPORT: RefusedReport = {
  add: async () => undefined,
  size: () => 0,
  close: async () => undefined,
};
