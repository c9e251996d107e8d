import type { Bucket, Period } from '../time/bucket.ts';
import type { Calendar } from '../time/calendar.ts';

export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The range to compare with, and one of its buckets for each bucket of the compared range. */
export interface PreviousRange extends TimeSpan {
  readonly buckets: readonly Bucket[];
}

/**
 * The range before [fromMs, toMs) to compare it with: the latest one that is a whole number of periods earlier, is cut
 * at both ends in the same way, and does not overlap. Whole months are compared with as many whole months of any
 * length; the first ten and a half days of a month with those of the month before. Undefined if nothing is left:
 * the month before may have no 31st.
 */
export function previousRange(
  calendar: Calendar,
  period: Period,
  fromMs: number,
  toMs: number,
): PreviousRange | undefined {
  const buckets = calendar.bucketsBetween(period, fromMs, toMs);
  const [first, last] = [buckets.at(0), buckets.at(-1)];
  if (!first || !last) return undefined;
  // The last bucket's part ends before the first bucket's part begins, so it fits into what was cut off there.
  const shared = buckets.length > 1 && toMs - last.startMs <= fromMs - first.startMs;
  const all = [...buckets];
  for (let count = shared ? 1 : 0; count < buckets.length; count += 1) {
    all.unshift(calendar.bucketAt(period, (all[0] as Bucket).startMs - 1));
  }
  const before = all.slice(0, buckets.length);
  const span = {
    fromMs: cutAlike(fromMs, first, before.at(0) as Bucket),
    toMs: cutAlike(toMs, last, before.at(-1) as Bucket),
  };
  return span.fromMs < span.toMs ? { ...span, buckets: before } : undefined;
}

/**
 * Like `previousRange`, with the largest period that fits: months if the range has whole ones, otherwise days or hours if it begins
 * with one. So today until noon is compared with yesterday until noon. Any other range is compared with the equally long one directly
 * before.
 */
export function precedingRange(calendar: Calendar, fromMs: number, toMs: number): TimeSpan {
  const startOf = (period: Period, ms: number) => calendar.bucketAt(period, ms).startMs;
  const fits: Readonly<Record<Period, boolean>> = {
    month: startOf('month', fromMs) === fromMs && startOf('month', toMs) === toMs,
    day: startOf('day', fromMs) === fromMs,
    hour: startOf('hour', fromMs) === fromMs,
  };
  for (const period of ['month', 'day', 'hour'] as const) {
    const range = fits[period] && previousRange(calendar, period, fromMs, toMs);
    if (range) return range;
  }
  return { fromMs: fromMs - (toMs - fromMs), toMs: fromMs };
}

/** An instant as far into `before` as `ms` is into `bucket`. */
function cutAlike(ms: number, bucket: Bucket, before: Bucket): number {
  return ms === bucket.endMs ? before.endMs : Math.min(before.startMs + (ms - bucket.startMs), before.endMs);
}
