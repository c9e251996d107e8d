import type { UsageRecord } from '@token-ledger/core';
import { RECORD_ATTRIBUTES } from './attribute-names.ts';
import { CorruptDataError, packRows, type Row, unpackRows } from './packed-rows.ts';
import { decodeRecord, encodeRecord } from './record-codec.ts';

/*
 * The records of one slice in one binary attribute. Times are stored as offsets from the slice's start and from each
 * other, which saves two bytes of seventy a record.
 */

const { occurredAtMs: OCCURRED, receivedAtMs: RECEIVED } = RECORD_ATTRIBUTES;

export function encodeSegment(sliceStartMs: number, records: readonly UsageRecord[]): Uint8Array {
  return packRows(
    records.map((record) => {
      const row = encodeRecord(record);
      row[OCCURRED] = record.occurredAtMs - sliceStartMs;
      row[RECEIVED] = record.receivedAtMs - record.occurredAtMs;
      return row;
    }),
  );
}

/** @throws CorruptDataError */
export function decodeSegment(sliceStartMs: number, bytes: unknown): UsageRecord[] {
  return unpackRows(bytes).map((row) => {
    const occurredAtMs = sliceStartMs + distance(row, OCCURRED);
    row[RECEIVED] = occurredAtMs + distance(row, RECEIVED);
    row[OCCURRED] = occurredAtMs;
    return decodeRecord(row);
  });
}

function distance(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number')
    throw new CorruptDataError(`A record of a segment has no number in column ${column}.`);
  return value;
}
