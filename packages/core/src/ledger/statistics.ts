import { MEASURE_NAMES, type Measures } from './measures.ts';

/** The sums of one model and feature within one dimension value and bucket. */
export interface Cell {
  readonly model: string;
  /** `-` for records that name no feature. */
  readonly feature: string;
  readonly measures: Measures;
}

/** A pure function of a set of records. */
export interface Statistics {
  /** The number of records counted; those that were merged into others are among them, without measures. */
  readonly count: number;
  /**
   * How often these records were changed in all: the sum of their revisions less 1. Absent: 0. With `count` it says how far
   * statistics have come: of two that contain one another, equal ones contain the same revisions of the same records.
   */
  readonly revisions?: number;
  /** Sorted by model, then feature; no two share both. Their measures add up to the totals. */
  readonly cells: readonly Cell[];
}

/** Whether nothing is counted. A model that only worked on the requests of others counts tokens, but no record. */
export function isEmpty({ cells }: Statistics): boolean {
  return cells.length === 0;
}

/** Whether two statistics are the same, to the last cell. */
export function sameStatistics(a: Statistics, b: Statistics): boolean {
  return (
    a.count === b.count &&
    revisionsOf(a) === revisionsOf(b) &&
    a.cells.length === b.cells.length &&
    a.cells.every((cell, index) => sameCell(cell, b.cells[index] as Cell))
  );
}

export function revisionsOf({ revisions = 0 }: Statistics): number {
  return revisions;
}

function sameCell(a: Cell, b: Cell): boolean {
  return (
    a.model === b.model &&
    a.feature === b.feature &&
    MEASURE_NAMES.every((name) => a.measures[name] === b.measures[name])
  );
}
