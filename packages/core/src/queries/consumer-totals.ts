import { ALL_ID, totalMeasures } from '../ledger/fold.ts';
import type { Dimension } from '../ledger/ledger-store.ts';
import { type CellFilter, filterCells } from '../ledger/read/cell-filter.ts';
import type { Source } from '../ledger/read/read-plan.ts';
import { keyOf, type SourceReader } from '../ledger/read/source-reader.ts';
import { isEmpty } from '../ledger/statistics.ts';
import { statisticsItems, totalsItems } from '../ledger/statistics-items.ts';
import { mapConcurrently } from '../util/map-concurrently.ts';
import { MeasureSums } from './measure-sums.ts';

/** Buckets read at a time: limits memory to one page of each, beside the sums. */
const CONCURRENT_BUCKETS = 8;

/** The totals of every value of a dimension over the sources. Without a filter, the cells stay packed. */
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
  // One read of the statistics of everything shows whether any id can match the filter.
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
