import { type FoldedStatistics, StatisticsFold } from '../ledger/fold.ts';
import type { SegmentStore } from '../ledger/ledger-store.ts';
import { uniteCopies } from '../ledger/unite-copies.ts';
import type { Pricer } from '../pricing/pricer.ts';
import { type Bucket, SLICE_MS } from '../time/bucket.ts';
import { arrivedLate, hasClockFault, type UsageRecord } from '../usage/record.ts';
import { mapConcurrently } from '../util/map-concurrently.ts';
import { SourceTally } from './source-counts.ts';

const CONCURRENT_SLICES = 12;

/** The content of the segments of an hour or leaf. */
export interface ReadRecords {
  readonly folded: FoldedStatistics;
  /** The number of distinct records. */
  readonly records: number;
  /** Received more than an hour after they occurred. */
  readonly late: number;
  /** Counted at the time of their receipt because their own was too far in the future. */
  readonly clockClamped: number;
  readonly sources: SourceTally;
}

/** Thrown by `readRecords` when a limit is exceeded. */
export class TooManyRecordsError extends Error {
  override name = 'TooManyRecordsError';
}

/**
 * Reads the records of an hour, or leaf, each once, and shows each to `visit`, those that were merged into others as well.
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
  const sources = new SourceTally();
  const slices: number[] = [];
  for (let sliceStartMs = startMs; sliceStartMs < endMs; sliceStartMs += SLICE_MS) slices.push(sliceStartMs);
  let [records, late, clockClamped] = [0, 0, 0];
  await mapConcurrently(slices, CONCURRENT_SLICES, async (sliceStartMs) => {
    for await (const page of uniteCopies(store, sliceStartMs)) {
      for (const record of page) {
        const cost = fold.add(record);
        visit(record);
        if (!cost) continue;
        records += 1;
        sources.add(record, cost);
        if (records > limit) throw new TooManyRecordsError(`There are more than ${limit} records.`);
        if (arrivedLate(record)) late += 1;
        if (hasClockFault(record)) clockClamped += 1;
      }
    }
  });
  return { folded: fold.result(), records, late, clockClamped, sources };
}
