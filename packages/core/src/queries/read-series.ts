import { ALL_ID, totalMeasures } from '../ledger/fold.ts';
import { addMeasures, countsNothing, type Measures, NO_MEASURES } from '../ledger/measures.ts';
import type { CellFilter } from '../ledger/read/cell-filter.ts';
import type { SourceReader } from '../ledger/read/source-reader.ts';
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
  const { period, fromMs, toMs } = query;
  if (pair) {
    const afterMs = afterBucketId === '' ? fromMs : reader.deps.calendar.bucket(period, afterBucketId).endMs;
    const rest = { ...query, fromMs: Math.max(fromMs, afterMs) };
    for await (const { bucket, statistics } of readPair(reader, pair, rest))
      yield { bucket, totals: totalMeasures(statistics) };
    return;
  }
  const buckets = reader.deps.calendar
    .bucketsBetween(period, fromMs, toMs)
    .filter((bucket) => bucket.id > afterBucketId);
  for (let start = 0; start < buckets.length; start += BUCKETS_AT_A_TIME) {
    const planned = buckets
      .slice(start, start + BUCKETS_AT_A_TIME)
      .flatMap((bucket) => reader.plan(bucket, fromMs, toMs).map((source) => ({ bucket, source })));
    const sources = planned.map(({ source }) => source);
    const parts = await reader.totalsOf(dimension, id, sources, query);
    const sums = new Map<Bucket, Measures>();
    for (const [index, { bucket }] of planned.entries())
      sums.set(bucket, addMeasures(sums.get(bucket) ?? NO_MEASURES, parts[index] ?? NO_MEASURES));
    for (const [bucket, totals] of sums) if (!countsNothing(totals)) yield { bucket, totals };
  }
}
