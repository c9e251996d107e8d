import { type CellFilter, filterCells } from '../ledger/cell-filter.ts';
import { ALL_ID, mergeStatistics } from '../ledger/fold.ts';
import type { Source } from '../ledger/read-plan.ts';
import type { SourceReader } from '../ledger/source-reader.ts';
import type { Statistics } from '../ledger/statistics.ts';
import type { Subject } from './visible-subject.ts';

/** What one dimension value used in all of the sources. */
export async function mergedStatistics(
  reader: SourceReader,
  { dimension, id = ALL_ID }: Subject,
  filter: CellFilter,
  sources: readonly Source[],
): Promise<Statistics> {
  const parts = await reader.statisticsOf(dimension, id, sources);
  return filterCells(mergeStatistics(parts.filter((part) => part !== undefined)), filter);
}
