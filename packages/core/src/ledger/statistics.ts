import type { Measures } from './measures.ts';

/** The sums of one model and feature within one dimension value and bucket. */
export interface Cell {
  readonly model: string;
  /** `-` for records that name no feature. */
  readonly feature: string;
  readonly measures: Measures;
}

/** A pure function of a set of records. */
export interface Statistics {
  /** The number of records counted: what the compare-and-swap of the store compares. */
  readonly count: number;
  /** Sorted by model, then feature; no two share both. Their measures add up to the totals. */
  readonly cells: readonly Cell[];
}
