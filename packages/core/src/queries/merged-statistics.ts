import { ALL_ID, mergeStatistics } from '../ledger/fold.ts';
import { type CellFilter, filterCells } from '../ledger/read/cell-filter.ts';
import type { SourceReader } from '../ledger/read/source-reader.ts';
import type { Statistics } from '../ledger/statistics.ts';
import type { TimeSpan } from './previous-range.ts';
import { sumPair } from './read-pair.ts';
import type { Subject } from './visible-subject.ts';

/**
 * The statistics of one dimension value, or a pair of them, over a whole range.
 *
 * @throws FrozenPartialHourError
 * @throws RecordsNotKeptError
 * @throws TooManyRecordsError
 */
export async function mergedStatistics(
  reader: SourceReader,
  { dimension, id = ALL_ID, pair }: Subject,
  filter: CellFilter,
  { fromMs, toMs }: TimeSpan,
): Promise<Statistics> {
  const { models, features } = filter;
  if (pair)
    return sumPair(reader, pair, { fromMs, toMs, ...(models && { models }), ...(features && { features }) });
  const parts = await reader.statisticsOf(dimension, id, reader.planRange(fromMs, toMs));
  return filterCells(mergeStatistics(parts.filter((part) => part !== undefined)), filter);
}
