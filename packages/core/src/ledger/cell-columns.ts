import { type Amount, amountsOf, measuresOf } from './amounts.ts';
import { MEASURE_NAMES } from './measures.ts';
import type { Cell } from './statistics.ts';

/**
 * Cells in columns, as they are stored. A list has a cell for each of ten thousand users, and a ranking reads one for each
 * day: an object for every cell would take most of the time and of the memory.
 */
export interface CellColumns {
  /** As many in each column. */
  readonly length: number;
  readonly models: readonly string[];
  readonly features: readonly string[];
  /** In the order of `MEASURE_NAMES`; absent where no cell has any. */
  readonly amounts: readonly (readonly Amount[] | undefined)[];
}

export const NO_CELLS: CellColumns = { length: 0, models: [], features: [], amounts: [] };

export function columnsOf(cells: readonly Cell[]): CellColumns {
  const rows = cells.map(({ measures }) => amountsOf(measures));
  const columns = MEASURE_NAMES.map((_, index) => rows.map((row) => row[index] as Amount));
  return {
    length: cells.length,
    models: cells.map(({ model }) => model),
    features: cells.map(({ feature }) => feature),
    amounts: columns.map((column) => (column.some((amount) => amount) ? column : undefined)),
  };
}

export function cellsOf({ length, models, features, amounts }: CellColumns): readonly Cell[] {
  return Array.from({ length }, (_, row) => ({
    model: models[row] as string,
    feature: features[row] as string,
    measures: measuresOf(amounts.map((column) => column?.[row] ?? 0)),
  }));
}

/** One after the other. */
export function joinColumns(parts: readonly CellColumns[]): CellColumns {
  if (parts.length === 1) return parts[0] as CellColumns;
  const columns = Math.max(0, ...parts.map(({ amounts }) => amounts.length));
  return {
    length: parts.reduce((sum, { length }) => sum + length, 0),
    models: parts.flatMap(({ models }) => models),
    features: parts.flatMap(({ features }) => features),
    amounts: Array.from({ length: columns }, (_, index) =>
      parts.some(({ amounts }) => amounts[index])
        ? parts.flatMap(({ length, amounts }) => amounts[index] ?? Array<Amount>(length).fill(0))
        : undefined,
    ),
  };
}
