import type { Bucket, Period } from '../time/bucket.ts';
import type { Calendar } from '../time/calendar.ts';

export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What a range is compared with, and the bucket that stands beside each of its own. */
export interface PreviousRange extends TimeSpan {
  readonly buckets: readonly Bucket[];
}

/**
 * The range before [fromMs, toMs) to compare it with: the latest one that is as many periods earlier, cut at both ends as the
 * range is, and does not overlap it. Whole months stand beside as many whole months, whatever their lengths; the
 * first ten days and a half of a month beside those of the month before. Undefined where that leaves nothing: the month
 * before has no thirty-first.
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
  // A last part that ends no later in its period than the first one begins fits into what was cut off there.
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
 * As `previousRange`, by the largest period that both ends are bounds of: whole months beside months, whole days beside days.
 * For any other range, the equally long one directly before.
 */
export function precedingRange(calendar: Calendar, fromMs: number, toMs: number): TimeSpan {
  for (const period of ['month', 'day'] as const) {
    const isBound = (ms: number) => calendar.bucketAt(period, ms).startMs === ms;
    const range = isBound(fromMs) && isBound(toMs) && previousRange(calendar, period, fromMs, toMs);
    if (range) return range;
  }
  return { fromMs: fromMs - (toMs - fromMs), toMs: fromMs };
}

/** The instant as far within one bucket as another is within its own. */
function cutAlike(ms: number, bucket: Bucket, before: Bucket): number {
  return ms === bucket.endMs ? before.endMs : Math.min(before.startMs + (ms - bucket.startMs), before.endMs);
}
