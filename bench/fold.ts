import {
  createPricer,
  foldSegments,
  type SegmentStore,
  SHIPPED_PRICE_BOOK,
  SLICE_MS,
} from '@token-ledger/core';
import { cpuTimeOf } from './cpu-time.ts';
import { realisticRecord } from './realistic-records.ts';

/*
 * CPU time to fold an hour of records into the statistics of all dimensions: 83,333 records (a million in twelve hours) of
 * 100 access keys, 1,000 users, 5 models and 8 features, decoding not included. Run: node bench/fold.ts
 */

const RECORDS = 83_333;
const HOUR = Date.UTC(2026, 10, 21, 12);

const slices = Array.from({ length: 12 }, (_, slice) =>
  Array.from({ length: Math.ceil(RECORDS / 12) }, (__, index) =>
    realisticRecord(HOUR + slice * SLICE_MS + index),
  ),
);

const store: Pick<SegmentStore, 'readSegments'> = {
  async *readSegments(sliceStartMs) {
    yield slices[(sliceStartMs - HOUR) / SLICE_MS] ?? [];
  },
};

for (let round = 0; round < 5; round += 1) {
  const { result, microseconds } = await cpuTimeOf(() =>
    foldSegments(store, HOUR, HOUR + 12 * SLICE_MS, createPricer(SHIPPED_PRICE_BOOK)),
  );
  console.log(`${result.count} records: ${(microseconds / result.count).toFixed(2)} µs CPU per record`);
}
