import {
  type Amount,
  amountOf,
  type Cell,
  type CellColumns,
  type CellFilter,
  cellsOf,
  isFiltering,
  MEASURE_NAMES,
} from '@token-ledger/core';
import { CELL_ATTRIBUTES, MEASURE_ATTRIBUTES } from './attribute-names.ts';
import {
  CorruptDataError,
  packRows,
  type Row,
  type UnpackedColumn,
  unpackColumns,
  type Value,
} from './packed-rows.ts';

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
export function decodeCells(bytes: unknown): readonly Cell[] {
  return cellsOf(decodeColumns(bytes));
}

/** The cells in columns, or only those of a filter: of the others not even a sum is read. @throws CorruptDataError */
export function decodeColumns(bytes: unknown, filter: CellFilter = {}): CellColumns {
  const { length, columns } = unpackColumns(bytes);
  const rows = isFiltering(filter) ? rowsOf(length, columns, filter) : undefined;
  const valuesOf = ({ at, all }: UnpackedColumn) => (rows ? rows.map(at) : all());
  const textsOf = (name: string) => {
    const column = columns.get(name);
    return (column ? valuesOf(column) : Array<Value>(length).fill(null)).map((value) => text(value, name));
  };
  return {
    length: rows?.length ?? length,
    models: textsOf(MODEL),
    features: textsOf(FEATURE),
    amounts: sumsOf(columns).map((column) => column && amountsIn(valuesOf(column))),
  };
}

/** The rows of a filter. */
function rowsOf(
  length: number,
  columns: ReadonlyMap<string, UnpackedColumn>,
  { models, features }: CellFilter,
): readonly number[] {
  const rows: number[] = [];
  const isWanted = (wanted: ReadonlySet<string> | undefined, name: string, row: number) =>
    wanted?.has(text(columns.get(name)?.at(row), name)) ?? true;
  for (let row = 0; row < length; row += 1)
    if (isWanted(models, MODEL, row) && isWanted(features, FEATURE, row)) rows.push(row);
  return rows;
}

/** The columns of the measures in their order. Those that no cell has are missing at the end, as most of a small item are. */
function sumsOf(columns: ReadonlyMap<string, UnpackedColumn>): (UnpackedColumn | undefined)[] {
  const sums = MEASURE_NAMES.map((name) => columns.get(MEASURE_ATTRIBUTES[name]));
  return sums.slice(0, sums.findLastIndex((column) => column !== undefined) + 1);
}

/** A JSON number is rounded beyond 2^53; a text of digits is exact. */
function encodeSum(sum: bigint): string | number {
  const asNumber = Number(sum);
  return Number.isSafeInteger(asNumber) ? asNumber : sum.toString();
}

/** A column of measures; a cell that has none has 0. Most columns are numbers, and are not copied. */
function amountsIn(values: readonly Value[]): readonly Amount[] {
  return values.every(isSafe) ? values : values.map((value) => decodeAmount(value ?? 0));
}

/** Reads a sum from JSON or DynamoDB. @throws CorruptDataError */
export function decodeAmount(value: unknown): Amount {
  if (isSafe(value)) return value;
  if (typeof value === 'bigint') return amountOf(value);
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return amountOf(BigInt(value));
  throw new CorruptDataError('A stored sum is not a whole number.');
}

function isSafe(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function text(value: unknown, column: string): string {
  if (typeof value !== 'string') throw new CorruptDataError(`A stored cell has no text in column ${column}.`);
  return value;
}
