import { deflateSync, inflateSync } from 'node:zlib';
import { isJsonObject } from '@token-ledger/core';

/*
 * Many small rows in one binary attribute: one JSON array per column, deflated. Columns put similar values side by
 * side, which deflate packs well. A column that a reader does not know, or a writer did not write, does no harm.
 *
 * Plain zlib: within six percent of zstd and brotli on these rows (bench/segment-codec.ts), in every language's
 * standard library, and with a checksum, which raw deflate and brotli lack. Zstd packs twice as fast, but is still
 * experimental in Node 24.
 */

/** A row leaves out the attributes it does not have. */
export type Row = Record<string, string | number>;

/** The stored bytes were not written by this code: no answer is better than a wrong one. */
export class CorruptDataError extends Error {
  override name = 'CorruptDataError';
}

/** One value per row, `null` where a row has none; or the distinct values and one index into them per row. */
export type Value = string | number | null;
type Column = readonly Value[] | { readonly d: readonly Value[]; readonly i: readonly number[] };

interface Packed {
  readonly v: 1;
  readonly n: number;
  readonly c: Readonly<Record<string, Column>>;
}

/**
 * What Node.js sets aside for an output at a time, 16 KB by default: as much garbage for each of the hundred bytes of an
 * item as for all of a list. Packed rows inflate to two to four times their bytes.
 */
const INFLATED_PER_BYTE = 4;
const MIN_CHUNK_BYTES = 512;

/** Limits the memory that a damaged length can allocate: 300 KB of segment inflate to about a megabyte. */
const MAX_INFLATED_BYTES = 64 * 1024 * 1024;

export function packRows(rows: readonly Row[]): Uint8Array {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  const columns = [...names].map((name) => [name, packColumn(rows.map((row) => row[name] ?? null))] as const);
  const packed: Packed = { v: 1, n: rows.length, c: Object.fromEntries(columns) };
  return deflateSync(JSON.stringify(packed));
}

/** @throws CorruptDataError */
export function unpackRows(bytes: unknown): Row[] {
  const { length, columns } = unpackColumns(bytes);
  return Array.from({ length }, (_, index) => {
    const row: Row = {};
    for (const [name, { at }] of columns) {
      const value = at(index);
      if (value !== null) row[name] = value;
    }
    return row;
  });
}

/** The values of one column. */
export interface UnpackedColumn {
  readonly at: (row: number) => Value;
  /** Of all rows. */
  readonly all: () => readonly Value[];
}

/** For readers of few rows or columns: no row is made. @throws CorruptDataError */
export function unpackColumns(bytes: unknown): {
  readonly length: number;
  readonly columns: ReadonlyMap<string, UnpackedColumn>;
} {
  const { n, c } = parse(bytes);
  return {
    length: n,
    columns: new Map(Object.entries(c).map(([name, column]) => [name, readColumn(name, column, n)])),
  };
}

/** A dictionary pays as soon as values repeat: fewer bytes, half the JSON, and one string in memory instead of many. */
function packColumn(values: readonly Value[]): Column {
  const indexes = new Map<Value, number>();
  for (const value of values) if (!indexes.has(value)) indexes.set(value, indexes.size);
  if (indexes.size * 2 > values.length) return values;
  return { d: [...indexes.keys()], i: values.map((value) => indexes.get(value) as number) };
}

function readColumn(name: string, column: unknown, length: number): UnpackedColumn {
  if (Array.isArray(column) && column.length === length && column.every(isValue)) {
    const values: readonly Value[] = column;
    return { at: (row) => values[row] ?? null, all: () => values };
  }
  if (isJsonObject(column) && Array.isArray(column['d']) && Array.isArray(column['i'])) {
    const { d, i } = column as { d: readonly unknown[]; i: readonly unknown[] };
    if (i.length === length && d.every(isValue) && i.every((index) => d[index as number] !== undefined)) {
      const [values, indexes] = [d, i as readonly number[]];
      const at = (row: number) => values[indexes[row] as number] ?? null;
      return { at, all: () => indexes.map((_, row) => at(row)) };
    }
  }
  throw new CorruptDataError(`Column ${name} of packed rows is not ${length} texts and numbers.`);
}

function parse(bytes: unknown): Packed {
  let packed: unknown;
  try {
    const chunkSize = Math.max(MIN_CHUNK_BYTES, (bytes as Uint8Array).length * INFLATED_PER_BYTE);
    const inflated = inflateSync(bytes as Uint8Array, { chunkSize, maxOutputLength: MAX_INFLATED_BYTES });
    packed = JSON.parse(inflated.toString('utf8'));
  } catch (error) {
    throw new CorruptDataError('Packed rows cannot be unpacked.', { cause: error });
  }
  if (
    !isJsonObject(packed) ||
    packed['v'] !== 1 ||
    !Number.isSafeInteger(packed['n']) ||
    !isJsonObject(packed['c'])
  ) {
    throw new CorruptDataError('Packed rows are not of version 1.');
  }
  return packed as unknown as Packed;
}

function isValue(value: unknown): value is Value {
  return value === null || typeof value === 'string' || typeof value === 'number';
}
