import { describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS, isFrozen, largestLateLimitDays } from '@token-ledger/core';
import { NOON } from '../../support/records.ts';

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

  it('leaves room for the longest wait in both queues before an hour freezes', () => {
    expect(largestLateLimitDays(90)).toBe(59);
    expect(largestLateLimitDays(66)).toBe(35);
  });
});
