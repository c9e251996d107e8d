import {
  DIMENSIONS,
  type Dimension,
  type SegmentStore,
  type StatisticsItem,
  type StatisticsStore,
} from '../ports/ledger-store.ts';
import type { Bucket } from '../time/bucket.ts';
import type { Calendar } from '../time/calendar.ts';
import { mapConcurrently } from '../util/map-concurrently.ts';
import { type FoldedStatistics, foldSegments, mergeStatistics } from './fold.ts';
import type { Statistics } from './statistics.ts';
import { statisticsItems } from './statistics-items.ts';

/*
 * The one rule by which statistics change. A stored item is replaced only by compare-and-swap on the number of records it
 * counted when it was read, and it is read *before* the inputs. Inputs only grow, so whatever the old item contained is in
 * them: each successful write holds a superset of what it replaces, whoever else is writing. Reading the old item later, or
 * letting the larger count win, both hide acknowledged records in rare interleavings.
 */

export interface RecomputeDeps {
  readonly store: SegmentStore & StatisticsStore;
  readonly calendar: Calendar;
}

export interface Recomputed {
  /** True when every item of the bucket now contains all that was read. */
  readonly written: boolean;
  readonly shrinksRefused: number;
}

const CONCURRENT_WRITES = 32;

/** Recomputes all statistics of an hour from its segments, of a day from its hours, of a month from its days. */
export async function recomputeBucket(deps: RecomputeDeps, bucket: Bucket): Promise<Recomputed> {
  const stored = await storedCounts(deps.store, bucket);
  const folded =
    bucket.period === 'hour'
      ? (await foldSegments(deps.store, bucket.startMs, bucket.endMs)).folded
      : await mergeChildren(deps, bucket);

  let written = true;
  let shrinksRefused = 0;
  // `all` last: where it exists, the parts it is the sum of exist too.
  for (const dimension of ['access_key', 'user', 'all'] as const satisfies readonly Dimension[]) {
    const changed: StatisticsItem[] = [];
    const counts = stored[dimension];
    for (const [id, statistics] of folded[dimension]) {
      const count = counts.get(id);
      // The same number of records is the same records: the old ones are among the new ones.
      if (count === statistics.count) continue;
      if (count !== undefined && count > statistics.count) shrinksRefused += 1;
      else changed.push({ period: bucket.period, bucketId: bucket.id, dimension, id, statistics });
    }
    for (const id of counts.keys()) if (!folded[dimension].has(id)) shrinksRefused += 1;
    const results = await mapConcurrently(changed, CONCURRENT_WRITES, (item) =>
      deps.store.putStatistics(item, counts.get(item.id)),
    );
    if (results.includes(false)) written = false;
  }
  return { written: written && shrinksRefused === 0, shrinksRefused };
}

async function storedCounts(
  store: StatisticsStore,
  bucket: Bucket,
): Promise<Readonly<Record<Dimension, ReadonlyMap<string, number>>>> {
  const counts = { all: new Map(), access_key: new Map(), user: new Map() } satisfies Record<
    Dimension,
    Map<string, number>
  >;
  for (const dimension of DIMENSIONS) {
    for await (const item of statisticsItems(store, bucket, dimension, { consistent: true })) {
      counts[dimension].set(item.id, item.statistics.count);
    }
  }
  return counts;
}

async function mergeChildren({ store, calendar }: RecomputeDeps, bucket: Bucket): Promise<FoldedStatistics> {
  const merged = { all: new Map(), access_key: new Map(), user: new Map() } satisfies Record<
    Dimension,
    Map<string, Statistics>
  >;
  for (const dimension of DIMENSIONS) {
    const sums: Map<string, Statistics> = merged[dimension];
    for (const child of calendar.children(bucket)) {
      for await (const { id, statistics } of statisticsItems(store, child, dimension, { consistent: true })) {
        const sum = sums.get(id);
        sums.set(id, sum ? mergeStatistics([sum, statistics]) : statistics);
      }
    }
  }
  return merged;
}
