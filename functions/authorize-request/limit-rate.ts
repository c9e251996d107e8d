import type { Clock } from '@token-ledger/core';

export interface RateLimit {
  /** Requests per second in the long run. */
  readonly perSecond: number;
  /** Requests at once. */
  readonly burst: number;
}

const MAX_CALLERS = 10_000;

/**
 * Whether a caller may send one more request: a bucket of tokens for each, in the memory of this instance of the authorizer. So
 * the limit of a caller is this one times the instances there are; see docs/adr/0011. Only callers who proved to be somebody
 * have a bucket, so nobody can use up another's.
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
    // Behind all others, so that the one in front has been quiet for longest.
    buckets.delete(caller);
    const quietest = buckets.size < MAX_CALLERS ? undefined : buckets.keys().next().value;
    if (quietest !== undefined) buckets.delete(quietest);
    buckets.set(caller, { tokens: isAllowed ? refilled - 1 : refilled, atMs: nowMs });
    return isAllowed;
  };
}
