import { DAY_MS, HOUR_MS, hourStart, SLICE_MS, sliceStart } from '../time/bucket.ts';

/**
 * How long raw copies live, and by that what may still change. It belongs to when usage occurred, not to when it was
 * written, so that all copies of a slice expire together however often the setting is changed.
 */
export interface Retention {
  /** Days after the end of its slice at which every copy of a record expires, at least 4. */
  readonly retentionDays: number;
  /** What held for usage that occurred before an instant (a full hour), earliest first. */
  readonly earlier?: readonly { readonly untilMs: number; readonly retentionDays: number }[];
}

/** What `retentionDays` may be. */
export const MIN_RETENTION_DAYS = 4;
export const MAX_RETENTION_DAYS = 3650;

/** The late limit of a deployment that configures none, if its retention allows that much. */
export const DEFAULT_LATE_LIMIT_DAYS = 35;

/** The longest a message may wait: 14 days until it expires as a dead letter, and as long again once it was sent back. */
export const LONGEST_QUEUE_DAYS = 28;

/** Hours freeze so many days before their raw copies expire: 3, or a quarter of a short retention. */
export function freezeMarginDays(retentionDays: number): number {
  return Math.min(3, retentionDays / 4);
}

/** When every raw copy of usage that occurred at an instant expires, milliseconds since the epoch. */
export function expiresAtMs(occurredAtMs: number, retention: Retention): number {
  return sliceStart(occurredAtMs) + SLICE_MS + retentionDaysAt(occurredAtMs, retention) * DAY_MS;
}

/**
 * Whether the hour that contains an instant is frozen: never recomputed again, because its raw copies are about to
 * expire, or have, in any order.
 */
export function isFrozen(ms: number, nowMs: number, retention: Retention): boolean {
  return nowMs >= hourStart(ms) + HOUR_MS + mutableMs(retentionDaysAt(ms, retention));
}

/**
 * Everything before this instant is frozen. After it, hours may be frozen too, if the retention was shortened.
 */
export function frozenBefore(nowMs: number, retention: Retention): number {
  let spanStartMs = Number.NEGATIVE_INFINITY;
  for (const { untilMs, retentionDays } of retention.earlier ?? []) {
    const firstMs = Math.max(spanStartMs, firstMutableHour(nowMs, retentionDays));
    if (firstMs < untilMs) return firstMs;
    spanStartMs = untilMs;
  }
  return Math.max(spanStartMs, firstMutableHour(nowMs, retention.retentionDays));
}

/** Usage that occurred before this instant is refused, or would belong to a frozen hour. */
export function oldestAccepted(nowMs: number, lateLimitDays: number, retention: Retention): number {
  return Math.max(nowMs - lateLimitDays * DAY_MS, frozenBefore(nowMs, retention));
}

/**
 * The largest late limit that a retention allows, in days; less than 1 if the retention is too short for any. A record may be
 * this old on receipt, then wait the longest time in the queues, and must still find the claims of its hour alive and the
 * hour not frozen.
 */
export function largestLateLimitDays(retentionDays: number): number {
  return Math.floor(retentionDays - LONGEST_QUEUE_DAYS - freezeMarginDays(retentionDays));
}

/** The late limit, in days, where none is configured: 35, or a third of a retention that is too short for them. */
export function defaultLateLimitDays(retentionDays: number): number {
  if (DEFAULT_LATE_LIMIT_DAYS <= largestLateLimitDays(retentionDays)) return DEFAULT_LATE_LIMIT_DAYS;
  return Math.max(1, Math.floor(retentionDays / 3));
}

function retentionDaysAt(ms: number, { retentionDays, earlier = [] }: Retention): number {
  return earlier.find(({ untilMs }) => ms < untilMs)?.retentionDays ?? retentionDays;
}

function mutableMs(retentionDays: number): number {
  return (retentionDays - freezeMarginDays(retentionDays)) * DAY_MS;
}

/** An hour is frozen when now >= its end + what it may change, that is when its end is at or before now less that. */
function firstMutableHour(nowMs: number, retentionDays: number): number {
  return hourStart(nowMs - mutableMs(retentionDays));
}
