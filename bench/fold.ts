import {
  createPricer,
  foldSegments,
  type SegmentStore,
  SHIPPED_PRICE_BOOK,
  SLICE_MS,
  type UsageRecord,
} from '@token-ledger/core';

/*
 * CPU time to fold an hour of records into the statistics of all dimensions: 83,333 records (a million in twelve hours) of
 * 100 access keys, 1,000 users, 5 models and 8 features, decoding not included. Run: node bench/fold.ts
 */

const RECORDS = 83_333;
const HOUR = Date.UTC(2026, 10, 21, 12);

const slices = Array.from({ length: 12 }, (_, slice) =>
  Array.from({ length: Math.ceil(RECORDS / 12) }, (__, index): UsageRecord => {
    const number = slice * 7_000 + index;
    return {
      requestId: `req_${number}`,
      occurredAtMs: HOUR + slice * SLICE_MS + index,
      receivedAtMs: HOUR + slice * SLICE_MS + index,
      accessKeyId: `ak_${(number * 7) % 100}`,
      userId: `u_${(number * 13) % 1000}`,
      model: `claude-${number % 5}`,
      feature: `feature-${number % 8}`,
      tokens: {
        input: number % 5000,
        output: number % 700,
        cacheCreation5m: number % 100,
        cacheCreation1h: 0,
        cacheCreationUnattributed: 0,
        cacheRead: number % 3000,
      },
      status: 'ok',
    };
  }),
);

const store: Pick<SegmentStore, 'readSegments'> = {
  async *readSegments(sliceStartMs) {
    yield slices[(sliceStartMs - HOUR) / SLICE_MS] ?? [];
  },
};

for (let round = 0; round < 5; round += 1) {
  const start = process.cpuUsage();
  const { count } = await foldSegments(store, HOUR, HOUR + 12 * SLICE_MS, createPricer(SHIPPED_PRICE_BOOK));
  const { user, system } = process.cpuUsage(start);
  console.log(`${count} records: ${((user + system) / count).toFixed(2)} µs CPU per record`);
}
