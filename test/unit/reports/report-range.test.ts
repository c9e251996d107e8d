import { describe, expect, it } from '@jest/globals';
import { exportRangeProblem } from '@token-ledger/contract';
import {
  Calendar,
  DAY_MS,
  HOUR_MS,
  iso,
  isYear,
  REPORT_RANGES,
  type ReportRangeName,
  reportRange,
} from '@token-ledger/core';
import fc from 'fast-check';
import { TEMPLATE } from '../../support/reports.ts';

function rangeText(zone: string, name: ReportRangeName, at: string): [string, string] {
  const { fromMs, toMs } = reportRange(new Calendar(zone), name, Date.parse(at));
  return [iso(fromMs), iso(toMs)];
}

/** Of various offsets and rules: some change clocks at midnight, some by half an hour, some are not on the hour. */
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Santiago',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Pacific/Kiritimati',
  'Africa/Casablanca',
];
const calendars = new Map(ZONES.map((zone) => [zone, new Calendar(zone)]));
const anyZone = fc
  .constantFrom(...ZONES)
  .map((zone) => ({ zone, calendar: calendars.get(zone) as Calendar }));
const anyInstant = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2036, 0) });
const anyRange = fc.constantFrom(...REPORT_RANGES);

describe('the range of a report', () => {
  // A Saturday.
  it.each<[ReportRangeName, string, string]>([
    ['today', '2026-11-21T00:00:00.000Z', '2026-11-21T12:00:00.000Z'],
    ['yesterday', '2026-11-20T00:00:00.000Z', '2026-11-21T00:00:00.000Z'],
    ['this_week', '2026-11-16T00:00:00.000Z', '2026-11-21T12:00:00.000Z'],
    ['last_week', '2026-11-09T00:00:00.000Z', '2026-11-16T00:00:00.000Z'],
    ['this_month', '2026-11-01T00:00:00.000Z', '2026-11-21T12:00:00.000Z'],
    ['last_month', '2026-10-01T00:00:00.000Z', '2026-11-01T00:00:00.000Z'],
    ['this_quarter', '2026-10-01T00:00:00.000Z', '2026-11-21T12:00:00.000Z'],
    ['last_quarter', '2026-07-01T00:00:00.000Z', '2026-10-01T00:00:00.000Z'],
    ['this_year', '2026-01-01T00:00:00.000Z', '2026-11-21T12:00:00.000Z'],
    ['last_year', '2025-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'],
    ['last_7_days', '2026-11-14T00:00:00.000Z', '2026-11-21T00:00:00.000Z'],
    ['last_30_days', '2026-10-22T00:00:00.000Z', '2026-11-21T00:00:00.000Z'],
    ['last_90_days', '2026-08-23T00:00:00.000Z', '2026-11-21T00:00:00.000Z'],
    ['last_365_days', '2025-11-21T00:00:00.000Z', '2026-11-21T00:00:00.000Z'],
  ])('%s has the right bounds', (name, from, to) => {
    expect(rangeText('UTC', name, '2026-11-21T12:00:00Z')).toEqual([from, to]);
  });

  it('crosses the turn of a year', () => {
    const at = '2027-01-01T05:00:00Z';
    expect(rangeText('UTC', 'last_week', at)).toEqual([
      '2026-12-21T00:00:00.000Z',
      '2026-12-28T00:00:00.000Z',
    ]);
    expect(rangeText('UTC', 'last_month', at)[0]).toBe('2026-12-01T00:00:00.000Z');
    expect(rangeText('UTC', 'last_quarter', at)[0]).toBe('2026-10-01T00:00:00.000Z');
    expect(rangeText('UTC', 'last_year', at)[0]).toBe('2026-01-01T00:00:00.000Z');
  });

  it('is of the local date, and an hour shorter or longer when clocks change', () => {
    // It is already the 1st in Berlin.
    expect(rangeText('Europe/Berlin', 'last_month', '2026-10-31T23:30:00Z')).toEqual([
      '2026-09-30T22:00:00.000Z',
      '2026-10-31T23:00:00.000Z',
    ]);
    const hours = ([from, to]: [string, string]) => (Date.parse(to) - Date.parse(from)) / HOUR_MS;
    expect(hours(rangeText('Europe/Berlin', 'yesterday', '2026-03-30T06:00:00Z'))).toBe(23);
    expect(hours(rangeText('Europe/Berlin', 'yesterday', '2026-10-26T06:00:00Z'))).toBe(25);
    expect(hours(rangeText('Europe/Berlin', 'last_7_days', '2026-10-26T06:00:00Z'))).toBe(7 * 24 + 1);
  });

  it('that has just begun is the one that has just ended, at the first instant of the next', () => {
    const midnight = '2026-06-01T00:00:00Z';
    expect(rangeText('UTC', 'today', midnight)).toEqual(rangeText('UTC', 'yesterday', midnight));
    expect(rangeText('UTC', 'this_month', midnight)).toEqual(rangeText('UTC', 'last_month', midnight));
    expect(rangeText('UTC', 'this_week', midnight)).toEqual(rangeText('UTC', 'last_week', midnight));
    expect(rangeText('UTC', 'today', '2026-06-01T00:00:00.001Z')[0]).toBe('2026-06-01T00:00:00.000Z');
  });

  it('is never empty, nor ahead of the run, and begins at a local midnight', () => {
    fc.assert(
      fc.property(anyZone, anyInstant, anyRange, ({ calendar }, atMs, name) => {
        const { fromMs, toMs } = reportRange(calendar, name, atMs);
        expect(fromMs).toBeLessThan(toMs);
        expect(toMs).toBeLessThanOrEqual(atMs);
        expect(calendar.bucketAt('day', fromMs).startMs).toBe(fromMs);
        if (!/^this|^today/.test(name)) expect(calendar.bucketAt('day', toMs).startMs).toBe(toMs);
      }),
      { numRuns: 300 },
    );
  });

  it('has the stated number of local days, also when clocks change', () => {
    fc.assert(
      fc.property(anyZone, anyInstant, ({ calendar }, atMs) => {
        const days = (name: ReportRangeName) => {
          const { fromMs, toMs } = reportRange(calendar, name, atMs);
          return calendar.bucketsBetween('day', fromMs, toMs).length;
        };
        expect([days('yesterday'), days('last_7_days'), days('last_week')]).toEqual([1, 7, 7]);
        expect(days('last_30_days')).toBe(30);
        const { fromMs, toMs } = reportRange(calendar, 'last_month', atMs);
        expect(calendar.bucketsBetween('month', fromMs, toMs)).toMatchObject([
          { startMs: fromMs, endMs: toMs },
        ]);
      }),
      { numRuns: 100 },
    );
  });

  it.each(['week', 'month', 'quarter', 'year'])(
    'follows on from the one before: each %s without a gap',
    (unit) => {
      fc.assert(
        fc.property(anyZone, anyInstant, ({ calendar }, atMs) => {
          const last = reportRange(calendar, `last_${unit}` as ReportRangeName, atMs);
          const before = reportRange(calendar, `last_${unit}` as ReportRangeName, last.fromMs);
          expect(before.toMs).toBe(last.fromMs);
          const under = reportRange(calendar, `this_${unit}` as ReportRangeName, last.toMs);
          expect(under).toEqual(last);
        }),
        { numRuns: 60 },
      );
    },
  );

  it('is short enough to be exported, except years of records', () => {
    fc.assert(
      fc.property(anyZone, anyInstant, anyRange, fc.boolean(), ({ calendar }, atMs, name, hours) => {
        const what = isYear(name)
          ? ({ subjects: ['statistics'], period: 'day' } as const)
          : ({ subjects: [hours ? 'statistics' : 'records'], period: 'hour' } as const);
        const definition = { ...TEMPLATE, ...what, ...reportRange(calendar, name, atMs) };
        expect(exportRangeProblem(definition)).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it('is too long for a year of records if clocks were set back permanently in a leap year', () => {
    const { fromMs, toMs } = reportRange(new Calendar('Europe/Volgograd'), 'last_year', Date.UTC(2021, 5));
    expect(toMs - fromMs).toBe(366 * DAY_MS + HOUR_MS);
  });
});
