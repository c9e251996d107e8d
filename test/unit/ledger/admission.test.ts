import { describe, expect, it } from '@jest/globals';
import { admit, DAY_MS, type ReportedUsage } from '@token-ledger/core';
import { NOON, usageRecord } from '../../support/records.ts';

const limits = { lateLimitDays: 35 };
const receivedAtMs = NOON;

function reported(occurredAtMs?: number): ReportedUsage {
  const { occurredAtMs: _, receivedAtMs: __, ...usage } = usageRecord({ requestId: 'req_1' });
  return occurredAtMs === undefined ? usage : { ...usage, occurredAtMs };
}

describe('admit', () => {
  it('accepts a time in the past and keeps it to the millisecond', () => {
    expect(admit(reported(NOON - 1), receivedAtMs, limits)).toMatchObject({
      kind: 'admitted',
      record: { occurredAtMs: NOON - 1, receivedAtMs: NOON },
    });
  });

  it('uses the time of receipt if there is no other, and marks the record', () => {
    expect(admit(reported(), receivedAtMs, limits)).toMatchObject({
      record: { occurredAtMs: NOON, clockClamped: true },
    });
  });

  it('accepts a clock that is five minutes ahead, not one that is a millisecond more', () => {
    const limit = NOON + 5 * 60_000;
    expect(admit(reported(limit), receivedAtMs, limits)).toMatchObject({ record: { occurredAtMs: limit } });
    expect(admit(reported(limit + 1), receivedAtMs, limits)).toMatchObject({
      record: { occurredAtMs: NOON, clockClamped: true },
    });
  });

  it('accepts usage of exactly the late limit and refuses a millisecond more', () => {
    const oldest = NOON - 35 * DAY_MS;
    expect(admit(reported(oldest), receivedAtMs, limits)).toMatchObject({ record: { occurredAtMs: oldest } });
    expect(admit(reported(oldest - 1), receivedAtMs, limits)).toEqual({
      kind: 'too_old',
      oldestAllowedMs: oldest,
    });
  });
});
