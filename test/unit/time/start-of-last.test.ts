import { describe, expect, it } from '@jest/globals';
import { Calendar, type CalendarSpan, HOUR_MS, iso, startOfLast } from '@token-ledger/core';
import fc from 'fast-check';

const NONE: CalendarSpan = { months: 0, days: 0, hours: 0 };

describe('the start of the last span of time', () => {
  it.each<[string, string, Partial<CalendarSpan>, string, string]>([
    ['six months', 'UTC', { months: 6 }, '2026-11-21T12:30:00Z', '2026-05-21T00:00:00.000Z'],
    ['a month that is shorter', 'UTC', { months: 1 }, '2026-03-31T12:00:00Z', '2026-02-28T00:00:00.000Z'],
    ['a leap year', 'UTC', { months: 12 }, '2028-02-29T12:00:00Z', '2027-02-28T00:00:00.000Z'],
    ['a year, across its end', 'UTC', { months: 11 }, '2026-03-10T12:00:00Z', '2025-04-10T00:00:00.000Z'],
    ['days', 'UTC', { days: 30 }, '2026-11-21T12:30:00Z', '2026-10-22T00:00:00.000Z'],
    [
      'days, across a change of clocks',
      'Europe/Berlin',
      { days: 30 },
      '2026-11-21T12:30:00Z',
      '2026-10-21T22:00:00.000Z',
    ],
    [
      'the day of the time zone',
      'Pacific/Auckland',
      { days: 1 },
      '2026-11-20T12:30:00Z',
      '2026-11-19T11:00:00.000Z',
    ],
    ['whole hours', 'UTC', { hours: 24 }, '2026-11-21T12:30:00Z', '2026-11-20T12:00:00.000Z'],
    ['days and hours', 'UTC', { days: 1, hours: 2 }, '2026-11-21T01:30:00Z', '2026-11-19T23:00:00.000Z'],
  ])('is a whole day or hour: %s', (_, zone, span, end, start) => {
    expect(iso(startOfLast(new Calendar(zone), { ...NONE, ...span }, Date.parse(end)))).toBe(start);
  });

  it('is always before the end, and at most a day or hour earlier than its length says', () => {
    const calendar = new Calendar('America/St_Johns');
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2015, 0), max: Date.UTC(2040, 0) }),
        fc.record({ days: fc.nat({ max: 400 }), hours: fc.nat({ max: 400 }) }),
        (endMs, { days, hours }) => {
          fc.pre(days + hours > 0);
          const lengthMs = endMs - startOfLast(calendar, { months: 0, days, hours }, endMs);
          const exactMs = (days * 24 + hours) * HOUR_MS;
          // Clocks change by an hour, twice a year.
          expect(lengthMs).toBeGreaterThanOrEqual(exactMs - HOUR_MS);
          expect(lengthMs).toBeLessThan(exactMs + (hours === 0 ? 25 : 2) * HOUR_MS);
        },
      ),
    );
  });
});
