import type { ReadPrices } from '../../pricing/prices.ts';
import type { Bucket } from '../../time/bucket.ts';
import type { Calendar } from '../../time/calendar.ts';
import { mapConcurrently } from '../../util/map-concurrently.ts';
import {
  ABSENT,
  ALL_ID,
  type FoldedStatistics,
  foldSegments,
  mergeStatistics,
  totalMeasures,
} from '../fold.ts';
import {
  DIMENSIONS,
  type Dimension,
  type SegmentStore,
  type StatisticsItem,
  type StatisticsStore,
  type StoredStatisticsItem,
} from '../ledger-store.ts';
import { expiresAtMs, type Retention } from '../retention.ts';
import { revisionsOf, type Statistics, sameStatistics } from '../statistics.ts';
import { statisticsItems } from '../statistics-items.ts';
import { readStoredLists, type WriteListsOptions, writeLists } from './write-lists.ts';

/*
 * The one rule by which statistics change. A stored item is replaced only by compare-and-swap on the version it had when it
 * was read, and it is read *before* the inputs. Inputs only grow, so all that the old item counted is in them: each
 * successful write holds a superset of what it replaces, even with other writers. Reading the old item later, or letting
 * the larger count win, both hide acknowledged records in rare interleavings.
 *
 * Counts alone would not do: a record that a later report completes changes what is counted, and not how many. So an item
 * also has the sum of revisions. Of two sets of records one of which contains the other, each record at the same or a later
 * revision, count and revisions together are equal only if the sets are.
 *
 * When the user of a call is named later, its usage moves from the item of those that name no user to the user's own. These
 * are two writes, and between them the call is in neither or in both. The mark keeps readers away from that as long as it
 * stays, but a run that read the inputs before the user was named could clear it. So a run that moves usage renews the mark
 * first, which stops all runs that began earlier, and leaves it to the next run to clear it; and it writes what the usage
 * leaves before what it moves to, which is not written if the first write fails.
 *
 * The item of everything is written last, and read first, and only where all its parts were: wherever it has come, they have come
 * at least as far. A list is known to be current by what everything counts, which would not show that usage has yet
 * to move from one row to another.
 *
 * Only a repair may count less: its mark came after a correction of the inputs. It writes every item again, also one that
 * is right already, because the new version stops a run that read the inputs before the correction and has yet to write.
 * Nor are equal counts equal sets then: one record may have gone and another come. So statistics are compared in full.
 */

export interface RecomputeDeps {
  readonly store: SegmentStore & StatisticsStore;
  readonly calendar: Calendar;
  readonly retention: Retention;
  readonly readPrices: ReadPrices;
}

export type RecomputeOptions = Omit<WriteListsOptions, 'hadItems'>;

export interface Recomputed {
  /** True when every item of the bucket now is what was read, or more. */
  readonly written: boolean;
  /** True when usage moved between items: the mark was renewed, and the next run confirms that all of it arrived. */
  readonly moved: boolean;
  readonly shrinksRefused: number;
  /** How many more requests without a price the bucket counts than before. */
  readonly newlyUnpriced: number;
  /** How many records the bucket counts. */
  readonly records: number;
  /** Its requests without a price, by model; models that have none are absent. */
  readonly unpricedByModel: ReadonlyMap<string, number>;
}

interface Change {
  readonly item: StatisticsItem;
  readonly replaces: string | undefined;
}

const CONCURRENT_WRITES = 32;
const NOTHING: Statistics = { count: 0, cells: [] };

/**
 * Recomputes all statistics of a bucket from those it is made up from, of an hour or leaf without any from its segments.
 *
 * @param renewMark called before the first write where usage moves from one item to another.
 */
export async function recomputeBucket(
  deps: RecomputeDeps,
  bucket: Bucket,
  { repair, lists }: RecomputeOptions,
  renewMark: () => Promise<void>,
): Promise<Recomputed> {
  const stored = await readStored(deps.store, bucket);
  const storedLists = await readStoredLists(deps.store, bucket, { lists });
  const folded = await readInputs(deps, bucket);
  const moved = hasLost(folded.user.get(ABSENT), stored.user.get(ABSENT)?.statistics, repair);
  if (moved) await renewMark();

  const place = {
    period: bucket.period,
    bucketId: bucket.id,
    // What an hour is computed from is of no more use than its records.
    ...(bucket.period === 'leaf' && { expiresAtMs: expiresAtMs(bucket.startMs, deps.retention) }),
  };
  let shrinksRefused = 0;
  const changesOf = (dimension: Dimension): readonly Change[] => {
    const changes: Change[] = [];
    for (const id of new Set([...stored[dimension].keys(), ...folded[dimension].keys()])) {
      const old = stored[dimension].get(id);
      const statistics = folded[dimension].get(id) ?? NOTHING;
      if (old && isLess(statistics, old.statistics) && !repair) shrinksRefused += 1;
      else if (repair || !old || !sameStatistics(old.statistics, statistics)) {
        const item = { ...place, dimension, id, statistics };
        changes.push({ item, replaces: old?.version });
      }
    }
    return changes;
  };
  const users = changesOf('user');
  const isLeft = ({ item }: Change) => item.id === ABSENT;
  let written = await writeInOrder(deps.store, [
    changesOf('access_key'),
    // What usage moves away from comes before what it moves to: if the first fails, it must not arrive.
    users.filter(isLeft),
    users.filter((change) => !isLeft(change)),
    changesOf('all'),
  ]);
  written &&= shrinksRefused === 0;
  // After all items, so that a list never counts what they do not.
  const hadItems = stored.all.size > 0;
  written &&= await writeLists(deps.store, bucket, folded, storedLists, { repair, lists, hadItems });
  return {
    written,
    moved,
    shrinksRefused,
    newlyUnpriced: Math.max(
      0,
      unpricedRequests(folded.all.get(ALL_ID)) - unpricedRequests(stored.all.get(ALL_ID)?.statistics),
    ),
    records: folded.all.get(ALL_ID)?.count ?? 0,
    unpricedByModel: unpricedByModel(folded.all.get(ALL_ID)),
  };
}

/** Whether all changes took effect. Those after a group in which one did not are left to the next run. */
async function writeInOrder(
  store: StatisticsStore,
  groups: readonly (readonly Change[])[],
): Promise<boolean> {
  for (const group of groups) {
    const results = await mapConcurrently(group, CONCURRENT_WRITES, ({ item, replaces }) =>
      store.putStatistics(item, replaces),
    );
    if (results.includes(false)) return false;
  }
  return true;
}

/** Fewer records, or earlier revisions: not what comes of inputs that only grow. */
function isLess(a: Statistics, b: Statistics): boolean {
  return a.count < b.count || revisionsOf(a) < revisionsOf(b);
}

/**
 * Whether usage may have left the item of those that name no user since it was written. The number of its requests does not
 * show it: others may have come at the same time. What left still counts as progress, and nothing else does, so that number
 * grows; or, in a repair, which may take some of that away, the item becomes another one.
 */
function hasLost(now: Statistics = NOTHING, before: Statistics = NOTHING, repair: boolean): boolean {
  if (totalMeasures(before).requests === 0n || progressOnly(now) === 0) return false;
  return repair ? !sameStatistics(now, before) : progressOnly(now) > progressOnly(before);
}

/** How many records an item counts as progress, and no longer as requests. */
function progressOnly(statistics: Statistics): number {
  return statistics.count - Number(totalMeasures(statistics).requests);
}

function unpricedRequests(statistics: Statistics = NOTHING): number {
  return Number(totalMeasures(statistics).unpricedRequests);
}

function unpricedByModel({ cells }: Statistics = NOTHING): ReadonlyMap<string, number> {
  const byModel = new Map<string, number>();
  for (const { model, measures } of cells) {
    const requests = Number(measures.unpricedRequests);
    if (requests > 0) byModel.set(model, (byModel.get(model) ?? 0) + requests);
  }
  return byModel;
}

type StoredStatistics = Readonly<Record<Dimension, ReadonlyMap<string, StoredStatisticsItem>>>;

async function readStored(store: StatisticsStore, bucket: Bucket): Promise<StoredStatistics> {
  const stored = { all: new Map(), access_key: new Map(), user: new Map() } satisfies StoredStatistics;
  for (const dimension of DIMENSIONS) {
    const items: Map<string, StoredStatisticsItem> = stored[dimension];
    for await (const item of statisticsItems(store, bucket, dimension, { consistent: true }))
      items.set(item.id, item);
  }
  return stored;
}

async function readInputs(deps: RecomputeDeps, bucket: Bucket): Promise<FoldedStatistics> {
  const children = deps.calendar.children(bucket);
  if (children.length > 0) return mergeChildren(deps, children, bucket);
  return foldPart(deps, bucket, bucket);
}

async function mergeChildren(
  deps: RecomputeDeps,
  children: readonly Bucket[],
  bucket: Bucket,
): Promise<FoldedStatistics> {
  const merged = { all: new Map(), access_key: new Map(), user: new Map() } satisfies FoldedStatistics;
  const add = (dimension: Dimension, id: string, statistics: Statistics) => {
    const sums: Map<string, Statistics> = merged[dimension];
    const sum = sums.get(id);
    sums.set(id, sum ? mergeStatistics([sum, statistics]) : statistics);
  };
  for (const child of children) {
    const within = child.startMs >= bucket.startMs && child.endMs <= bucket.endMs;
    // Of an hour that midnight divides, each day counts its part, which only the records show.
    const part = within ? undefined : await foldPart(deps, child, bucket);
    for (const dimension of DIMENSIONS) {
      if (part) {
        for (const [id, statistics] of part[dimension]) add(dimension, id, statistics);
        continue;
      }
      for await (const { id, statistics } of statisticsItems(deps.store, child, dimension, {
        consistent: true,
      })) {
        add(dimension, id, statistics);
      }
    }
  }
  return merged;
}

/** The records of an hour, or leaf, that are in a bucket as well. */
export async function foldPart(
  { store, readPrices }: { readonly store: SegmentStore; readonly readPrices: ReadPrices },
  finest: Bucket,
  bucket: Bucket,
): Promise<FoldedStatistics> {
  // Prices are read after the mark: a change of prices that was in time for it is not missed.
  const pricer = await (await readPrices()).pricerAt(finest.startMs);
  const fromMs = Math.max(finest.startMs, bucket.startMs);
  return (await foldSegments(store, fromMs, Math.min(finest.endMs, bucket.endMs), pricer)).folded;
}
