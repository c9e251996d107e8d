import { type FoldedStatistics, StatisticsFold } from '../ledger/fold.ts';
import type { SegmentStore } from '../ledger/ledger-store.ts';
import type { Pricer } from '../pricing/pricer.ts';
import { type Bucket, HOUR_MS, SLICE_MS } from '../time/bucket.ts';
import type { UsageRecord } from '../usage/record.ts';
import { mapConcurrently } from '../util/map-concurrently.ts';

const CONCURRENT_SLICES = 12;

/** The content of the segments of an hour or leaf. */
export interface ReadRecords {
  readonly folded: FoldedStatistics;
  /** The number of distinct records. */
  readonly records: number;
  /** Received more than an hour after they occurred. */
  readonly late: number;
  /** Counted at the time of receipt, because their own time is not credible. */
  readonly clockClamped: number;
}

/** Thrown by `readRecords` when a limit is exceeded. */
export class TooManyRecordsError extends Error {
  override name = 'TooManyRecordsError';
}

/**
 * Reads the records of an hour or leaf, each once, and passes each to `visit`.
 *
 * @throws TooManyRecordsError as soon as there are more than `limit`.
 */
export async function readRecords(
  store: Pick<SegmentStore, 'readSegments'>,
  { startMs, endMs }: Bucket,
  pricer: Pricer,
  limit: number,
  visit: (record: UsageRecord) => void,
): Promise<ReadRecords> {
  const fold = new StatisticsFold(pricer);
  const slices: number[] = [];
  for (let sliceStartMs = startMs; sliceStartMs < endMs; sliceStartMs += SLICE_MS) slices.push(sliceStartMs);
  let [records, late, clockClamped] = [0, 0, 0];
  await mapConcurrently(slices, CONCURRENT_SLICES, async (sliceStartMs) => {
    const seen = new Set<string>();
    for await (const page of store.readSegments(sliceStartMs)) {
      for (const record of page) {
        if (seen.has(record.requestId)) continue;
        seen.add(record.requestId);
        records += 1;
        if (records > limit) throw new TooManyRecordsError(`There are more than ${limit} records.`);
        if (record.receivedAtMs - record.occurredAtMs > HOUR_MS) late += 1;
        if (record.clockClamped) clockClamped += 1;
        fold.add(record);
        visit(record);
      }
    }
  });
  return { folded: fold.result(), records, late, clockClamped };
}
