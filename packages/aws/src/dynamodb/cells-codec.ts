import {
  type Amount,
  type AmountCell,
  amountOf,
  type Cell,
  type CellFilter,
  MEASURE_NAMES,
  measuresOf,
} from '@token-ledger/core';
import { CELL_ATTRIBUTES, MEASURE_ATTRIBUTES } from './attribute-names.ts';
import { CorruptDataError, packRows, type Row, unpackColumns } from './packed-rows.ts';

/*
 * The cells of one statistics item in one binary attribute. Measures are named columns and zeros are left out, so a
 * measure that is added later reads as zero in older items, without a migration.
 *
 * Always packed, also for a few cells: a map would take three times the bytes (67 instead of 23 a cell) and a second
 * format.
 */

const { model: MODEL, feature: FEATURE } = CELL_ATTRIBUTES;

export function encodeCells(cells: readonly Cell[]): Uint8Array {
  return packRows(
    cells.map(({ model, feature, measures }) => {
      const row: Row = { [MODEL]: model, [FEATURE]: feature };
      for (const name of MEASURE_NAMES) {
        if (measures[name] !== 0n) row[MEASURE_ATTRIBUTES[name]] = encodeSum(measures[name]);
      }
      return row;
    }),
  );
}

/** @throws CorruptDataError */
export function decodeCells(bytes: unknown): Cell[] {
  return decodeAmounts(bytes).map(withMeasures);
}

export function withMeasures({ amounts, ...cell }: AmountCell): Cell {
  return { ...cell, measures: measuresOf(amounts) };
}

/** The cells, or only those of a filter: of the others not even a sum is read. @throws CorruptDataError */
export function decodeAmounts(bytes: unknown, filter: CellFilter = {}): AmountCell[] {
  const { length, columns } = unpackColumns(bytes);
  const [models, features] = [columns.get(MODEL), columns.get(FEATURE)];
  const sums = MEASURE_NAMES.map((name) => columns.get(MEASURE_ATTRIBUTES[name]));
  // Measures that no cell has are missing at the end: a list has 10,000 cells, and a ranking reads a list for each day.
  const kept = sums.slice(0, sums.findLastIndex((column) => column !== undefined) + 1);
  const cells: AmountCell[] = [];
  for (let row = 0; row < length; row += 1) {
    const [model, feature] = [text(models?.(row), MODEL), text(features?.(row), FEATURE)];
    if (filter.models?.has(model) === false || filter.features?.has(feature) === false) continue;
    const amounts = kept.map((column) => (column ? decodeAmount(column(row) ?? 0) : 0));
    cells.push({ model, feature, amounts });
  }
  return cells;
}

/** A JSON number is rounded beyond 2^53; a text of digits is exact. */
function encodeSum(sum: bigint): string | number {
  const asNumber = Number(sum);
  return Number.isSafeInteger(asNumber) ? asNumber : sum.toString();
}

/** Reads a sum from JSON or DynamoDB. @throws CorruptDataError */
export function decodeAmount(value: unknown): Amount {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  if (typeof value === 'bigint') return amountOf(value);
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return amountOf(BigInt(value));
  throw new CorruptDataError('A stored sum is not a whole number.');
}

function text(value: unknown, column: string): string {
  if (typeof value !== 'string') throw new CorruptDataError(`A stored cell has no text in column ${column}.`);
  return value;
}
