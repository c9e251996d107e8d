import { ALL_ID } from '../ledger/fold.ts';
import type { HeartbeatStore, MarkStore, StatisticsStore } from '../ledger/ledger-store.ts';
import { type MarkHoursDeps, markBuckets, recomputableHours, withLeaves } from '../ledger/mark-hours.ts';
import type { Retention } from '../ledger/retention.ts';
import { BUCKET_PERIODS, type Bucket, type Period } from '../time/bucket.ts';
import { type Calendar, hourBucket } from '../time/calendar.ts';
import type { Clock } from '../time/clock.ts';
import type { TimeSpan } from './previous-range.ts';

/** An hour, day or month that waits for its statistics to be recomputed. */
export interface PendingAggregation extends TimeSpan {
  readonly period: Period;
  /** When its statistics were last up to date. */
  readonly pendingSinceMs: number;
}

export interface AggregationStatus {
  readonly asOfMs: number;
  /** When a roll-up last completed; absent before the first. */
  readonly rollUpCompletedAtMs?: number;
  /**
   * Ordered by period, then time; includes the current periods. An hour appears once, also if several of its leaves are
   * pending.
   */
  readonly pending: readonly PendingAggregation[];
}

/** Lists what waits for the roll-up. */
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
  readonly store: MarkStore & Pick<StatisticsStore, 'getTotals'>;
  readonly calendar: Calendar;
  readonly retention: Retention;
}

/** What becomes of the hours of a range for which aggregation was requested. */
export interface AggregationStart {
  /** The hours that are recomputed. Empty ones are not, and the hour under way is once it is over. */
  readonly hours: readonly Bucket[];
  /** Hours without any usage. */
  readonly emptyHours: number;
  /** Hours that are never recomputed again. */
  readonly skippedFrozenHours: number;
}

/**
 * Marks every hour of the range that has usage, so that the next roll-up recomputes it. Unlike a rebuild, it is not stored,
 * excludes nothing else and skips empty hours.
 */
export async function startAggregation(
  deps: AggregationDeps,
  { fromMs, toMs }: TimeSpan,
): Promise<AggregationStart> {
  const { hours, frozen } = recomputableHours(deps, fromMs, toMs, deps.clock());
  const marked = await markedHours(deps);
  // An hour with usage is counted or marked: a mark is deleted only after the statistics are stored.
  const items = await deps.store.getTotals(
    hours
      .filter(({ id }) => !marked.has(id))
      .map(({ period, id }) => ({ period, bucketId: id, dimension: 'all', id: ALL_ID })),
  );
  const counted = new Set(items.map(({ bucketId }) => bucketId));
  const holding = hours.filter(({ id }) => marked.has(id) || counted.has(id));
  const buckets = holding.flatMap((hour) => withLeaves(deps.calendar, hour));
  await markBuckets(deps, buckets, false, true);
  return {
    hours: holding,
    emptyHours: hours.length - holding.length,
    skippedFrozenHours: frozen,
  };
}

async function markedHours({ store, calendar }: AggregationDeps): Promise<ReadonlySet<string>> {
  const hourOf = ({ startMs }: Bucket) => hourBucket(startMs).id;
  const marks = [...(await store.listMarks('leaf')), ...(await store.listMarks('hour'))];
  return new Set(marks.map(({ period, bucketId }) => hourOf(calendar.bucket(period, bucketId))));
}
