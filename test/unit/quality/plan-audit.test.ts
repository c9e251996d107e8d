import { describe, expect, it } from '@jest/globals';
import { Calendar, DAY_MS } from '@token-ledger/core';
import fc from 'fast-check';
import { pastDays } from '../../../packages/core/src/quality/plan-audit.ts';

const calendar = new Calendar('UTC');
const dayAt = (number: number) => calendar.bucketAt('day', number * DAY_MS);

describe('the days of the past that a night audits', () => {
  it('include each day at least once while its records are kept', () => {
    const retentions = fc.integer({ min: 6, max: 120 });
    fc.assert(
      fc.property(retentions, fc.integer({ min: 20_000, max: 24_000 }), (retentionDays, number) => {
        const wanted = dayAt(number);
        let visits = 0;
        for (let night = number + 1; night <= number + retentionDays; night += 1) {
          const days = pastDays({ calendar, retention: { retentionDays } }, dayAt(night));
          expect(days.length).toBeLessThanOrEqual(2);
          visits += days.filter(({ id }) => id === wanted.id).length;
        }
        expect(visits).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: 12 },
    );
  });

  it('are the same whenever they are chosen, and lie before the audited day', () => {
    const chosen = () => pastDays({ calendar, retention: { retentionDays: 90 } }, dayAt(20_700));
    expect(chosen()).toEqual(chosen());
    expect(chosen()).toHaveLength(2);
    for (const { endMs } of chosen()) expect(endMs).toBeLessThanOrEqual(dayAt(20_700).startMs);
  });

  it('are none where records expire before the roll-up could repair anything', () => {
    expect(pastDays({ calendar, retention: { retentionDays: 5 } }, dayAt(20_700))).toEqual([]);
  });
});
