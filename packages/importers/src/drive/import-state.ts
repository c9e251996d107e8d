import { createHash } from 'node:crypto';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { isJsonObject, stableJson } from '@token-ledger/core';
import { ImportError } from '../errors.ts';
import type { ImportSource } from '../import-source.ts';
import type { RecordDefaults } from './judge.ts';
import type { Sent } from './sent.ts';

/*
 * Where an import stands, in two files: the one that is named holds the files that were imported completely, and the one beside
 * it, `.run`, how far the present run is. The second is small, because it is written after every batch.
 */

/** What identifies the content of a file, as far as can be seen without reading it. */
interface FileStamp {
  readonly inode: number;
  readonly size: number;
  readonly modifiedMs: number;
}
type Stamps = Readonly<Record<string, FileStamp>>;

/** How far a run is. Items are counted in the order in which the source yields them. */
interface RunProgress {
  /** All before were sent and answered, or written to the report. */
  readonly items: number;
  readonly sent: Sent;
  /** The files with records that the ledger refused until then. */
  readonly refusedFiles: readonly string[];
  /** The size of the report of refused records at that time. */
  readonly reportBytes: number;
}

export interface ImportState {
  /** Files that were imported completely, and did not change since. */
  readonly unchanged: ReadonlySet<string>;
  /** Of a run over the same files that was interrupted. */
  readonly interrupted: RunProgress | undefined;
  progress(progress: RunProgress): Promise<void>;
  /** All files, as they were when the run began, are imported, except these: the next run sends all of their records again. */
  complete(refusedFiles: readonly string[]): Promise<void>;
}

export interface StateJob {
  readonly source: ImportSource;
  readonly defaults: RecordDefaults;
  /** The ledger, by its address. */
  readonly target: string;
  readonly range: object;
}

const VERSION = 1;

/** @throws ImportError if the file is none of an import, or that of another one */
export async function openState(path: string, job: StateJob): Promise<ImportState> {
  const jobDigest = digestOf(job);
  const known = await readStamps(path, jobDigest);
  const stamps = await stampsOf(job.source.files);
  const unchanged = new Set(job.source.files.filter((file) => isSame(known[file], stamps[file])));
  const runPath = `${path}.run`;
  const runDigest = digest({ jobDigest, stamps, unchanged: [...unchanged] });
  return {
    unchanged,
    interrupted: await readRun(runPath, runDigest),
    progress: (progress) => writeWhole(runPath, { version: VERSION, run: runDigest, ...progress }),
    async complete(refusedFiles) {
      const refused = new Set(refusedFiles);
      const files = Object.entries({ ...known, ...stamps }).filter(([file]) => !refused.has(file));
      await writeWhole(path, { version: VERSION, job: jobDigest, files: Object.fromEntries(files) });
      await rm(runPath, { force: true });
    },
  };
}

/** The state of an import that keeps none. */
export const NO_STATE: ImportState = {
  unchanged: new Set(),
  interrupted: undefined,
  progress: async () => undefined,
  complete: async () => undefined,
};

function digestOf({ source, defaults, target, range }: StateJob): string {
  return digest({ source: source.name, settings: source.settings, defaults, target, range });
}

function digest(value: unknown): string {
  return createHash('sha256').update(stableJson(value)).digest('base64url');
}

async function readStamps(path: string, jobDigest: string): Promise<Stamps> {
  const state = await readJson(path);
  if (state === undefined) return {};
  if (!isJsonObject(state) || state['version'] !== VERSION || !isJsonObject(state['files'])) {
    throw new ImportError(`${path} is no state of an import.`);
  }
  if (state['job'] === jobDigest) return state['files'] as Stamps;
  throw new ImportError(
    `${path} is the state of another import: of another source, ledger, range or other options. Name another file.`,
  );
}

async function readRun(path: string, runDigest: string): Promise<RunProgress | undefined> {
  const run = await readJson(path).catch(() => undefined);
  // Of other files, of these before they changed, or of an earlier version: sending all of them again is safe.
  if (!isJsonObject(run) || run['run'] !== runDigest) return undefined;
  const { items, sent, refusedFiles, reportBytes } = run as unknown as Partial<RunProgress>;
  if (items === undefined || !sent || !refusedFiles || reportBytes === undefined) return undefined;
  return { items, sent, refusedFiles, reportBytes };
}

async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === 'ENOENT') return undefined;
    throw new ImportError(`${path} cannot be read.`);
  }
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function stampsOf(files: readonly string[]): Promise<Stamps> {
  const stamps = files.map(async (file): Promise<readonly [string, FileStamp]> => {
    const { ino, size, mtimeMs } = await stat(file).catch(() => {
      throw new ImportError(`${file} cannot be read.`);
    });
    return [file, { inode: ino, size, modifiedMs: mtimeMs }];
  });
  return Object.fromEntries(await Promise.all(stamps));
}

function isSame(a: FileStamp | undefined, b: FileStamp | undefined): boolean {
  return a !== undefined && stableJson(a) === stableJson(b);
}

/** Whole or not at all: a half-written state would be lost. */
async function writeWhole(path: string, value: unknown): Promise<void> {
  const temporary = `${path}.tmp`;
  await writeFile(temporary, JSON.stringify(value));
  await rename(temporary, path);
}
