import type { Clock } from '@token-ledger/core';

export interface RateLimit {
  /** Requests per second in the long run. */
  readonly perSecond: number;
  /** Requests at once. */
  readonly burst: number;
}

const MAX_CALLERS = 10_000;

/**
 * Whether a caller may send another request: one token bucket a caller, in the memory of this instance of the authorizer. So
 * the limit of a caller is this one times the number of instances; see docs/adr/0011. Only authenticated callers have a
 * bucket, so no caller can empty the bucket of another.
 */
export function createRateLimiter(
  { perSecond, burst }: RateLimit,
  clock: Clock,
): (caller: string) => boolean {
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  return (caller) => {
    const nowMs = clock();
    const { tokens, atMs } = buckets.get(caller) ?? { tokens: burst, atMs: nowMs };
    const refilled = Math.min(burst, tokens + (Math.max(0, nowMs - atMs) / 1000) * perSecond);
    const isAllowed = refilled >= 1;
    // Moves behind all others, so that the first one has been quiet for longest.
    buckets.delete(caller);
    const quietest = buckets.size < MAX_CALLERS ? undefined : buckets.keys().next().value;
    if (quietest !== undefined) buckets.delete(quietest);
    buckets.set(caller, { tokens: isAllowed ? refilled - 1 : refilled, atMs: nowMs });
    return isAllowed;
  };
}
