import { type Measures, NO_MEASURES } from '../ledger/measures.ts';
import { dayId } from '../time/local-date.ts';
import type { ExportCreator } from './export-access.ts';
import type { ExportDefinition, ExportSubject } from './export-definition.ts';
import type { ExportPosition } from './source.ts';

/** `deleted`: whoever works on it stops, and its files go. */
export type ExportStatus = 'queued' | 'running' | 'finished' | 'failed' | 'deleted';

export const EXPORT_FAILURES = ['too_many_rows', 'too_large', 'range_frozen', 'internal_error'] as const;
export type ExportFailure = (typeof EXPORT_FAILURES)[number];

/** An export as it is stored. Whoever changes it replaces the version it read. */
export interface ExportJob {
  readonly id: string;
  readonly version: number;
  readonly definition: ExportDefinition;
  readonly createdAtMs: number;
  readonly createdBy: ExportCreator;
  /** The report whose run it is; the run has the same id as the export. */
  readonly reportId?: string;
  /** When its files are gone, and nobody is told of it any more. */
  readonly expiresAtMs: number;
  readonly updatedAtMs: number;
  readonly status: ExportStatus;
  readonly failure?: ExportFailure;
  /** How often somebody began to work on it. Makes the keys of what each one writes different. */
  readonly attempt: number;
  /** Until when whoever began last is to be left alone. Only saves work: the version decides who may go on. */
  readonly leasedUntilMs: number;
  readonly files: readonly ExportFile[];
}

/**
 * `reading`: rows are being read. `completing`: all were, and the parts become a file. `converting`: the rows lie ready to
 * become a spreadsheet. `finished`: the file is there.
 */
export type FileStage = 'reading' | 'completing' | 'converting' | 'finished';

/** One file of an export, as far as it was when it was last stored. */
export interface ExportFile {
  readonly subject: ExportSubject;
  readonly stage: FileStage;
  /** Absent until the first rows were read. All up to it are in the parts and the remainder. */
  readonly position?: ExportPosition;
  /** When reading began: everything acknowledged by then that was not yet read is in the file. */
  readonly asOfMs?: number;
  readonly rows: number;
  readonly totals: Measures;
  /** False if it has statistics that lagged behind. */
  readonly exact: boolean;
  /** Records before this instant were expiring when reading began, so that some may be missing. */
  readonly incompleteBeforeMs?: number;
  /** Of what was written so far. */
  readonly bytes: number;
  readonly upload?: FileUpload;
  /** Where lies what was too small to be a part yet. */
  readonly remainderKey?: string;
  /** The file, or the rows of a spreadsheet while it is converted. */
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
  /** In the order of their numbers, which have gaps: whoever begins skips one that another may still be writing. */
  readonly parts: readonly UploadedPart[];
  readonly nextNumber: number;
}

export function newFile(subject: ExportSubject): ExportFile {
  return { subject, stage: 'reading', rows: 0, totals: NO_MEASURES, exact: true, bytes: 0 };
}

/** Whether nobody will work on it any more. */
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

/** What a file is called, such as `records-20261101-20261201.csv.gz`. */
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
