import { type Bucket, DAY_MS } from '../../time/bucket.ts';
import type { Calendar } from '../../time/calendar.ts';
import { isKeptCurrent, type ListName, listsOf } from '../lists.ts';

/**
 * So long after its end, late records do not have a bucket's lists by model and by feature written again: these are large,
 * and would follow each recomputation. Later they do; the nightly sweep sees to it that there is such a recomputation.
 */
const SETTLING_MS = DAY_MS;

/** Which lists of a bucket are written again for records that came after it was rolled up. */
export function listsForLate(calendar: Calendar, bucket: Bucket, nowMs: number): readonly ListName[] {
  const lists = listsOf(bucket);
  // Once a day is over, its own lists are read in place of those of its hours.
  if (bucket.period === 'hour')
    return calendar.parents(bucket).some(({ endMs }) => nowMs < endMs) ? lists : [];
  return nowMs < bucket.endMs + SETTLING_MS ? lists.filter((name) => isKeptCurrent(bucket, name)) : lists;
}
