import type { RetentionStore } from '../ports/retention-store.ts';
import { HOUR_MS, hourStart } from '../time/bucket.ts';
import type { Retention } from './retention.ts';

/** A change begins so much later than it is noticed, rounded up to a full hour: by then everyone has read it. */
export const RETENTION_CHANGE_DELAY_MS = HOUR_MS;

/**
 * The retention to follow when `configuredDays` is what is configured. The first to notice that the configuration changed
 * stores that it holds for usage that occurs from an hour ahead on; what occurred before keeps the retention under which
 * its first copies were written, so a change is safe in both directions, at any time, from any number of callers.
 */
export async function followRetention(
  store: RetentionStore,
  configuredDays: number,
  nowMs: number,
): Promise<Retention> {
  while (true) {
    const stored = await store.getRetention();
    if (stored?.retentionDays === configuredDays) return stored;
    const next = stored ? changed(stored, configuredDays, nowMs) : { retentionDays: configuredDays };
    if (await store.putRetention(next, stored)) return next;
  }
}

function changed(stored: Retention, retentionDays: number, nowMs: number): Retention {
  const beginsMs = hourStart(nowMs + RETENTION_CHANGE_DELAY_MS) + HOUR_MS;
  const earlier = stored.earlier ?? [];
  // A change that was to begin no earlier than this one has not begun, and never will.
  if ((earlier.at(-1)?.untilMs ?? Number.NEGATIVE_INFINITY) >= beginsMs) return { retentionDays, earlier };
  return { retentionDays, earlier: [...earlier, { untilMs: beginsMs, retentionDays: stored.retentionDays }] };
}
