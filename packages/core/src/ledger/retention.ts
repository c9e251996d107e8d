import { DAY_MS, HOUR_MS, hourStart } from '../time/bucket.ts';

/** How long raw copies live, and by that what may still change. */
export interface Retention {
  /** Days after the end of its slice at which every copy of a record expires, at least 4. */
  readonly retentionDays: number;
}

/** The longest a message may wait before it is consumed: 14 days in its queue and 14 in the dead-letter queue. */
export const LONGEST_QUEUE_DAYS = 28;

/** Hours freeze so many days before their raw copies expire: 3, or a quarter of a short retention. */
export function freezeMarginDays(retentionDays: number): number {
  return Math.min(3, retentionDays / 4);
}

/**
 * The first instant that is not frozen at `nowMs`: an hour that begins before it is never recomputed again, because its
 * raw copies are about to expire, or have, in any order.
 */
export function frozenBefore(nowMs: number, { retentionDays }: Retention): number {
  const livesMs = (retentionDays - freezeMarginDays(retentionDays)) * DAY_MS;
  // An hour is frozen when now >= end(hour) + lives, that is when its end is at or before now - lives.
  return hourStart(nowMs - livesMs);
}

export function isFrozen(hourStartMs: number, nowMs: number, retention: Retention): boolean {
  return hourStartMs + HOUR_MS <= frozenBefore(nowMs, retention);
}

/**
 * The late limit a retention can bear: a record may be this old on receipt, then wait the longest time in the queues, and
 * must still find the claims of its hour alive and the hour not frozen. Otherwise a third of the retention.
 */
export function largestLateLimitDays(retentionDays: number): number {
  return retentionDays - LONGEST_QUEUE_DAYS - freezeMarginDays(retentionDays);
}
