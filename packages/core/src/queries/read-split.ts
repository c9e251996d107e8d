import { totalMeasures } from '../ledger/fold.ts';
import { addMeasures, type Measures, NO_MEASURES } from '../ledger/measures.ts';
import type { SourceReader } from '../ledger/read/source-reader.ts';
import { mapConcurrently } from '../util/map-concurrently.ts';
import { consumerTotals } from './consumer-totals.ts';
import { type Magnitude, MeasureSums, type NamedMeasures, sumsByCell } from './measure-sums.ts';
import { readSeries, readStatisticsSeries, type SeriesQuery } from './read-series.ts';
import type { ConsumerKind } from './read-top-consumers.ts';
import type { Subject } from './visible-subject.ts';

/** Series of access keys or users read at a time. */
const CONCURRENT_SERIES = 4;

/** How a series is divided: into those of the largest models, features, access keys or users of the range. */
export interface Split {
  readonly by: ConsumerKind;
  /** The measure that makes one larger than another. */
  readonly sort: Magnitude;
  readonly limit: number;
}

/** The usage of a range by the id of its buckets. */
export type Series = ReadonlyMap<string, Measures>;

interface SplitPart extends NamedMeasures {
  readonly series: Series;
}

export interface SplitSeries {
  readonly whole: Series;
  /** The largest first, at most `limit`. */
  readonly parts: readonly SplitPart[];
  /** How many there are, beyond the limit too. */
  readonly count: number;
}

/** A series and its largest parts. What is left of the whole is the usage of all others. */
export async function readSplit(
  reader: SourceReader,
  subject: Subject,
  query: SeriesQuery,
  split: Split,
): Promise<SplitSeries> {
  return split.by === 'model' || split.by === 'feature'
    ? splitCells(reader, subject, query, { ...split, by: split.by })
    : splitConsumers(reader, subject, query, { ...split, by: split.by });
}

/** One read of the statistics has both the whole and its parts. */
async function splitCells(
  reader: SourceReader,
  subject: Subject,
  query: SeriesQuery,
  { by, sort, limit }: Split & { readonly by: 'model' | 'feature' },
): Promise<SplitSeries> {
  const whole = new Map<string, Measures>();
  const sums = new MeasureSums();
  const series = new Map<string, Map<string, Measures>>();
  for await (const { bucket, statistics } of readStatisticsSeries(reader, subject, query)) {
    whole.set(bucket.id, totalMeasures(statistics));
    for (const { id, totals } of sumsByCell(statistics, by).ranked(sort)) {
      sums.add(id, totals);
      const own = series.get(id) ?? new Map<string, Measures>();
      series.set(id, own.set(bucket.id, totals));
    }
  }
  const parts = sums
    .ranked(sort)
    .slice(0, limit)
    .map((part) => ({ ...part, series: series.get(part.id) ?? new Map<string, Measures>() }));
  return { whole, parts, count: sums.size };
}

/** A ranking of the range first, then a series of each of the largest. */
async function splitConsumers(
  reader: SourceReader,
  subject: Subject,
  query: SeriesQuery,
  { by, sort, limit }: Split & { readonly by: 'access_key' | 'user' },
): Promise<SplitSeries> {
  const whole = await seriesOf(reader, subject, query);
  // A caller who sees one user only.
  if (subject.id !== undefined) {
    const totals = [...whole.values()].reduce(addMeasures, NO_MEASURES);
    const parts = whole.size === 0 ? [] : [{ id: subject.id, totals, series: whole }];
    return { whole, parts, count: parts.length };
  }
  const ranking = await consumerTotals(reader, by, query, reader.planRange(query.fromMs, query.toMs));
  const parts = await mapConcurrently(
    ranking.ranked(sort).slice(0, limit),
    CONCURRENT_SERIES,
    async (part) => ({
      ...part,
      series: await seriesOf(reader, { dimension: by, id: part.id }, query),
    }),
  );
  return { whole, parts, count: ranking.size };
}

/** The usage of one dimension value in each bucket of a range. */
export async function seriesOf(reader: SourceReader, subject: Subject, query: SeriesQuery): Promise<Series> {
  const series = new Map<string, Measures>();
  for await (const { bucket, totals } of readSeries(reader, subject, query)) series.set(bucket.id, totals);
  return series;
}
