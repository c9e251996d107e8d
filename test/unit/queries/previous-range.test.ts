import { describe, expect, it } from '@jest/globals';
import { Calendar, type Period } from '@token-ledger/core';
import { precedingRange, previousRange } from '../../../packages/core/src/queries/previous-range.ts';

const iso = (ms: number) => new Date(ms).toISOString().replace(':00.000Z', 'Z');

function previous(period: Period, from: string, to: string, timeZone = 'UTC') {
  const range = previousRange(new Calendar(timeZone), period, Date.parse(from), Date.parse(to));
  return range && [iso(range.fromMs), iso(range.toMs), range.buckets.map(({ id }) => id)];
}

describe('the range to compare with', () => {
  it('has as many periods, and ends where the range begins', () => {
    expect(previous('month', '2026-11-01T00:00Z', '2027-01-01T00:00Z')).toEqual([
      '2026-09-01T00:00Z',
      '2026-11-01T00:00Z',
      ['202609', '202610'],
    ]);
    expect(previous('hour', '2026-11-21T12:00Z', '2026-11-21T13:00Z')).toEqual([
      '2026-11-21T11:00Z',
      '2026-11-21T12:00Z',
      ['2026112111'],
    ]);
  });

  it('is cut like the range', () => {
    expect(previous('month', '2026-11-01T00:00Z', '2026-11-21T12:30Z')).toEqual([
      '2026-10-01T00:00Z',
      '2026-10-21T12:30Z',
      ['202610'],
    ]);
    expect(previous('day', '2026-11-20T06:00Z', '2026-11-21T18:00Z')).toEqual([
      '2026-11-18T06:00Z',
      '2026-11-19T18:00Z',
      ['20261118', '20261119'],
    ]);
  });

  it('ends exactly where a range begins that is a whole number of periods long, cut or not', () => {
    expect(previous('hour', '2026-11-21T10:34Z', '2026-11-21T13:34Z')).toEqual([
      '2026-11-21T07:34Z',
      '2026-11-21T10:34Z',
      ['2026112107', '2026112108', '2026112109', '2026112110'],
    ]);
  });

  it('never reaches beyond a shorter period, and is absent if nothing is left', () => {
    expect(previous('month', '2026-03-01T00:00Z', '2026-03-31T12:00Z')?.slice(0, 2)).toEqual([
      '2026-02-01T00:00Z',
      '2026-03-01T00:00Z',
    ]);
    expect(previous('month', '2026-03-30T00:00Z', '2026-03-31T00:00Z')).toBeUndefined();
  });

  it('follows the days and months of the time zone, also when clocks change', () => {
    // Sunday had 25 hours.
    expect(previous('day', '2026-10-25T23:00Z', '2026-10-26T23:00Z', 'Europe/Berlin')?.slice(0, 2)).toEqual([
      '2026-10-24T22:00Z',
      '2026-10-25T23:00Z',
    ]);
  });

  it.each([
    ['whole months', '2026-03-01T00:00Z', '2026-04-01T00:00Z', '2026-02-01T00:00Z', '2026-03-01T00:00Z'],
    [
      'the beginning of a month, by days',
      '2026-03-01T00:00Z',
      '2026-03-11T15:25Z',
      '2026-02-18T00:00Z',
      '2026-02-28T15:25Z',
    ],
    ['whole days', '2026-03-02T00:00Z', '2026-03-05T00:00Z', '2026-02-27T00:00Z', '2026-03-02T00:00Z'],
    ['days until now', '2026-11-02T00:00Z', '2026-11-30T15:25Z', '2026-10-04T00:00Z', '2026-11-01T15:25Z'],
    [
      'days from the first until the next month',
      '2026-11-01T00:00Z',
      '2026-12-02T15:25Z',
      '2026-09-30T00:00Z',
      '2026-10-31T15:25Z',
    ],
    ['today until now', '2026-11-30T00:00Z', '2026-11-30T15:25Z', '2026-11-29T00:00Z', '2026-11-29T15:25Z'],
    ['hours until now', '2026-11-29T16:00Z', '2026-11-30T15:25Z', '2026-11-28T16:00Z', '2026-11-29T15:25Z'],
    [
      'any other range, directly before',
      '2026-03-02T10:30Z',
      '2026-03-02T12:00Z',
      '2026-03-02T09:00Z',
      '2026-03-02T10:30Z',
    ],
  ])('of %s is as large, and cut alike', (_, from, to, previousFrom, previousTo) => {
    const { fromMs, toMs } = precedingRange(new Calendar('UTC'), Date.parse(from), Date.parse(to));
    expect([iso(fromMs), iso(toMs)]).toEqual([previousFrom, previousTo]);
  });
});
