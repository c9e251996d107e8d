/*
 * Folding an hour of a million records, as the roll-up does: segments of 347 records, unpacked one after the other. Making
 * them is not measured, but is in the peak of memory. Run: node bench/large-hour.ts
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
import { realisticRecord } from './realistic-records.ts';

const RECORDS = 1_000_000;
const RECORDS_PER_SEGMENT = 347;
const MAX_RSS_MB = 512;
const HOUR_START_MS = Date.UTC(2026, 10, 21, 12);
const SLICES = HOUR_MS / SLICE_MS;

let makingMicroseconds = 0;
let bytes = 0;

/** The packed segments of a slice, of which each ninetieth or so is there twice, as after a redelivery. */
function segmentsOf(sliceStartMs: number): readonly Uint8Array[] {
  const start = process.cpuUsage();
  const inSlice = Math.round(RECORDS / SLICES);
  const segments: Uint8Array[] = [];
  for (let first = 0; first < inSlice; first += RECORDS_PER_SEGMENT) {
    const count = Math.min(RECORDS_PER_SEGMENT, inSlice - first);
    const records = Array.from({ length: count }, (_, index) =>
      realisticRecord(sliceStartMs + Math.floor(((first + index) / inSlice) * SLICE_MS)),
    );
    segments.push(encodeSegment(sliceStartMs, records));
  }
  segments.push(...segments.filter((_, index) => index % 90 === 0));
  bytes += segments.reduce((sum, { length }) => sum + length, 0);
  makingMicroseconds += microseconds(process.cpuUsage(start));
  return segments;
}

const store: Pick<SegmentStore, 'readSegments'> = {
  async *readSegments(sliceStartMs) {
    for (const segment of segmentsOf(sliceStartMs)) yield decodeSegment(sliceStartMs, segment);
  },
};

const start = process.cpuUsage();
const { folded, count } = await foldSegments(
  store,
  HOUR_START_MS,
  HOUR_START_MS + HOUR_MS,
  createPricer(SHIPPED_PRICE_BOOK),
);
const cpuMicroseconds = microseconds(process.cpuUsage(start)) - makingMicroseconds;
const rssMb = Math.round(process.resourceUsage().maxRSS / 1024);

console.log(`${count} records of ${folded.access_key.size} access keys and ${folded.user.size} users`);
console.log(`${(bytes / 2 ** 20).toFixed(1)} MB of segments, ${(bytes / count).toFixed(1)} bytes a record`);
console.log(
  `${(cpuMicroseconds / count).toFixed(2)} µs CPU a record, ${Math.round((count / cpuMicroseconds) * 1e6)} records/s`,
);
console.log(`${rssMb} MB of memory at most`);
if (rssMb > MAX_RSS_MB) throw new Error(`More than ${MAX_RSS_MB} MB.`);

function microseconds({ user, system }: NodeJS.CpuUsage): number {
  return user + system;
}
