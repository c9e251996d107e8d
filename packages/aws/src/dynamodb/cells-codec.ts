import { type Cell, MEASURE_NAMES, type MeasureName, NO_MEASURES } from '@token-ledger/core';
import { CELL_ATTRIBUTES, MEASURE_ATTRIBUTES } from './key-schema.ts';
import { CorruptDataError, packRows, type Row, unpackRows } from './packed-rows.ts';

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
  return unpackRows(bytes).map((row) => {
    const measures: Record<MeasureName, bigint> = { ...NO_MEASURES };
    for (const name of MEASURE_NAMES) measures[name] = decodeSum(row[MEASURE_ATTRIBUTES[name]] ?? 0);
    return { model: text(row, MODEL), feature: text(row, FEATURE), measures };
  });
}

/** A JSON number is rounded beyond 2^53; a text of digits is exact. */
function encodeSum(sum: bigint): string | number {
  const asNumber = Number(sum);
  return Number.isSafeInteger(asNumber) ? asNumber : sum.toString();
}

/** Reads a sum from JSON or DynamoDB. @throws CorruptDataError */
export function decodeSum(value: unknown): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return BigInt(value);
  throw new CorruptDataError('A stored sum is not a whole number.');
}

function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new CorruptDataError(`A stored cell has no text in column ${column}.`);
  return value;
}
