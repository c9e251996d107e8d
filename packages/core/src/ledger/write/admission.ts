import { DAY_MS } from '../../time/bucket.ts';
import type { ReportedUsage, UsageRecord } from '../../usage/record.ts';
import { totalTokens } from '../../usage/token-counts.ts';

/** How far a producer's clock may run ahead before its time is not believed. */
export const FUTURE_TOLERANCE_MS = 5 * 60_000;

export interface AdmissionLimits {
  /** How many days after it occurred usage is still accepted. */
  readonly lateLimitDays: number;
  /** The most tokens one record may have, all its counters and those of its iterations together. */
  readonly maxTokensPerRecord: number;
}

export type Admission =
  | { readonly kind: 'admitted'; readonly record: UsageRecord }
  /** More tokens than any call can have used: a mistake that would fire every budget. */
  | { readonly kind: 'too_many_tokens'; readonly tokens: number; readonly maxTokens: number }
  /** Beyond the late limit: its claim could be gone, and counting it could count it twice. */
  | { readonly kind: 'too_old'; readonly oldestAllowedMs: number };

/**
 * Decides when a call counts as having occurred, and whether it can count at all. Judged by the time of receipt, which does
 * not change over redelivery, and not by the time of processing. A missing time, or one more than five minutes ahead,
 * becomes the time of receipt. Exactly at a limit is still accepted.
 */
export function admit(usage: ReportedUsage, receivedAtMs: number, limits: AdmissionLimits): Admission {
  const record = withTime(usage, receivedAtMs);
  const { occurredAtMs } = record;
  const oldestAllowedMs = receivedAtMs - limits.lateLimitDays * DAY_MS;
  if (occurredAtMs < oldestAllowedMs) return { kind: 'too_old', oldestAllowedMs };
  const tokens = allTokens(usage);
  const maxTokens = limits.maxTokensPerRecord;
  if (tokens > maxTokens) return { kind: 'too_many_tokens', tokens, maxTokens };
  return { kind: 'admitted', record };
}

function withTime(usage: ReportedUsage, receivedAtMs: number): UsageRecord {
  const { occurredAtMs } = usage;
  const received = { ...usage, occurredAtMs: receivedAtMs, receivedAtMs };
  if (occurredAtMs === undefined) return { ...received, clockClamped: true, timeMissing: true };
  if (occurredAtMs > receivedAtMs + FUTURE_TOLERANCE_MS) return { ...received, clockClamped: true };
  return { ...received, occurredAtMs };
}

/** Those of all counters, and of the iterations, some of which are in the counters as well: enough for a bound. */
function allTokens({ tokens, thinkingTokens = 0, iterations = [] }: ReportedUsage): number {
  const counted = iterations.reduce((sum, step) => sum + totalTokens(step.tokens), totalTokens(tokens));
  return Math.max(counted, thinkingTokens);
}
