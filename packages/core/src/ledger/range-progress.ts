import type { Bucket } from '../time/bucket.ts';
import { type Calendar, hourBucket } from '../time/calendar.ts';
import type { Clock } from '../time/clock.ts';
import { ALL_ID } from './fold.ts';
import type { MarkFailure, MarkStore, StatisticsKey, StatisticsStore } from './ledger-store.ts';
import { CLOSING_GRACE_MS } from './roll-up/closing-grace.ts';

/*
 * How far the recomputation of some hours is follows from what is stored: marks show what waits, statistics what was counted.
 * So it can be asked of any range at any time, and nothing has to add up what overlapping runs did.
 */

export interface RangeProgress {
  /** Hours that are over and wait. */
  readonly pendingHours: number;
  /** 1 if the hour under way is among them: it is recomputed once it is over. */
  readonly openHours: number;
  /** The requests that the statistics of all other hours count. */
  readonly processedRecords: number;
  /** The hours that a run could not recompute, and why. The next run tries again. */
  readonly errors: readonly RangeError[];
}

export interface RangeError extends MarkFailure {
  readonly hour: Bucket;
}

export interface RangeProgressDeps {
  readonly store: Pick<MarkStore, 'listMarks'> & Pick<StatisticsStore, 'getTotals'>;
  readonly calendar: Calendar;
  readonly clock: Clock;
}

/**
 * How far the recomputation of hours is, which are in order.
 *
 * @param isMarkedSince whether a mark of that time counts; by default every mark.
 */
export async function readRangeProgress(
  deps: RangeProgressDeps,
  hours: readonly Bucket[],
  isMarkedSince: (firstMarkedAtMs: number) => boolean = () => true,
): Promise<RangeProgress> {
  const waiting = await waitingHours(deps, hours, isMarkedSince);
  const nowMs = deps.clock();
  const isOver = ({ endMs }: Bucket) => nowMs >= endMs + CLOSING_GRACE_MS;
  const pendingHours = hours.filter((hour) => waiting.has(hour.id) && isOver(hour)).length;
  return {
    pendingHours,
    openHours: waiting.size - pendingHours,
    processedRecords: await countRequests(
      deps,
      hours.filter(({ id }) => !waiting.has(id)),
    ),
    errors: [...waiting.values()].flatMap(({ hour, failure }) => (failure ? [{ hour, ...failure }] : [])),
  };
}

interface WaitingHour {
  readonly hour: Bucket;
  readonly failure?: MarkFailure | undefined;
}

/** The hours that wait themselves, or in part. */
async function waitingHours(
  { store, calendar }: RangeProgressDeps,
  hours: readonly Bucket[],
  isMarkedSince: (firstMarkedAtMs: number) => boolean,
): Promise<ReadonlyMap<string, WaitingHour>> {
  const wanted = new Set(hours.map(({ id }) => id));
  const waiting = new Map<string, WaitingHour>();
  for (const { period, bucketId, firstMarkedAtMs, failure } of [
    ...(await store.listMarks('leaf')),
    ...(await store.listMarks('hour')),
  ]) {
    const hour = hourBucket(calendar.bucket(period, bucketId).startMs);
    if (!wanted.has(hour.id) || !isMarkedSince(firstMarkedAtMs)) continue;
    waiting.set(hour.id, { hour, failure: waiting.get(hour.id)?.failure ?? failure });
  }
  return waiting;
}

/** Whole days are read as such: of a year, that is 365 items instead of 8,760. */
async function countRequests(
  { store, calendar }: RangeProgressDeps,
  hours: readonly Bucket[],
): Promise<number> {
  const markedDays = new Set((await store.listMarks('day')).map(({ bucketId }) => bucketId));
  const byDay = Map.groupBy(hours, ({ startMs }) => calendar.bucketAt('day', startMs).id);
  const keys = [...byDay].flatMap(([id, parts]): readonly StatisticsKey[] => {
    const day = calendar.bucket('day', id);
    const isWhole = parts[0]?.startMs === day.startMs && parts.at(-1)?.endMs === day.endMs;
    const isAll = isWhole && parts.length === calendar.children(day).length && !markedDays.has(id);
    return (isAll ? [day] : parts).map(totalOf);
  });
  const totals = await store.getTotals(keys);
  return totals.reduce((sum, item) => sum + Number(item.totals.requests), 0);
}

function totalOf({ period, id }: Bucket): StatisticsKey {
  return { period, bucketId: id, dimension: 'all', id: ALL_ID };
}
