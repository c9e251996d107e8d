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
  /** The number of records counted. */
  readonly count: number;
  /** Sorted by model, then feature; no two share both. Their measures add up to the totals. */
  readonly cells: readonly Cell[];
}

/** Whether nothing is counted. A model that only worked on the requests of others counts tokens, but no record. */
export function isEmpty({ cells }: Statistics): boolean {
  return cells.length === 0;
}

/** Whether two statistics tell the same, to the last cell. */
export function sameStatistics(a: Statistics, b: Statistics): boolean {
  return (
    a.count === b.count &&
    a.cells.length === b.cells.length &&
    a.cells.every((cell, index) => sameCell(cell, b.cells[index] as Cell))
  );
}

function sameCell(a: Cell, b: Cell): boolean {
  return (
    a.model === b.model &&
    a.feature === b.feature &&
    MEASURE_NAMES.every((name) => a.measures[name] === b.measures[name])
  );
}
