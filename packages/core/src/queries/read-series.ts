import { ALL_ID, mergeStatistics, totalMeasures } from '../ledger/fold.ts';
import { addMeasures, countsNothing, type Measures, NO_MEASURES } from '../ledger/measures.ts';
import { type CellFilter, filterCells } from '../ledger/read/cell-filter.ts';
import type { Source } from '../ledger/read/read-plan.ts';
import type { SourceReader } from '../ledger/read/source-reader.ts';
import { isEmpty, type Statistics } from '../ledger/statistics.ts';
import type { Bucket, Period } from '../time/bucket.ts';
import type { TimeSpan } from './previous-range.ts';
import { readPair } from './read-pair.ts';
import type { Subject } from './visible-subject.ts';

/** Buckets planned and read at a time. */
const BUCKETS_AT_A_TIME = 200;

export interface SeriesQuery extends CellFilter, TimeSpan {
  readonly period: Period;
}

/** The usage of one dimension value, or a pair of them, over time: the buckets of the range with any usage, in order. */
export async function* readSeries(
  reader: SourceReader,
  { dimension, id = ALL_ID, pair }: Subject,
  query: SeriesQuery,
  afterBucketId = '',
): AsyncGenerator<{ readonly bucket: Bucket; readonly totals: Measures }> {
  const { period, fromMs } = query;
  if (pair) {
    const afterMs = afterBucketId === '' ? fromMs : reader.deps.calendar.bucket(period, afterBucketId).endMs;
    const rest = { ...query, fromMs: Math.max(fromMs, afterMs) };
    for await (const { bucket, statistics } of readPair(reader, pair, rest))
      yield { bucket, totals: totalMeasures(statistics) };
    return;
  }
  for (const planned of plannedSources(reader, query, afterBucketId)) {
    const sources = planned.map(({ source }) => source);
    const parts = await reader.totalsOf(dimension, id, sources, query);
    const sums = new Map<Bucket, Measures>();
    for (const [index, { bucket }] of planned.entries())
      sums.set(bucket, addMeasures(sums.get(bucket) ?? NO_MEASURES, parts[index] ?? NO_MEASURES));
    for (const [bucket, totals] of sums) if (!countsNothing(totals)) yield { bucket, totals };
  }
}

/** The same with the models and features of each bucket. */
export async function* readStatisticsSeries(
  reader: SourceReader,
  { dimension, id = ALL_ID, pair }: Subject,
  query: SeriesQuery,
): AsyncGenerator<{ readonly bucket: Bucket; readonly statistics: Statistics }> {
  if (pair) {
    yield* readPair(reader, pair, query);
    return;
  }
  for (const planned of plannedSources(reader, query)) {
    const sources = planned.map(({ source }) => source);
    const parts = await reader.statisticsOf(dimension, id, sources);
    const ofBuckets = Map.groupBy(
      planned.map(({ bucket }, index) => ({ bucket, part: parts[index] })),
      ({ bucket }) => bucket,
    );
    for (const [bucket, entries] of ofBuckets) {
      const merged = mergeStatistics(entries.flatMap(({ part }) => part ?? []));
      const statistics = filterCells(merged, query);
      if (!isEmpty(statistics)) yield { bucket, statistics };
    }
  }
}

interface Planned {
  readonly bucket: Bucket;
  readonly source: Source;
}

/** The sources of the buckets of a range, as many at a time as are read together. */
function* plannedSources(
  reader: SourceReader,
  { period, fromMs, toMs }: SeriesQuery,
  afterBucketId = '',
): Generator<readonly Planned[]> {
  const buckets = reader.deps.calendar
    .bucketsBetween(period, fromMs, toMs)
    .filter((bucket) => bucket.id > afterBucketId);
  for (let start = 0; start < buckets.length; start += BUCKETS_AT_A_TIME)
    yield buckets
      .slice(start, start + BUCKETS_AT_A_TIME)
      .flatMap((bucket) => reader.plan(bucket, fromMs, toMs).map((source) => ({ bucket, source })));
}
