import { type Bucket, HOUR_MS, SLICE_MS } from '../../time/bucket.ts';
import type { Calendar } from '../../time/calendar.ts';
import { mapConcurrently } from '../../util/map-concurrently.ts';
import { ALL_ID } from '../fold.ts';
import type { MarkStore, SegmentStore, StatisticsStore } from '../ledger-store.ts';
import { type MarkHoursDeps, markBuckets, recomputableHours, withLeaves } from '../mark-hours.ts';
import type { Retention } from '../retention.ts';

export interface SweepDeps extends MarkHoursDeps {
  readonly store: MarkStore & SegmentStore & StatisticsStore;
  readonly calendar: Calendar;
  readonly retention: Retention;
}

export interface SweepReport {
  readonly markedHours: number;
  readonly emptyHours: number;
}

const CONCURRENT_HOURS = 8;

/**
 * Marks every hour of the last `hours` that holds anything, so that the next roll-up recomputes it from its records. Nothing
 * relies on it: it heals what should not happen, such as a message that was given up between its segment and its mark.
 */
export async function sweep(deps: SweepDeps, hours: number): Promise<SweepReport> {
  const nowMs = deps.clock();
  const recent = recomputableHours(deps, nowMs - hours * HOUR_MS, nowMs, nowMs).hours;
  const counted = await countedHours(deps.store, recent);
  const holding = await mapConcurrently(
    recent,
    CONCURRENT_HOURS,
    async (hour) => counted.has(hour.id) || (await hasRecords(deps.store, hour)),
  );
  const marked = recent.filter((_, index) => holding[index]);
  const buckets = marked.flatMap((hour) => withLeaves(deps.calendar, hour));
  await markBuckets(deps, buckets, false);
  return { markedHours: marked.length, emptyHours: recent.length - marked.length };
}

/** One read shows nearly all hours that hold something; only the others' segments have to be looked for. */
async function countedHours(store: StatisticsStore, hours: readonly Bucket[]): Promise<ReadonlySet<string>> {
  const items = await store.getStatistics(
    hours.map(({ period, id }) => ({ period, bucketId: id, dimension: 'all', id: ALL_ID })),
  );
  return new Set(items.map(({ bucketId }) => bucketId));
}

async function hasRecords(store: SegmentStore, { startMs, endMs }: Bucket): Promise<boolean> {
  for (let sliceStartMs = startMs; sliceStartMs < endMs; sliceStartMs += SLICE_MS) {
    for await (const records of store.readSegments(sliceStartMs)) if (records.length > 0) return true;
  }
  return false;
}
