import type { Dimension } from '../ports/ledger-store.ts';
import type { Bucket, Period } from '../time/bucket.ts';
import type { Statistics } from './statistics.ts';

export interface StatisticsQuery {
  readonly dimension: Dimension;
  /** One dimension value; all of them when absent. */
  readonly id?: string;
  readonly period: Period;
  /** [fromMs, toMs), any instants. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Count only these models and features; everything when absent. */
  readonly models?: ReadonlySet<string>;
  readonly features?: ReadonlySet<string>;
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

export interface StatisticsAnswer {
  readonly rows: readonly StatisticsRow[];
  /** Present when there may be more rows. */
  readonly next?: RowPosition;
  /** Everything acknowledged by then is in the answer. */
  readonly asOfMs: number;
  /** Hours in the range that are not rolled up yet; they were folded while reading. */
  readonly pendingHours: readonly Bucket[];
  /** Of these, the hours beyond the budget: answered from statistics that may lag behind until the next roll-up. */
  readonly inexactHours: readonly Bucket[];
  /** What occurred before this instant never changes again. */
  readonly frozenBeforeMs: number;
}
