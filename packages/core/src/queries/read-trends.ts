import type { Visibility } from '../access/visibility.ts';
import type { ListedDimension } from '../ledger/lists.ts';
import { type Measures, NO_MEASURES } from '../ledger/measures.ts';
import type { CellFilter } from '../ledger/read/cell-filter.ts';
import { foldOnce } from '../ledger/read/fold-dimension.ts';
import { type Freshness, type ReadDeps, SourceReader } from '../ledger/read/source-reader.ts';
import { type Bucket, DAY_MS, type Period } from '../time/bucket.ts';
import type { NamedMeasures } from './measure-sums.ts';
import { type PreviousRange, previousRange, type TimeSpan } from './previous-range.ts';
import { readIfKept } from './read-if-kept.ts';
import { readSplit, type Series, type Split, seriesOf } from './read-split.ts';
import type { ConsumerKind } from './read-top-consumers.ts';
import { type AskedSubject, type Subject, visibleSubject } from './visible-subject.ts';

export interface TrendsQuery extends AskedSubject, CellFilter, TimeSpan {
  /** Default: by the length of the range; see `periodFor`. */
  readonly period?: Period;
  /** Divides the series. By access key or user, it is about all of those that the caller may see. */
  readonly split?: Split;
}

export interface TrendPoint extends TimeSpan {
  readonly totals: Measures;
  /**
   * The usage in the matching period of the previous range; absent if there is no such period, or its usage is not
   * kept.
   */
  readonly previous?: TimeSpan & { readonly totals: Measures };
}

/** What one of the largest used over time. */
export interface TrendPart extends NamedMeasures {
  /** Beside `points`, one for each. */
  readonly points: readonly Measures[];
}

export interface TrendsAnswer extends Freshness {
  readonly subject: Subject;
  readonly period: Period;
  /** One for each period of the range, including those without usage. */
  readonly points: readonly TrendPoint[];
  /** Absent if it begins or ends within a frozen hour. */
  readonly previousRange?: TimeSpan;
  /** If a split was asked for: its parts, the largest first, and how many there are beyond its limit too. */
  readonly split?: { readonly parts: readonly TrendPart[]; readonly count: number };
}

/** Hours up to 7 days, days up to 90, months above. */
export function periodFor({ fromMs, toMs }: TimeSpan): Period {
  if (toMs - fromMs <= 7 * DAY_MS) return 'hour';
  return toMs - fromMs <= 90 * DAY_MS ? 'day' : 'month';
}

/**
 * The usage of one dimension value over time, with the previous range beside it.
 *
 * @throws NotVisibleError
 * @throws FrozenPartialHourError when the range begins or ends within a frozen hour.
 */
export async function readTrends(
  deps: ReadDeps,
  visibility: Visibility,
  query: TrendsQuery,
): Promise<TrendsAnswer> {
  const { fromMs, toMs, split, period = periodFor(query) } = query;
  const subject = subjectOf(visibility, query);
  const fold = foldOnce([subject.dimension, ...(split && isConsumer(split.by) ? [split.by] : [])]);
  const sources = await SourceReader.begin({ ...deps, fold });
  const buckets = deps.calendar.bucketsBetween(period, fromMs, toMs);
  const read = (span: TimeSpan) => seriesOf(sources, subject, { ...query, period, ...span });
  const divided = split && (await readSplit(sources, subject, { ...query, period, fromMs, toMs }, split));
  const now = divided?.whole ?? (await read({ fromMs, toMs }));
  const before = previousRange(deps.calendar, period, fromMs, toMs);
  const kept = before && (await readIfKept(sources, before, read));
  return {
    subject,
    period,
    points: buckets.map((bucket, index) => {
      const previous = kept && pointOf(beside(before, index), kept.span, kept.value);
      return {
        ...(pointOf(bucket, { fromMs, toMs }, now) as TrendPoint),
        ...(previous && { previous }),
      };
    }),
    ...(kept && { previousRange: kept.span }),
    ...(divided && {
      split: {
        count: divided.count,
        parts: divided.parts.map(({ id, totals, series }) => ({
          id,
          totals,
          points: buckets.map((bucket) => series.get(bucket.id) ?? NO_MEASURES),
        })),
      },
    }),
    ...sources.freshness(kept?.span.fromMs ?? fromMs, toMs),
  };
}

function isConsumer(kind: ConsumerKind): kind is ListedDimension {
  return kind === 'access_key' || kind === 'user';
}

/** A split by access key or user needs no other subject than everything that the caller may see of them. */
function subjectOf(visibility: Visibility, query: TrendsQuery): Subject {
  const { by } = query.split ?? {};
  if (by === undefined || !isConsumer(by)) return visibleSubject(visibility, query);
  const subject = visibleSubject(visibility, { dimension: by });
  return subject.id === undefined ? { dimension: 'all' } : subject;
}

function beside(range: PreviousRange, index: number): Bucket {
  return range.buckets[index] as Bucket;
}

/** The part of a bucket within a range; undefined if there is none. */
function pointOf(bucket: Bucket, span: TimeSpan, series: Series) {
  const fromMs = Math.max(bucket.startMs, span.fromMs);
  const toMs = Math.min(bucket.endMs, span.toMs);
  return fromMs < toMs ? { fromMs, toMs, totals: series.get(bucket.id) ?? NO_MEASURES } : undefined;
}
