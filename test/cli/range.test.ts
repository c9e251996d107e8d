import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  parseDay,
  parseRange,
  type RangeOptions,
  showPeriod,
  showTime,
  wholeHours,
} from '../../packages/cli/src/range/range.ts';

/** A Sunday in Berlin, half past two there, a week after clocks went back. */
const SUNDAY = Date.UTC(2026, 10, 1, 1, 30);
const berlin = { nowMs: SUNDAY, timeZone: 'Europe/Berlin' };
const utc = { nowMs: SUNDAY, timeZone: 'UTC' };
const range = (options: RangeOptions, moment = berlin) => {
  const { from, to } = parseRange(options, moment, { last: '7d' });
  return [from, to];
};
const now = new Date(SUNDAY).toISOString();

describe('a range of time', () => {
  it.each([
    [{ last: '24h' }, '2026-10-31T01:30:00.000Z', now],
    [{ last: 'PT24H' }, '2026-10-31T01:30:00.000Z', now],
    // Whole days, of which today is one: clocks go back on the eighth.
    [{ last: '1d' }, '2026-10-31T23:00:00.000Z', now],
    [{ last: '7d' }, '2026-10-25T23:00:00.000Z', now],
    [{ last: '8d' }, '2026-10-24T22:00:00.000Z', now],
    [{ last: '2w' }, '2026-10-18T22:00:00.000Z', now],
    [{ last: '1mo' }, '2026-10-31T23:00:00.000Z', now],
    [{ last: '3mo' }, '2026-08-31T22:00:00.000Z', now],
    [{ last: '1y' }, '2025-11-30T23:00:00.000Z', now],
    // As the API counts.
    [{ last: 'P7D' }, '2026-10-24T22:00:00.000Z', now],
    [{ last: 'P1M' }, '2026-09-30T22:00:00.000Z', now],
    [{ in: 'yesterday' }, '2026-10-30T23:00:00.000Z', '2026-10-31T23:00:00.000Z'],
    [{ in: 'today' }, '2026-10-31T23:00:00.000Z', now],
    // The month has an hour more than 31 days.
    [{ in: 'last month' }, '2026-09-30T22:00:00.000Z', '2026-10-31T23:00:00.000Z'],
    [{ in: 'this month' }, '2026-10-31T23:00:00.000Z', now],
    [{ in: 'last week' }, '2026-10-18T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
    [{ in: 'this week' }, '2026-10-25T23:00:00.000Z', now],
    [{ in: 'last year' }, '2024-12-31T23:00:00.000Z', '2025-12-31T23:00:00.000Z'],
    [{ in: '2026-02' }, '2026-01-31T23:00:00.000Z', '2026-02-28T23:00:00.000Z'],
    [{ in: '2026-10-25' }, '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
    [{ from: '2026-10-01', to: '2026-10-02' }, '2026-09-30T22:00:00.000Z', '2026-10-01T22:00:00.000Z'],
    [{ from: 'yesterday' }, '2026-10-30T23:00:00.000Z', now],
    [{ from: '2026-10-01T12:00:00+02:00' }, '2026-10-01T10:00:00.000Z', now],
    [{ from: '2d', to: '1d' }, '2026-10-30T01:30:00.000Z', '2026-10-31T01:30:00.000Z'],
    [{ last: '1d', to: 'yesterday' }, '2026-10-29T23:00:00.000Z', '2026-10-30T23:00:00.000Z'],
    [{ last: '1mo', to: '2026-10-01' }, '2026-08-31T22:00:00.000Z', '2026-09-30T22:00:00.000Z'],
    [{}, '2026-10-25T23:00:00.000Z', now],
  ])('%j is named in the time zone', (options, from, to) => {
    expect(range(options)).toEqual([from, to]);
  });

  it('of UTC has days of 24 hours', () => {
    expect(range({ in: '2026-10-25' }, utc)).toEqual([
      '2026-10-25T00:00:00.000Z',
      '2026-10-26T00:00:00.000Z',
    ]);
  });

  it.each([
    [{ last: 'soon' }, '--last is "soon"; it must be a duration'],
    [{ last: '-7d' }, '--last'],
    [{ last: '0d' }, '--last'],
    [{ in: 'next week' }, '--in is "next week"; it must be today'],
    [{ in: '2026-13' }, '--in is "2026-13"'],
    [{ in: '2026-02-30' }, '--in'],
    [{ from: '21.11.2026' }, '--from is "21.11.2026"; it must be a day'],
    [{ from: '2026-11-21T12:00' }, '--from'],
    [{ to: 'now' }, '--from is missing'],
    [{ from: 'now' }, 'ends before it begins'],
    [{ from: '1d', to: '2d' }, 'ends before it begins'],
    [{ last: '1d', in: 'today' }, 'Use one of'],
    [{ last: '1d', from: '2d' }, 'Use one of'],
    [{ in: 'today', to: 'now' }, '--to belongs to'],
  ])('%j is refused', (options, message) => {
    expect(() => range(options)).toThrow(message);
  });

  it('of any duration ends now and is not empty', () => {
    const units = fc.constantFrom('m', 'h', 'd', 'w', 'mo', 'y');
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/New_York', 'Pacific/Apia');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), units, zones, (amount, unit, timeZone) => {
        const [from = '', to = ''] = range({ last: `${amount}${unit}` }, { nowMs: SUNDAY, timeZone });
        expect(to).toBe(now);
        expect(Date.parse(from)).toBeLessThan(SUNDAY);
      }),
    );
  });
});

describe('a day', () => {
  it('is the whole local one', () => {
    expect(parseDay('--date', 'yesterday', berlin)).toEqual({
      from: '2026-10-30T23:00:00.000Z',
      to: '2026-10-31T23:00:00.000Z',
    });
    expect(() => parseDay('--date', 'last month', berlin)).toThrow('--date is "last month"');
  });

  it('is rolled up in whole hours, of which none is in the future', () => {
    const hours = wholeHours({ from: '2026-11-01T00:20:00.000Z', to: '2026-11-02T00:00:00.000Z' }, SUNDAY);
    expect(hours).toEqual({ from: '2026-11-01T00:00:00.000Z', to: '2026-11-01T02:00:00.000Z' });
  });
});

describe('a time', () => {
  it('is shown to the minute, in the time zone', () => {
    expect(showTime('2026-11-01T01:30:59.999Z', 'Europe/Berlin')).toBe('2026-11-01 02:30');
    expect(showTime(undefined, 'UTC')).toBe('');
  });

  it('of a period is as short as it is clear', () => {
    const start = '2026-10-31T23:00:00.000Z';
    expect(showPeriod(start, 'hour', 'UTC')).toBe('2026-10-31 23:00');
    expect(showPeriod(start, 'day', 'Europe/Berlin')).toBe('2026-11-01');
    expect(showPeriod(start, 'month', 'Europe/Berlin')).toBe('2026-11');
  });
});
