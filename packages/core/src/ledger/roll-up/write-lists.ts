import type { Bucket } from '../../time/bucket.ts';
import { ALL_ID, type FoldedStatistics } from '../fold.ts';
import type { StatisticsExcerpt, StatisticsStore } from '../ledger-store.ts';
import { hasLists, LISTS, listKey, listOf, progressOf, sameProgress, TOTALS_LISTS } from '../lists.ts';

/** The lists of a bucket as they were before its inputs were read, by id. */
export type StoredLists = ReadonlyMap<string, StatisticsExcerpt>;

export interface WriteListsOptions {
  /** Write each list, also one that is right: the same rule as for items. */
  readonly repair: boolean;
  /** Write lists by model and by feature too. Without, they may stay behind, and readers read the items instead. */
  readonly breakdowns: boolean;
}

export async function readStoredLists(store: StatisticsStore, bucket: Bucket): Promise<StoredLists> {
  if (!hasLists(bucket)) return new Map();
  const lists = await store.getExcerpts(LISTS.map((name) => listKey(bucket, name)));
  return new Map(lists.map((list) => [list.id, list]));
}

/**
 * Brings the lists of a bucket up to date with its items, which are written before. Each is compared and swapped by the
 * version it had before the inputs were read, as items are, so a list never goes back. One after the other, as the
 * lists of many values are large.
 *
 * @returns whether all of them took effect.
 */
export async function writeLists(
  store: StatisticsStore,
  bucket: Bucket,
  folded: FoldedStatistics,
  stored: StoredLists,
  { repair, breakdowns }: WriteListsOptions,
): Promise<boolean> {
  const everything = folded.all.get(ALL_ID) ?? { count: 0, cells: [] };
  if (!hasLists(bucket) || (folded.all.size === 0 && stored.size === 0)) return true;
  const progress = progressOf(everything);
  for (const name of breakdowns ? LISTS : TOTALS_LISTS) {
    const key = listKey(bucket, name);
    const old = stored.get(key.id);
    if (old && !repair && sameProgress(old, progress)) continue;
    if (!(await store.putStatistics({ ...key, statistics: listOf(folded, name) }, old?.version)))
      return false;
  }
  return true;
}
