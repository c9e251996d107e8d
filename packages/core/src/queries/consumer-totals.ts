import { ABSENT, totalMeasures } from '../ledger/fold.ts';
import type { ListedDimension } from '../ledger/lists.ts';
import { type CellFilter, filterCells, isFiltering } from '../ledger/read/cell-filter.ts';
import { readLists } from '../ledger/read/read-lists.ts';
import type { Source } from '../ledger/read/read-plan.ts';
import type { SourceReader } from '../ledger/read/source-reader.ts';
import { statisticsItems, totalsItems } from '../ledger/statistics-items.ts';
import { mapConcurrently } from '../util/map-concurrently.ts';
import { MeasureSums } from './measure-sums.ts';

/** Buckets read at a time: limits memory to one page of each, beside the sums. */
const CONCURRENT_BUCKETS = 8;

/** The totals of every value of a dimension over the sources: from lists where there are any, from all items elsewhere. */
export async function consumerTotals(
  reader: SourceReader,
  dimension: ListedDimension,
  filter: CellFilter,
  sources: readonly Source[],
): Promise<MeasureSums> {
  const sums = new MeasureSums();
  const folded = await reader.fold(dimension, sources);
  for (const fold of folded.values()) {
    for (const [id, statistics] of fold) sums.add(id, totalMeasures(filterCells(statistics, filter)));
  }
  const stored = sources.filter((source) => !folded.has(source));
  const unlisted = await readLists(reader, dimension, filter, stored, (cells) =>
    sums.addColumns(cells.models, cells.amounts),
  );
  await mapConcurrently(unlisted, CONCURRENT_BUCKETS, async ({ bucket }) => {
    const { store } = reader.deps;
    if (!isFiltering(filter)) {
      for await (const { id, amounts } of totalsItems(store, bucket, dimension)) sums.addAmounts(id, amounts);
      return;
    }
    for await (const { id, statistics } of statisticsItems(store, bucket, dimension, { consistent: true }))
      sums.add(id, totalMeasures(filterCells(statistics, filter)));
  });
  return sums;
}

/** How many values of a dimension have totals over the sources. */
export async function countConsumers(
  reader: SourceReader,
  dimension: ListedDimension,
  filter: CellFilter,
  sources: readonly Source[],
): Promise<number> {
  return namedIn(await consumerTotals(reader, dimension, filter, sources));
}

/** How many ids have sums, without that of usage that names none. */
export function namedIn(sums: MeasureSums): number {
  return sums.has(ABSENT) ? sums.size - 1 : sums.size;
}
