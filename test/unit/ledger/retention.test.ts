import { describe, expect, it } from '@jest/globals';
import {
  DAY_MS,
  expiresAtMs,
  frozenBefore,
  HOUR_MS,
  isFrozen,
  largestLateLimitDays,
  type Retention,
  SLICE_MS,
} from '@token-ledger/core';
import fc from 'fast-check';
import { NOON } from '../../support/records.ts';

const days = fc.integer({ min: 4, max: 400 });

describe('retention', () => {
  it('freezes an hour three days before its raw copies begin to expire', () => {
    const freezesAtMs = NOON + HOUR_MS + 87 * DAY_MS;
    expect(isFrozen(NOON, freezesAtMs - 1, { retentionDays: 90 })).toBe(false);
    expect(isFrozen(NOON, freezesAtMs, { retentionDays: 90 })).toBe(true);
  });

  it('freezes at three quarters of a short retention', () => {
    const freezesAtMs = NOON + HOUR_MS + 3 * DAY_MS;
    expect(isFrozen(NOON, freezesAtMs - 1, { retentionDays: 4 })).toBe(false);
    expect(isFrozen(NOON, freezesAtMs, { retentionDays: 4 })).toBe(true);
  });

  it('allows for the longest wait in both queues before an hour freezes', () => {
    expect(largestLateLimitDays(90)).toBe(59);
    expect(largestLateLimitDays(66)).toBe(35);
  });

  it('lets all copies of a slice expire together, by the retention that applied when it began', () => {
    const retention = { retentionDays: 30, earlier: [{ untilMs: NOON, retentionDays: 90 }] };
    expect(expiresAtMs(NOON - 1, retention)).toBe(NOON + 90 * DAY_MS);
    expect(expiresAtMs(NOON, retention)).toBe(NOON + SLICE_MS + 30 * DAY_MS);
  });

  it('keeps old hours mutable when the retention is shortened, and frozen when it is lengthened', () => {
    const shortened = { retentionDays: 30, earlier: [{ untilMs: NOON, retentionDays: 90 }] };
    const nowMs = NOON + 40 * DAY_MS;
    expect(isFrozen(NOON, nowMs, shortened)).toBe(true);
    expect(isFrozen(NOON - HOUR_MS, nowMs, shortened)).toBe(false);
    expect(frozenBefore(nowMs, shortened)).toBe(NOON - 47 * DAY_MS);

    const lengthened = { retentionDays: 90, earlier: [{ untilMs: NOON, retentionDays: 30 }] };
    expect(isFrozen(NOON - HOUR_MS, nowMs, lengthened)).toBe(true);
    expect(isFrozen(NOON, nowMs, lengthened)).toBe(false);
    expect(frozenBefore(nowMs, lengthened)).toBe(NOON);
  });

  const instant = fc.integer({ min: 0, max: 2000 }).map((hours) => NOON + hours * HOUR_MS);
  const retentions: fc.Arbitrary<Retention> = fc
    .tuple(days, fc.uniqueArray(instant, { maxLength: 4 }), fc.array(days, { minLength: 4, maxLength: 4 }))
    .map(([retentionDays, untils, earlierDays]) => ({
      retentionDays,
      earlier: untils
        .toSorted((a, b) => a - b)
        .map((untilMs, index) => ({ untilMs, retentionDays: earlierDays[index] ?? 4 })),
    }));

  it('freezes every hour before its first copy expires, and everything before frozenBefore', () => {
    fc.assert(
      fc.property(retentions, instant, instant, (retention, hourStartMs, nowMs) => {
        if (expiresAtMs(hourStartMs, retention) <= nowMs)
          expect(isFrozen(hourStartMs, nowMs, retention)).toBe(true);
        const boundary = frozenBefore(nowMs, retention);
        expect(isFrozen(boundary, nowMs, retention)).toBe(false);
        if (hourStartMs < boundary) expect(isFrozen(hourStartMs, nowMs, retention)).toBe(true);
      }),
    );
  });
});
