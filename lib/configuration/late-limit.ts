/*
 * A record may be `lateLimitDays` late, then wait 14 days until it is sent back from the dead-letter queue and 14 more, and
 * must still find its bucket open for recomputation. A bucket closes a margin before its raw copies expire, because
 * nothing guarantees that they expire all at once.
 */

const QUEUED_DAYS = 14 + 14;
const PREFERRED_DAYS = 35;

/** The greatest late limit that a retention allows; less than 1 if the retention is too short for any. */
export function greatestLateLimitDays(retentionDays: number): number {
  const marginDays = Math.min(3, retentionDays / 4);
  return Math.floor(retentionDays - marginDays - QUEUED_DAYS);
}

/** 35 days; a third of a retention that is too short for them. */
export function defaultLateLimitDays(retentionDays: number): number {
  if (PREFERRED_DAYS <= greatestLateLimitDays(retentionDays)) return PREFERRED_DAYS;
  return Math.max(1, Math.floor(retentionDays / 3));
}
