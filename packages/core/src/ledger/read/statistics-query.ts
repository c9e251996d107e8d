import type { Bucket, Period } from '../../time/bucket.ts';
import type { Dimension } from '../ledger-store.ts';
import type { Statistics } from '../statistics.ts';
import type { CellFilter } from './cell-filter.ts';
import type { Freshness } from './source-reader.ts';

export interface StatisticsQuery extends CellFilter {
  readonly dimension: Dimension;
  /** One dimension value; all of them when absent. */
  readonly id?: string;
  readonly period: Period;
  /** [fromMs, toMs), any instants. */
  readonly fromMs: number;
  readonly toMs: number;
  /** At most so many rows, at least 1. */
  readonly limit: number;
  /** Continue behind this row. */
  readonly after?: RowPosition;
}

/** Rows are ordered by time, then id. */
export interface RowPosition {
  readonly bucketId: string;
  readonly id: string;
}

export interface StatisticsRow {
  readonly bucket: Bucket;
  /** The part of the bucket that was asked for. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly id: string;
  /** Never empty: dimension values without a matching record have no row. */
  readonly statistics: Statistics;
}

export interface StatisticsAnswer extends Freshness {
  readonly rows: readonly StatisticsRow[];
  /** Present when there may be more rows. */
  readonly next?: RowPosition;
}
