import { BUCKET_PERIODS, hourStart, type Period } from '../../time/bucket.ts';
import { type Calendar, hourBucketId } from '../../time/calendar.ts';
import type { Clock } from '../../time/clock.ts';
import type { HeartbeatStore, MarkStore } from '../ledger-store.ts';
import { CLOSING_GRACE_MS } from '../roll-up/closing-grace.ts';

export interface LedgerHealth {
  readonly asOfMs: number;
  /** When a roll-up last completed; absent before the first. */
  readonly rollUpCompletedAtMs?: number;
  /** Closed buckets whose statistics are not up to date; an hour counts as soon as a leaf of it is closed. */
  readonly pending: Readonly<Record<Period, number>>;
  /** How long the one that waits longest has been waiting, 0 if none. */
  readonly oldestPendingMs: number;
}

export interface HealthDeps {
  readonly store: MarkStore & HeartbeatStore;
  readonly clock: Clock;
  readonly calendar: Calendar;
}

/** How far the roll-up is behind. Answers are exact all the same: readers fold what is pending themselves. */
export async function readHealth({ store, clock, calendar }: HealthDeps): Promise<LedgerHealth> {
  const asOfMs = clock();
  const heartbeat = await store.getHeartbeat();
  const pending = { hour: new Set<string>(), day: new Set<string>(), month: new Set<string>() };
  let oldestPendingMs = 0;
  for (const period of BUCKET_PERIODS) {
    for (const mark of await store.listMarks(period)) {
      const { id, startMs, endMs } = calendar.bucket(period, mark.bucketId);
      if (asOfMs < endMs + CLOSING_GRACE_MS) continue;
      if (period === 'leaf') pending.hour.add(hourBucketId(hourStart(startMs)));
      else pending[period].add(id);
      oldestPendingMs = Math.max(oldestPendingMs, asOfMs - Math.max(mark.firstMarkedAtMs, endMs));
    }
  }
  return {
    asOfMs,
    ...(heartbeat ? { rollUpCompletedAtMs: heartbeat.completedAtMs } : {}),
    pending: { hour: pending.hour.size, day: pending.day.size, month: pending.month.size },
    oldestPendingMs,
  };
}
