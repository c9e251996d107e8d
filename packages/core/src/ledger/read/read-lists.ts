import type { Bucket } from '../../time/bucket.ts';
import { compareIds } from '../../util/compare-ids.ts';
import { mapConcurrently } from '../../util/map-concurrently.ts';
import type { CellColumns } from '../cell-columns.ts';
import { ALL_ID } from '../fold.ts';
import type { StatisticsExcerpt } from '../ledger-store.ts';
import { type ListedDimension, type ListName, listKey, listsOf, sameProgress } from '../lists.ts';
import { type CellFilter, isFiltering } from './cell-filter.ts';
import { NO_LIST_CACHE } from './list-cache.ts';
import type { Source } from './read-plan.ts';
import { keyOf, type SourceReader } from './source-reader.ts';

/** Lists read at a time: limits memory, as one of 10,000 users by model has 50,000 rows. */
const CONCURRENT_LISTS = 4;

/**
 * Adds up what the lists of a dimension say of the sources, and returns the sources whose items have to be read instead:
 * where a bucket has no such list, or it is missing or behind.
 */
export async function readLists(
  reader: SourceReader,
  dimension: ListedDimension,
  filter: CellFilter,
  sources: readonly Source[],
  add: (cells: CellColumns) => void,
): Promise<readonly Source[]> {
  const filtered = isFiltering(filter);
  const list = listFor(dimension, filter);
  const isListed = ({ bucket }: Source) => list && hasList(bucket, list) && !reader.isPending(bucket);
  const everything = await readEverything(
    reader,
    filtered ? sources : sources.filter(isListed),
    filtered ? filter : undefined,
  );
  const unread = await mapConcurrently(sources, CONCURRENT_LISTS, async (source) => {
    const all = everything.get(keyOf(source.bucket));
    // Where everything has no cell of the filter, no value has one.
    if (filtered && !all?.cells.length) return undefined;
    if (!list || !isListed(source)) return source;
    // A bucket without a mark has the item of everything if it has any.
    if (!all) return undefined;
    const cells = await readList(reader, source.bucket, list, all);
    if (!cells) return source;
    add(cells);
    return undefined;
  });
  return unread.filter((source) => source !== undefined);
}

/** The cells of a list that agrees with everything; undefined if it is missing or behind. */
function readList(
  { deps: { store, listCache = NO_LIST_CACHE } }: SourceReader,
  bucket: Bucket,
  list: FilteredList,
  everything: StatisticsExcerpt,
): Promise<CellColumns | undefined> {
  const key = listKey(bucket, list);
  const chosen = [...(list.cells.features ?? [])].toSorted(compareIds);
  const cacheKey = JSON.stringify([keyOf(bucket), key.id, everything.version, chosen]);
  return listCache.read(cacheKey, async () => {
    const [found] = await store.getExcerpts([key], list.cells);
    return found && sameProgress(found, everything) ? found.cells : undefined;
  });
}

/** A list, and which of its cells answer a filter. */
interface FilteredList extends ListName {
  readonly cells: CellFilter;
}

/** The list that answers a filter; none has the sums of pairs of model and feature. */
function listFor(dimension: ListedDimension, { models, features }: CellFilter): FilteredList | undefined {
  if (models && features) return undefined;
  if (models) return { dimension, breakdown: 'model', cells: { features: models } };
  if (features) return { dimension, breakdown: 'feature', cells: { features } };
  return { dimension, cells: {} };
}

function hasList(bucket: Bucket, { breakdown }: ListName): boolean {
  return listsOf(bucket).some((name) => name.breakdown === breakdown);
}

/** What everything together is in each source: how far it has come, its totals, and its cells of a filter. */
async function readEverything(
  reader: SourceReader,
  sources: readonly Source[],
  cells: CellFilter | undefined,
): Promise<ReadonlyMap<string, StatisticsExcerpt>> {
  const keys = sources.map(({ bucket }) => {
    return { period: bucket.period, bucketId: bucket.id, dimension: 'all', id: ALL_ID } as const;
  });
  const excerpts = await reader.deps.store.getExcerpts(keys, cells);
  return new Map(excerpts.map((excerpt) => [keyOf({ ...excerpt, id: excerpt.bucketId }), excerpt]));
}
