import { type Measures, NO_MEASURES } from '../ledger/measures.ts';
import { dayId } from '../time/local-date.ts';
import type { ExportCreator } from './export-access.ts';
import type { ExportDefinition, ExportSubject } from './export-definition.ts';
import type { ExportPosition } from './source.ts';

/** `deleted`: its writer stops, and its files are deleted. */
export type ExportStatus = 'queued' | 'running' | 'finished' | 'failed' | 'deleted';

export const EXPORT_FAILURES = ['too_many_rows', 'too_large', 'range_frozen', 'internal_error'] as const;
export type ExportFailure = (typeof EXPORT_FAILURES)[number];

/** A stored export. A change replaces the version that was read before it. */
export interface ExportJob {
  readonly id: string;
  readonly version: number;
  readonly definition: ExportDefinition;
  readonly createdAtMs: number;
  readonly createdBy: ExportCreator;
  /** The report that this export is a run of; the run has the same id. */
  readonly reportId?: string;
  /** After this time its files are gone and the export is no longer shown. */
  readonly expiresAtMs: number;
  readonly updatedAtMs: number;
  readonly status: ExportStatus;
  readonly failure?: ExportFailure;
  /** How often writing was started. Part of the keys of written files, so that writers do not overwrite each other. */
  readonly attempt: number;
  /** Other writers leave the export alone until then. Only saves work: the version decides which writer may continue. */
  readonly leasedUntilMs: number;
  readonly files: readonly ExportFile[];
}

/**
 * `reading`: rows are being read. `completing`: all rows are read, and the parts become a file. `converting`: the rows
 * are being converted to a spreadsheet. `finished`: the file exists.
 */
export type FileStage = 'reading' | 'completing' | 'converting' | 'finished';

/** One file of an export, as of the last checkpoint. */
export interface ExportFile {
  readonly subject: ExportSubject;
  readonly stage: FileStage;
  /** Absent until the first rows were read. Everything up to it is in the parts and the remainder. */
  readonly position?: ExportPosition;
  /** When reading began: the file contains everything acknowledged by then, and perhaps later records. */
  readonly asOfMs?: number;
  readonly rows: number;
  readonly totals: Measures;
  /** False if the file contains statistics that may lag. */
  readonly exact: boolean;
  /** Records before this instant were expiring when reading began, so some may be missing. */
  readonly incompleteBeforeMs?: number;
  /** Bytes written so far. */
  readonly bytes: number;
  readonly upload?: FileUpload;
  /** The key of the bytes that do not fill a part yet. */
  readonly remainderKey?: string;
  /** The key of the file, or of the rows of a spreadsheet while it is converted. */
  readonly key?: string;
}

/** A part of an upload. The store identifies it by its tag. */
export interface UploadedPart {
  readonly number: number;
  readonly tag: string;
}

/** The name and the type of a file, for downloads. */
export interface FileDescription {
  readonly name: string;
  readonly contentType: string;
}

export interface FileUpload {
  readonly key: string;
  readonly id: string;
  /**
   * In ascending order of their numbers, with gaps: a new writer skips the number that the previous one may still be
   * uploading.
   */
  readonly parts: readonly UploadedPart[];
  readonly nextNumber: number;
}

export function newFile(subject: ExportSubject): ExportFile {
  return { subject, stage: 'reading', rows: 0, totals: NO_MEASURES, exact: true, bytes: 0 };
}

/** Whether the export needs no more work. */
export function isFinal({ status }: ExportJob): boolean {
  return status === 'finished' || status === 'failed';
}

/** From 0 to 1, by how much of the time range was read. */
export function exportProgress({ definition: { fromMs, toMs }, files }: ExportJob): number {
  const shares = files.map(({ stage, position }) => {
    if (stage !== 'reading') return stage === 'finished' ? 1 : 0.99;
    return position ? 0.99 * ((position.fromMs - fromMs) / (toMs - fromMs)) : 0;
  });
  return shares.reduce((sum, share) => sum + share, 0) / files.length;
}

const EXTENSIONS = { csv: 'csv', ndjson: 'ndjson', xlsx: 'xlsx', focus: 'csv' } as const;
const CONTENT_TYPES = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** The name of a file, such as `records-20261101-20261201.csv.gz`, and its content type. */
export function describeFile(
  { format, gzip, fromMs, toMs }: ExportDefinition,
  subject: ExportSubject,
): FileDescription {
  const extension = EXTENSIONS[format];
  const what = format === 'focus' ? 'focus' : subject;
  return {
    name: `${what}-${dayId(fromMs)}-${dayId(toMs)}.${extension}${gzip ? '.gz' : ''}`,
    contentType: gzip ? 'application/gzip' : CONTENT_TYPES[extension],
  };
}
