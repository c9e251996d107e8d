import { ALL_ID, totalMeasures } from '../ledger/fold.ts';
import type { Dimension } from '../ledger/ledger-store.ts';
import { type CellFilter, filterCells } from '../ledger/read/cell-filter.ts';
import type { Source } from '../ledger/read/read-plan.ts';
import { keyOf, type SourceReader } from '../ledger/read/source-reader.ts';
import { isEmpty } from '../ledger/statistics.ts';
import { statisticsItems, totalsItems } from '../ledger/statistics-items.ts';
import { mapConcurrently } from '../util/map-concurrently.ts';
import { MeasureSums } from './measure-sums.ts';

/** Buckets read at a time: with a page of each, that bounds the memory beside the sums themselves. */
const CONCURRENT_BUCKETS = 8;

/** What every value of a dimension used in the sources. Without a filter the cells of the statistics are not even unpacked. */
export async function consumerTotals(
  reader: SourceReader,
  dimension: Exclude<Dimension, 'all'>,
  filter: CellFilter,
  sources: readonly Source[],
): Promise<MeasureSums> {
  const sums = new MeasureSums();
  const folded = await reader.fold(sources);
  for (const fold of folded.values()) {
    for (const [id, statistics] of fold[dimension])
      sums.add(id, totalMeasures(filterCells(statistics, filter)));
  }
  const stored = sources.filter((source) => !folded.has(source));
  const filtered = filter.models !== undefined || filter.features !== undefined;
  if (!filtered) {
    await mapConcurrently(stored, CONCURRENT_BUCKETS, async ({ bucket }) => {
      for await (const { id, totals } of totalsItems(reader.deps.store, bucket, dimension))
        sums.add(id, totals);
    });
    return sums;
  }
  // One read tells of all ids whether any of them has what is asked for.
  const all = await reader.stored('all', ALL_ID, stored);
  const matching = stored.filter(({ bucket }) => {
    const statistics = all.get(keyOf(bucket));
    return statistics !== undefined && !isEmpty(filterCells(statistics, filter));
  });
  await mapConcurrently(matching, CONCURRENT_BUCKETS, async ({ bucket }) => {
    for await (const { id, statistics } of statisticsItems(reader.deps.store, bucket, dimension, {
      consistent: true,
    })) {
      sums.add(id, totalMeasures(filterCells(statistics, filter)));
    }
  });
  return sums;
}
