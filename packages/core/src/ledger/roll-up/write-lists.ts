import type { Bucket } from '../../time/bucket.ts';
import { ALL_ID, type FoldedStatistics } from '../fold.ts';
import type { StatisticsExcerpt, StatisticsStore } from '../ledger-store.ts';
import { type ListName, listKey, listOf, progressOf, sameProgress } from '../lists.ts';
import type { Statistics } from '../statistics.ts';

const NOTHING: Statistics = { count: 0, cells: [] };

/** The lists of a bucket as they were before its inputs were read, by id. */
export type StoredLists = ReadonlyMap<string, StatisticsExcerpt>;

export interface WriteListsOptions {
  /** Write each list, also one that is right: the same rule as for items. */
  readonly repair: boolean;
  /** Those to write. Others may stay behind, and readers read the items instead. */
  readonly lists: readonly ListName[];
  /** Whether the bucket had items before its inputs were read. */
  readonly hadItems: boolean;
}

/** The lists that will be written. */
export async function readStoredLists(
  store: StatisticsStore,
  bucket: Bucket,
  { lists }: Pick<WriteListsOptions, 'lists'>,
): Promise<StoredLists> {
  const stored = await store.getExcerpts(lists.map((name) => listKey(bucket, name)));
  return new Map(stored.map((list) => [list.id, list]));
}

/**
 * Brings the lists of a bucket up to date with its items, which are written before. Each is compared and swapped by the
 * version it had before the inputs were read, as items are. One after the other, as the lists of many values are large.
 *
 * The inputs of a day or month are read item by item, so a list may be made of some from before and some from after a
 * change, which its totals show. Such a list is not written, and the mark stays for another run: the run that brought the
 * change may have marked this bucket before. A repair replaces it by an empty one, because a new version must stop the runs
 * that read what was corrected.
 *
 * @returns whether all of them now are what was read.
 */
export async function writeLists(
  store: StatisticsStore,
  bucket: Bucket,
  folded: FoldedStatistics,
  stored: StoredLists,
  { repair, lists, hadItems }: WriteListsOptions,
): Promise<boolean> {
  // Where a repair left nothing, another run may still be about to write the first lists, of what was there before.
  const mayBeWritten = repair && hadItems;
  if (folded.all.size === 0 && stored.size === 0 && !mayBeWritten) return true;
  const everything = progressOf(folded.all.get(ALL_ID) ?? NOTHING);
  let areWhole = true;
  for (const name of lists) {
    const key = listKey(bucket, name);
    const old = stored.get(key.id);
    if (old && !repair && sameProgress(old, everything)) continue;
    const list = listOf(folded, name);
    const isWhole = sameProgress(progressOf(list), everything);
    if (!isWhole) areWhole = false;
    if (!isWhole && !repair) continue;
    const statistics = isWhole ? list : NOTHING;
    if (!(await store.putStatistics({ ...key, statistics }, old?.version))) return false;
  }
  return areWhole;
}
