/*
 * A record may be `lateLimitDays` late, then wait in a queue for 14 days until it is sent back from the dead-letter queue,
 * and wait for 14 days again. Even then its bucket must still be open for recomputation. A bucket closes some days before
 * its raw copies expire, because DynamoDB does not delete them all at once.
 */

const QUEUED_DAYS = 14 + 14;
const PREFERRED_DAYS = 35;

/** The greatest late limit that a retention allows; less than 1 if the retention is too short for a late limit. */
export function greatestLateLimitDays(retentionDays: number): number {
  const marginDays = Math.min(3, retentionDays / 4);
  return Math.floor(retentionDays - marginDays - QUEUED_DAYS);
}

/** 35 days, or a third of a retention that is too short for that. */
export function defaultLateLimitDays(retentionDays: number): number {
  if (PREFERRED_DAYS <= greatestLateLimitDays(retentionDays)) return PREFERRED_DAYS;
  return Math.max(1, Math.floor(retentionDays / 3));
}
