import type { Measures } from '../ledger/measures.ts';
import type { CellValue } from './column.ts';

/**
 * How far a source was read. Records: up to the instant `fromMs`, and of that instant those with keys up to `afterId`
 * and `afterKeyId`.
 * Statistics: up to the row of `bucketId` and `afterId`, in a bucket that begins at `fromMs`; all of them without a bucket.
 */
export interface ExportPosition {
  readonly fromMs: number;
  readonly bucketId?: string;
  readonly afterId?: string;
  readonly afterKeyId?: string;
}

/** The unit of reading: a record, or the statistics of one dimension value and bucket. */
export interface SourceRow {
  /** The rows in the file. */
  readonly lines: readonly (readonly CellValue[])[];
  readonly measures: Measures;
  /** Reading resumes after this row from here. */
  readonly position: ExportPosition;
}

export interface SourceBatch {
  readonly rows: readonly SourceRow[];
  /** Reading resumes after this batch from here. */
  readonly position: ExportPosition;
  /** False if the batch contains statistics that may lag until the next roll-up. */
  readonly exact: boolean;
}

/** Rows in an order that is the same however often reading is interrupted. */
export type Source = (after: ExportPosition | undefined) => AsyncGenerator<SourceBatch>;
