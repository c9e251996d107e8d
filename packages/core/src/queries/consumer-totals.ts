import { type Amounts, amountsCountNothing, amountsOf } from '../ledger/amounts.ts';
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

/** The totals of every value of a dimension over the sources. */
export async function consumerTotals(
  reader: SourceReader,
  dimension: ListedDimension,
  filter: CellFilter,
  sources: readonly Source[],
): Promise<MeasureSums> {
  const sums = new MeasureSums();
  await readConsumers(reader, dimension, filter, sources, (id, amounts) => sums.addAmounts(id, amounts));
  return sums;
}

/** How many values of a dimension have totals over the sources. Usage that names no user is that of no value. */
export async function countConsumers(
  reader: SourceReader,
  dimension: ListedDimension,
  filter: CellFilter,
  sources: readonly Source[],
): Promise<number> {
  const ids = new Set<string>();
  await readConsumers(reader, dimension, filter, sources, (id, amounts) => {
    if (id !== ABSENT && !amountsCountNothing(amounts)) ids.add(id);
  });
  return ids.size;
}

/** What every value of a dimension has in each source: from lists where there are any, from all items elsewhere. */
async function readConsumers(
  reader: SourceReader,
  dimension: ListedDimension,
  filter: CellFilter,
  sources: readonly Source[],
  add: (id: string, amounts: Amounts) => void,
): Promise<void> {
  const folded = await reader.fold(sources);
  for (const fold of folded.values()) {
    for (const [id, statistics] of fold[dimension])
      add(id, amountsOf(totalMeasures(filterCells(statistics, filter))));
  }
  const stored = sources.filter((source) => !folded.has(source));
  const unlisted = await readLists(reader, dimension, filter, stored, add);
  await mapConcurrently(unlisted, CONCURRENT_BUCKETS, async ({ bucket }) => {
    const { store } = reader.deps;
    if (!isFiltering(filter)) {
      for await (const { id, amounts } of totalsItems(store, bucket, dimension)) add(id, amounts);
      return;
    }
    for await (const { id, statistics } of statisticsItems(store, bucket, dimension, { consistent: true }))
      add(id, amountsOf(totalMeasures(filterCells(statistics, filter))));
  });
}
