import { ALL_ID } from '../ledger/fold.ts';
import type { HeartbeatStore, MarkStore, StatisticsStore } from '../ledger/ledger-store.ts';
import { type MarkHoursDeps, markBuckets, recomputableHours, withLeaves } from '../ledger/mark-hours.ts';
import type { Retention } from '../ledger/retention.ts';
import { BUCKET_PERIODS, type Bucket, hourStart, type Period } from '../time/bucket.ts';
import { type Calendar, hourBucket } from '../time/calendar.ts';
import type { Clock } from '../time/clock.ts';
import type { TimeSpan } from './previous-range.ts';

/** An hour, day or month whose statistics are to be computed anew. */
export interface PendingAggregation extends TimeSpan {
  readonly period: Period;
  /** Since it was last up to date. */
  readonly pendingSinceMs: number;
}

export interface AggregationStatus {
  readonly asOfMs: number;
  /** When a roll-up last completed; absent before the first. */
  readonly rollUpCompletedAtMs?: number;
  /** By period, then time; those still under way too. An hour is there once, also when leaves of it are pending. */
  readonly pending: readonly PendingAggregation[];
}

/** What waits for the roll-up. */
export async function readAggregations({
  store,
  clock,
  calendar,
}: {
  readonly store: MarkStore & HeartbeatStore;
  readonly clock: Clock;
  readonly calendar: Calendar;
}): Promise<AggregationStatus> {
  const asOfMs = clock();
  const heartbeat = await store.getHeartbeat();
  const pending = new Map<string, PendingAggregation>();
  for (const period of BUCKET_PERIODS) {
    for (const { bucketId, firstMarkedAtMs } of await store.listMarks(period)) {
      const marked = calendar.bucket(period, bucketId);
      const bucket = period === 'leaf' ? hourBucket(marked.startMs) : marked;
      const key = `${bucket.period} ${bucket.id}`;
      const sinceMs = Math.min(firstMarkedAtMs, pending.get(key)?.pendingSinceMs ?? firstMarkedAtMs);
      pending.set(key, {
        period: period === 'leaf' ? 'hour' : period,
        fromMs: bucket.startMs,
        toMs: bucket.endMs,
        pendingSinceMs: sinceMs,
      });
    }
  }
  return {
    asOfMs,
    ...(heartbeat && { rollUpCompletedAtMs: heartbeat.completedAtMs }),
    pending: [...pending.values()],
  };
}

export interface AggregationDeps extends MarkHoursDeps {
  readonly store: MarkStore & Pick<StatisticsStore, 'getStatistics'>;
  readonly calendar: Calendar;
  readonly retention: Retention;
}

/** What became of the hours of a range that was asked to be aggregated. */
export interface AggregationStart {
  readonly markedHours: number;
  /** Marked before; they wait for the roll-up already. */
  readonly pendingHours: number;
  /** Nothing was ever counted in them. */
  readonly emptyHours: number;
  /** Never recomputed again. */
  readonly skippedFrozenHours: number;
}

/**
 * Has the statistics of every hour of the range that holds anything computed anew, as the sweep does for the latest ones. Unlike
 * a rebuild it keeps no account of its progress, keeps nothing else away and passes over empty hours.
 */
export async function startAggregation(
  deps: AggregationDeps,
  { fromMs, toMs }: TimeSpan,
): Promise<AggregationStart> {
  const { hours, frozen } = recomputableHours(deps, fromMs, toMs, deps.clock());
  const marked = await markedHours(deps);
  const unmarked = hours.filter(({ id }) => !marked.has(id));
  // What holds anything is counted or marked: a mark goes only when the statistics are there.
  const items = await deps.store.getStatistics(
    unmarked.map(({ period, id }) => ({ period, bucketId: id, dimension: 'all', id: ALL_ID })),
    { consistent: true },
  );
  const counted = new Set(items.map(({ bucketId }) => bucketId));
  const holding = unmarked.filter(({ id }) => counted.has(id));
  await markBuckets(
    deps,
    holding.flatMap((hour) => withLeaves(deps.calendar, hour)),
    false,
  );
  return {
    markedHours: holding.length,
    pendingHours: hours.length - unmarked.length,
    emptyHours: unmarked.length - holding.length,
    skippedFrozenHours: frozen,
  };
}

async function markedHours({ store, calendar }: AggregationDeps): Promise<ReadonlySet<string>> {
  const hourOf = ({ startMs }: Bucket) => hourBucket(hourStart(startMs)).id;
  const marks = [...(await store.listMarks('leaf')), ...(await store.listMarks('hour'))];
  return new Set(marks.map(({ period, bucketId }) => hourOf(calendar.bucket(period, bucketId))));
}
