import { describe, expect, it } from '@jest/globals';
import {
  FIRST_PRICE_SCHEDULE,
  HOUR_MS,
  MAX_PRICE_SPANS,
  nextPriceChangeMs,
  type PriceSchedule,
  revisionAt,
  withNewRevision,
  withRevisionBetween,
} from '@token-ledger/core';
import fc from 'fast-check';
import { NOON } from '../../support/records.ts';

describe('the schedule of prices', () => {
  it('has one price book for all times at first', () => {
    for (const ms of [0, NOON, NOON * 2]) expect(revisionAt(FIRST_PRICE_SCHEDULE, ms)).toBe(1);
  });

  it('lets a new price book apply from the next full hour on, to the millisecond', () => {
    expect(nextPriceChangeMs(NOON)).toBe(NOON + HOUR_MS);
    expect(nextPriceChangeMs(NOON + HOUR_MS - 1)).toBe(NOON + HOUR_MS);
    const schedule = withNewRevision(FIRST_PRICE_SCHEDULE, 2, NOON + HOUR_MS);
    expect(revisionAt(schedule, NOON + HOUR_MS - 1)).toBe(1);
    expect(revisionAt(schedule, NOON + HOUR_MS)).toBe(2);
    expect(schedule.latestRevision).toBe(2);
  });

  const hour = fc.integer({ min: 0, max: 60 });
  const change = fc.record({ from: hour, length: fc.integer({ min: 1, max: 20 }), isNew: fc.boolean() });

  it('keeps the last change of every hour, and stays as short as possible', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
        let schedule: PriceSchedule = FIRST_PRICE_SCHEDULE;
        const expected = new Map(Array.from({ length: 100 }, (_, index) => [index, 1]));
        for (const { from, length, isNew } of changes) {
          const revision = isNew ? schedule.latestRevision + 1 : 1 + (from % schedule.latestRevision);
          schedule = isNew
            ? withNewRevision(schedule, revision, from * HOUR_MS)
            : withRevisionBetween(schedule, from * HOUR_MS, (from + length) * HOUR_MS, revision);
          for (const index of expected.keys())
            if (index >= from && (isNew || index < from + length)) expected.set(index, revision);
        }
        for (const [index, revision] of expected) {
          expect(revisionAt(schedule, index * HOUR_MS)).toBe(revision);
          expect(revisionAt(schedule, (index + 1) * HOUR_MS - 1)).toBe(revision);
        }
        for (const [index, span] of schedule.spans.entries())
          expect(schedule.spans[index + 1]?.revision).not.toBe(span.revision);
      }),
    );
  });

  it(`has at most ${MAX_PRICE_SPANS} changes`, () => {
    let schedule: PriceSchedule = FIRST_PRICE_SCHEDULE;
    for (let revision = 2; revision <= MAX_PRICE_SPANS; revision += 1)
      schedule = withNewRevision(schedule, revision, revision * HOUR_MS);
    expect(schedule.spans).toHaveLength(MAX_PRICE_SPANS);
    expect(() => withNewRevision(schedule, 1001, 1001 * HOUR_MS)).toThrow(RangeError);
  });
});
