/*
 * Rolling an hour up, as the deployed function does: its records in packed segments, unpacked, priced and folded one after the other.
 */
import {
  createPricer,
  foldSegments,
  HOUR_MS,
  type SegmentStore,
  SHIPPED_PRICE_BOOK,
  SLICE_MS,
} from '@token-ledger/core';
import { decodeSegment, encodeSegment } from '../packages/aws/src/dynamodb/segment-codec.ts';
import { cpuTimeOf } from './cpu-time.ts';
import { realisticRecord } from './realistic-records.ts';

const RECORDS_PER_SEGMENT = 347;
/** After a redelivery, so often a segment is there twice. */
const EVERY_SO_MANY_TWICE = 90;
const HOUR_START_MS = Date.UTC(2026, 10, 21, 12);
const SLICES = HOUR_MS / SLICE_MS;

/** An hour of so many records, and what it took: segments are made when they are read, which is not counted. */
export async function rollUpHour(records: number) {
  let [makingMicroseconds, bytes] = [0, 0];
  const store: Pick<SegmentStore, 'readSegments'> = {
    async *readSegments(sliceStartMs) {
      const making = await cpuTimeOf(() => segmentsOf(sliceStartMs, Math.round(records / SLICES)));
      makingMicroseconds += making.microseconds;
      bytes += making.result.reduce((sum, { length }) => sum + length, 0);
      for (const segment of making.result) yield decodeSegment(sliceStartMs, segment);
    },
  };
  const { result, microseconds } = await cpuTimeOf(() =>
    foldSegments(store, HOUR_START_MS, HOUR_START_MS + HOUR_MS, createPricer(SHIPPED_PRICE_BOOK)),
  );
  const { folded, count } = result;
  return { folded, count, bytes, microsecondsPerRecord: (microseconds - makingMicroseconds) / count };
}

function segmentsOf(sliceStartMs: number, inSlice: number): readonly Uint8Array[] {
  const segments: Uint8Array[] = [];
  for (let first = 0; first < inSlice; first += RECORDS_PER_SEGMENT) {
    const length = Math.min(RECORDS_PER_SEGMENT, inSlice - first);
    const records = Array.from({ length }, (_, index) =>
      realisticRecord(sliceStartMs + Math.floor(((first + index) / inSlice) * SLICE_MS)),
    );
    segments.push(encodeSegment(sliceStartMs, records));
  }
  return [...segments, ...segments.filter((_, index) => index % EVERY_SO_MANY_TWICE === 0)];
}
