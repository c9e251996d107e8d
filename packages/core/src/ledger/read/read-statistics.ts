import { type ReadDeps, SourceReader } from './source-reader.ts';
import type { StatisticsAnswer, StatisticsQuery } from './statistics-query.ts';
import { StatisticsReader } from './statistics-reader.ts';

/*
 * Answers are current: what is not rolled up yet is folded from segments while reading, so every record acknowledged
 * before the read began is in the answer exactly once, however late the roll-up is.
 */

/** @throws FrozenPartialHourError when the range begins or ends within an hour that is frozen. */
export async function readStatistics(deps: ReadDeps, query: StatisticsQuery): Promise<StatisticsAnswer> {
  const sources = await SourceReader.begin(deps);
  const reader = new StatisticsReader(sources, query);
  const rows = query.id === undefined ? await reader.listing() : await reader.series(query.id);
  const last = rows.length > query.limit ? rows[query.limit - 1] : undefined;
  return {
    rows: rows.slice(0, query.limit),
    ...(last ? { next: { bucketId: last.bucket.id, id: last.id } } : {}),
    ...sources.freshness(query.fromMs, query.toMs),
  };
}
