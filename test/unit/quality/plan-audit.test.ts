import { describe, expect, it } from '@jest/globals';
import { Calendar, DAY_MS } from '@token-ledger/core';
import fc from 'fast-check';
import { pastDays } from '../../../packages/core/src/quality/plan-audit.ts';

const MIDDLE_OF_DAY = DAY_MS / 2;
const UTC = new Calendar('UTC');
const dayAt = (calendar: Calendar, number: number) =>
  calendar.bucketAt('day', number * DAY_MS + MIDDLE_OF_DAY);

/** How often a day is audited as one of the past, until its records expire. */
function visitsOf(calendar: Calendar, retentionDays: number, number: number): number {
  const wanted = dayAt(calendar, number);
  let visits = 0;
  for (let night = number + 1; night <= number + retentionDays; night += 1) {
    const days = pastDays({ calendar, retention: { retentionDays } }, dayAt(calendar, night));
    expect(days.length).toBeLessThanOrEqual(2);
    visits += days.filter(({ id }) => id === wanted.id).length;
  }
  return visits;
}

describe('the days of the past that a night audits', () => {
  it('include each day at least once while its records are kept', () => {
    const retentions = fc.integer({ min: 7, max: 400 });
    fc.assert(
      fc.property(retentions, fc.integer({ min: 20_000, max: 24_000 }), (retentionDays, number) => {
        expect(visitsOf(UTC, retentionDays, number)).toBeGreaterThanOrEqual(1);
      }),
    );
  });

  it.each(['Pacific/Auckland', 'America/New_York'])('also where clocks change, as in %s', (zone) => {
    const calendar = new Calendar(zone);
    const first = Math.floor(Date.UTC(2026, 0, 1) / DAY_MS);
    for (let day = 0; day < 365; day += 7) expect(visitsOf(calendar, 30, first + day)).toBeGreaterThan(0);
  });

  it('are the same whenever they are chosen, and lie before the audited day', () => {
    const chosen = () => pastDays({ calendar: UTC, retention: { retentionDays: 90 } }, dayAt(UTC, 20_700));
    expect(chosen()).toEqual(chosen());
    expect(chosen()).toHaveLength(2);
    for (const { endMs } of chosen()) expect(endMs).toBeLessThanOrEqual(dayAt(UTC, 20_700).startMs);
  });

  it('are none where records expire before the roll-up could repair anything', () => {
    expect(pastDays({ calendar: UTC, retention: { retentionDays: 6 } }, dayAt(UTC, 20_700))).toEqual([]);
  });
});
