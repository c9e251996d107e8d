import {
  type Amount,
  amountOf,
  type Cell,
  type CellColumns,
  type CellFilter,
  MEASURE_NAMES,
  measuresOf,
} from '@token-ledger/core';
import { CELL_ATTRIBUTES, MEASURE_ATTRIBUTES } from './attribute-names.ts';
import { type ColumnReader, CorruptDataError, packRows, type Row, unpackColumns } from './packed-rows.ts';

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
  const { length, columns } = unpackColumns(bytes);
  const [models, features] = [columns.get(MODEL), columns.get(FEATURE)];
  const sums = sumsOf(columns);
  return Array.from({ length }, (_, row) => ({
    model: text(models?.(row), MODEL),
    feature: text(features?.(row), FEATURE),
    measures: measuresOf(sums.map((column) => (column ? decodeAmount(column(row) ?? 0) : 0))),
  }));
}

/** The cells in columns, or only those of a filter: of the others not even a sum is read. @throws CorruptDataError */
export function decodeColumns(bytes: unknown, filter: CellFilter = {}): CellColumns {
  const { length, columns } = unpackColumns(bytes);
  const rows = rowsOf(length, columns, filter);
  const textsOf = (name: string) => {
    const read = columns.get(name);
    return rows.map((row) => text(read?.(row), name));
  };
  return {
    length: rows.length,
    models: textsOf(MODEL),
    features: textsOf(FEATURE),
    amounts: sumsOf(columns).map((read) => read && rows.map((row) => decodeAmount(read(row) ?? 0))),
  };
}

/** The rows of a filter. */
function rowsOf(
  length: number,
  columns: ReadonlyMap<string, ColumnReader>,
  { models, features }: CellFilter,
): readonly number[] {
  const rows: number[] = [];
  const isWanted = (wanted: ReadonlySet<string> | undefined, name: string, row: number) =>
    wanted?.has(text(columns.get(name)?.(row), name)) ?? true;
  for (let row = 0; row < length; row += 1)
    if (isWanted(models, MODEL, row) && isWanted(features, FEATURE, row)) rows.push(row);
  return rows;
}

/** The columns of the measures in their order. Those that no cell has are missing at the end, as most of a small item are. */
function sumsOf(columns: ReadonlyMap<string, ColumnReader>): (ColumnReader | undefined)[] {
  const sums = MEASURE_NAMES.map((name) => columns.get(MEASURE_ATTRIBUTES[name]));
  return sums.slice(0, sums.findLastIndex((column) => column !== undefined) + 1);
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
