import { DAY_MS } from '../../time/bucket.ts';
import type { ReportedUsage, UsageRecord } from '../../usage/record.ts';

/** How far a producer's clock may run ahead before its time is not believed. */
export const FUTURE_TOLERANCE_MS = 5 * 60_000;

export interface AdmissionLimits {
  /** How many days after it occurred usage is still accepted. */
  readonly lateLimitDays: number;
}

export type Admission =
  | { readonly kind: 'admitted'; readonly record: UsageRecord }
  /** Beyond the late limit: its claim could be gone, and counting it could count it twice. */
  | { readonly kind: 'too_old'; readonly oldestAllowedMs: number };

/**
 * Decides when a call counts as having occurred. Judged by the time of receipt, which does not change over redelivery,
 * and not by the time of processing. A missing time, or one more than five minutes ahead, becomes the time of receipt.
 * Exactly at either limit is still accepted.
 */
export function admit(usage: ReportedUsage, receivedAtMs: number, limits: AdmissionLimits): Admission {
  const { occurredAtMs } = usage;
  if (occurredAtMs === undefined || occurredAtMs > receivedAtMs + FUTURE_TOLERANCE_MS) {
    return {
      kind: 'admitted',
      record: { ...usage, occurredAtMs: receivedAtMs, receivedAtMs, clockClamped: true },
    };
  }
  const oldestAllowedMs = receivedAtMs - limits.lateLimitDays * DAY_MS;
  if (occurredAtMs < oldestAllowedMs) return { kind: 'too_old', oldestAllowedMs };
  return { kind: 'admitted', record: { ...usage, occurredAtMs, receivedAtMs } };
}
