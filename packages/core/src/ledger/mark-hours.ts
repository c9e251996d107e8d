import { type Bucket, HOUR_MS } from '../time/bucket.ts';
import type { Calendar } from '../time/calendar.ts';
import type { Clock } from '../time/clock.ts';
import { mapConcurrently } from '../util/map-concurrently.ts';
import type { MarkStore } from './ledger-store.ts';
import { isFrozen, type Retention } from './retention.ts';

export interface MarkHoursDeps {
  readonly store: MarkStore;
  readonly clock: Clock;
  readonly newToken: () => string;
}

/**
 * A mark of an old hour may wait an hour for its recomputation, and others may be before it. An hour that freezes sooner is
 * left alone: its mark would only be found when it is too late, and raise an alarm.
 */
const RECOMPUTATION_MS = 2 * HOUR_MS;
const CONCURRENT_MARKS = 16;

/** The hours in [fromMs, toMs) that can still be recomputed, in order, and the number of those that cannot. */
export function recomputableHours(
  { calendar, retention }: { readonly calendar: Calendar; readonly retention: Retention },
  fromMs: number,
  toMs: number,
  nowMs: number,
): { readonly hours: readonly Bucket[]; readonly frozen: number } {
  const all = calendar.bucketsBetween('hour', fromMs, toMs);
  const hours = all.filter(({ startMs }) => !isFrozen(startMs, nowMs + RECOMPUTATION_MS, retention));
  return { hours, frozen: all.length - hours.length };
}

/** An hour with what it is computed from: what has to be marked to have it computed again from its records. */
export function withLeaves(calendar: Calendar, hour: Bucket): readonly Bucket[] {
  return [...calendar.children(hour), hour];
}

/** Has buckets recomputed; `prompt` ones by the next run, even if they were closed long ago. */
export async function markBuckets(
  { store, clock, newToken }: MarkHoursDeps,
  buckets: readonly Bucket[],
  repair: boolean,
  prompt = false,
): Promise<void> {
  await mapConcurrently(buckets, CONCURRENT_MARKS, ({ period, id }) =>
    store.putMark({
      period,
      bucketId: id,
      token: newToken(),
      firstMarkedAtMs: clock(),
      ...(repair && { repair }),
      ...(prompt && { prompt }),
    }),
  );
}
