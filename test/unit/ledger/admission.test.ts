import { describe, expect, it } from '@jest/globals';
import {
  admit,
  DAY_MS,
  hasClockFault,
  NO_TOKENS,
  type ReportedUsage,
  type TokenCounts,
} from '@token-ledger/core';
import { NOON, usageRecord } from '../../support/records.ts';

const limits = { lateLimitDays: 35, maxTokensPerRecord: 1e8 };
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

  it('takes the time of receipt when none is given, and says so in the record, which is no fault of a clock', () => {
    const admission = admit(reported(), receivedAtMs, limits);
    expect(admission).toMatchObject({
      record: { occurredAtMs: NOON, clockClamped: true, timeMissing: true },
    });
    expect(admission.kind === 'admitted' && hasClockFault(admission.record)).toBe(false);
  });

  it('accepts a clock that is five minutes ahead, not one that is a millisecond more', () => {
    const limit = NOON + 5 * 60_000;
    expect(admit(reported(limit), receivedAtMs, limits)).toMatchObject({ record: { occurredAtMs: limit } });
    const admission = admit(reported(limit + 1), receivedAtMs, limits);
    expect(admission).toMatchObject({ record: { occurredAtMs: NOON, clockClamped: true } });
    expect(admission.kind === 'admitted' && hasClockFault(admission.record)).toBe(true);
    expect(admission).not.toHaveProperty('record.timeMissing');
  });

  it('accepts usage of exactly the late limit and refuses a millisecond more', () => {
    const oldest = NOON - 35 * DAY_MS;
    expect(admit(reported(oldest), receivedAtMs, limits)).toMatchObject({ record: { occurredAtMs: oldest } });
    expect(admit(reported(oldest - 1), receivedAtMs, limits)).toEqual({
      kind: 'too_old',
      oldestAllowedMs: oldest,
    });
  });

  describe('of tokens', () => {
    const many = (tokens: Partial<TokenCounts>, rest: Partial<ReportedUsage> = {}) =>
      admit({ ...reported(NOON), tokens: { ...NO_TOKENS, ...tokens }, ...rest }, receivedAtMs, limits).kind;
    const step = (input: number) => ({ type: 'compaction', tokens: { ...NO_TOKENS, input } });

    it.each<[string, (tokens: number) => string]>([
      ['in one counter', (tokens) => many({ output: tokens })],
      ['in all counters together', (tokens) => many({ input: 1, cacheRead: 2, cacheCreation1h: tokens - 3 })],
      [
        'with those of the iterations',
        (tokens) => many({ input: 1 }, { iterations: [step(2), step(tokens - 3)] }),
      ],
      ['of thinking', (tokens) => many({ output: 1 }, { thinkingTokens: tokens })],
    ])('accepts as many as the ceiling and not one more: %s', (_, admitted) => {
      expect(admitted(1e8)).toBe('admitted');
      expect(admitted(1e8 + 1)).toBe('too_many_tokens');
    });

    it('calls usage that is too old as well too old, which no setting of the ceiling changes', () => {
      const tokens = { ...NO_TOKENS, input: 1e9 };
      expect(admit({ ...reported(0), tokens }, receivedAtMs, limits).kind).toBe('too_old');
    });
  });
});
