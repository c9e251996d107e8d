import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { leftOut } from '../../../web/src/app/left-out.ts';
import {
  dollars,
  notUnderstood,
  parseSearch,
  readParameters,
  someOf,
  stringifySearch,
  texts,
  wholeNumber,
} from '../../../web/src/parts/address.ts';
import { toCsv } from '../../../web/src/parts/csv.ts';
import { isUnpriced, markUnpriced, shareOf, showCount, showMoney } from '../../../web/src/parts/figures.ts';
import {
  askedRange,
  formerPeriodOf,
  formerRange,
  last,
  PRESETS,
  RANGE_PARAMETERS,
} from '../../../web/src/parts/range.ts';
import { sentenceGap } from '../../../web/src/parts/separators.ts';
import { zoneLast } from '../../../web/src/parts/zone-last.ts';
import { offsetMinutes, startOfDay, startOfMonth } from '../../../web/src/parts/zone-time.ts';

describe('an address', () => {
  it('carries any texts, alone and in lists', () => {
    const value = fc.string({ minLength: 1, unit: 'grapheme' });
    const search = fc.dictionary(
      fc.string({ minLength: 1 }).filter((name) => name !== '__proto__'),
      fc.oneof(value, fc.array(value, { minLength: 2, maxLength: 4 })),
    );
    fc.assert(
      fc.property(search, (values) => {
        expect(parseSearch(stringifySearch(values))).toEqual({ ...values });
      }),
    );
  });

  it('that was edited loses what does not fit, and keeps the rest', () => {
    const parameters = { model: texts(2), min: wholeNumber(0, 9), range: last };
    const read = (search: string) => readParameters(parameters, parseSearch(search));
    expect(read('?model=a&model=&model=a&model=b&model=c&min=3&range=7d&other=1')).toEqual({
      model: ['a', 'b'],
      min: 3,
      range: '7d',
    });
    expect(read('?min=10&range=0d')).toEqual({});
    expect(read('?min=-1&range=9999999h')).toEqual({});
  });

  it('names each value that its page does not take, and empty ones not', () => {
    const parameters = { model: texts(), status: someOf(['ok', 'error']), last };
    const read = (search: string) => notUnderstood(parameters, parseSearch(search));
    expect(read('?model=a&model=&status=ok&status=odd&last=abc&lsat=7d&do=')).toEqual([
      { name: 'status', value: 'odd' },
      { name: 'last', value: 'abc' },
      { name: 'lsat', value: '7d' },
    ]);
    expect(read('?model=a&model=b&status=ok&status=error&last=7d')).toEqual([]);
  });

  it.each([
    ['?last=abc', ['last=abc'], '7d'],
    ['?last=2d&from=soon', ['from=soon'], '2d'],
    ['?last=abc&from=2026-11-01T00:00:00Z', ['last=abc'], undefined],
    ['?to=2026-11-01T00:00:00Z', ['to=2026-11-01T00:00:00Z'], '7d'],
    [
      '?from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z',
      ['from=2026-11-02T00:00:00Z', 'to=2026-11-01T00:00:00Z'],
      '7d',
    ],
    ['?min=x', ['min=x'], undefined],
    // Every object has these.
    ['?__defineGetter__=1&toString=2', ['__defineGetter__=1', 'toString=2'], '7d'],
    ['?in=last-month', ['in=last-month'], '7d'],
    ['?in=last-month&last=2d', ['in=last-month'], undefined],
    ['?in=last-month&from=2026-11-01T00:00:00Z', ['in=last-month'], undefined],
  ])('%s leaves out what cannot be used, and names the range that is shown', (search, values, range) => {
    const page = { parameters: { ...RANGE_PARAMETERS, min: wholeNumber(0, 9) }, range: '7d' as const };
    const left = leftOut(page, parseSearch(search));
    expect(left?.values.map(({ name, value }) => `${name}=${value}`)).toEqual(values);
    expect(left?.range).toBe(range);
  });

  it('has room between sentences in languages whose punctuation has none', () => {
    expect(sentenceGap('en')).toBe(' ');
    expect(sentenceGap('zh-CN')).toBe('');
  });

  it('that is understood leaves out nothing', () => {
    const page = { parameters: { ...RANGE_PARAMETERS, min: wholeNumber(0, 9) } };
    expect(leftOut(page, parseSearch('?last=2d&min=3'))).toBeUndefined();
    expect(leftOut(page, {})).toBeUndefined();
    expect(leftOut({ parameters: {} }, parseSearch('?last=2d'))).toEqual({
      values: [{ name: 'last', value: '2d' }],
    });
  });

  it.each([
    ['0.5', '0.5'],
    [' $12 ', '12'],
    ['999999999.000000001', '999999999.000000001'],
    ['0', '0'],
  ])('takes %p as an amount of dollars', (typed, amount) => {
    expect(dollars([typed])).toBe(amount);
  });

  it.each(['', '-1', '1e3', '.5', '01', '1,5', '1000000000', '0.0000000001'])(
    'takes %p as no amount of dollars, as the API would refuse it',
    (typed) => expect(dollars([typed])).toBeUndefined(),
  );
});

describe('a range', () => {
  const NOW = Date.parse('2024-03-31T10:20:30.000Z');

  it('begins with a day, a month or an hour of the reporting zone', () => {
    expect(askedRange({ last: '2d' }, NOW, 'Europe/Berlin')).toEqual({ from: '2024-03-29T23:00:00.000Z' });
    expect(askedRange({ last: '1mo' }, NOW, 'Asia/Kolkata')).toEqual({ from: '2024-02-29T18:30:00.000Z' });
    expect(askedRange({ last: '24h' }, NOW, 'UTC')).toEqual({ from: '2024-03-30T11:00:00.000Z' });
  });

  it('stays where it was put, unless it ends before it begins', () => {
    const [from, to] = ['2024-01-01T00:00:00.000Z', '2024-02-01T00:00:00.000Z'];
    expect(askedRange({ from, to }, NOW, 'UTC')).toEqual({ from, to });
    expect(askedRange({ from: to, to: from }, NOW, 'UTC', '1d')).toEqual({
      from: '2024-03-31T00:00:00.000Z',
    });
  });

  it('is the whole week or month before this one, by the calendar of the zone', () => {
    // A Sunday in UTC, and a Monday in Auckland already.
    const sunday = Date.parse('2024-03-31T13:00:00Z');
    expect(formerRange('formerWeek', sunday, 'UTC')).toEqual({
      from: '2024-03-18T00:00:00.000Z',
      to: '2024-03-25T00:00:00.000Z',
    });
    expect(formerRange('formerWeek', sunday, 'Pacific/Auckland')).toEqual({
      from: '2024-03-24T11:00:00.000Z',
      to: '2024-03-31T11:00:00.000Z',
    });
    expect(formerRange('formerMonth', sunday, 'UTC')).toEqual({
      from: '2024-02-01T00:00:00.000Z',
      to: '2024-03-01T00:00:00.000Z',
    });
  });

  it('keeps the name of its preset while it is the last week or month', () => {
    const friday = Date.parse('2024-03-29T13:00:00Z');
    const week = formerRange('formerWeek', friday, 'UTC');
    expect(formerPeriodOf(week, friday, 'UTC')).toBe('formerWeek');
    expect(formerPeriodOf(week, friday + 7 * 86_400_000, 'UTC')).toBeUndefined();
    expect(formerPeriodOf(formerRange('formerMonth', friday, 'UTC'), friday, 'UTC')).toBe('formerMonth');
    expect(formerPeriodOf({ from: week.from }, friday, 'UTC')).toBeUndefined();
    expect(formerPeriodOf({ last: '7d' }, friday, 'UTC')).toBeUndefined();
    expect(new Set(PRESETS).size).toBe(PRESETS.length);
  });

  it('knows that clocks change', () => {
    // Berlin went to summer time on this day.
    expect(offsetMinutes(Date.parse('2024-03-31T00:59:00Z'), 'Europe/Berlin')).toBe(60);
    expect(offsetMinutes(Date.parse('2024-03-31T01:00:00Z'), 'Europe/Berlin')).toBe(120);
    expect(new Date(startOfDay(NOW, 'Europe/Berlin')).toISOString()).toBe('2024-03-30T23:00:00.000Z');
    expect(new Date(startOfMonth(NOW, 'Europe/Berlin', -1)).toISOString()).toBe('2024-03-31T22:00:00.000Z');
  });
});

describe('a figure', () => {
  it('is short, and exact beyond what a float holds', () => {
    expect(showCount('12345678901234567890', 'en')).toEqual({
      short: '12,300,000T',
      exact: '12,345,678,901,234,567,890',
    });
    expect(showCount(9999, 'en')).toEqual({ short: '9,999', exact: '9,999' });
    expect(showCount(10_000, 'zh-CN').short).toBe('1万');
  });

  it('of money is exact to the nano-dollar', () => {
    expect(showMoney('12345678901.123456789', 'en')).toEqual({
      short: '$12,345,678,901.12',
      exact: '$12,345,678,901.123456789',
    });
    expect(showMoney('0.000007255', 'en')).toEqual({ short: '$0.00000726', exact: '$0.000007255' });
    expect(['0.0283', '0.03', '0.7'].map((usd) => showMoney(usd, 'en').short)).toEqual([
      '$0.0283',
      '$0.03',
      '$0.70',
    ]);
    expect(showMoney('0', 'en')).toEqual({ short: '$0.00', exact: '$0.00' });
  });

  it('of money has a + if requests without a price are missing in it', () => {
    expect([0, '0', 0n, undefined].map((count) => markUnpriced('$5.00', count))).toEqual(
      Array.from({ length: 4 }, () => '$5.00'),
    );
    expect([1, '12345678901234567890', 2n].map((count) => markUnpriced('$5.00', count))).toEqual(
      Array.from({ length: 3 }, () => '$5.00+'),
    );
  });

  it('of money is no amount if none of its requests has a price', () => {
    expect(isUnpriced('0', '14', '14')).toBe(true);
    expect(isUnpriced(0n, 14n, '14')).toBe(true);
    // Priced in part: a search of the web, or other requests.
    expect(isUnpriced('0.01', '14', '14')).toBe(false);
    expect(isUnpriced('0', '13', '14')).toBe(false);
    expect(isUnpriced('0', '0', '0')).toBe(false);
  });

  it('is a share of any whole but none', () => {
    expect(shareOf('1', 4)).toBe(0.25);
    expect(shareOf(0, 0)).toBeUndefined();
  });
});

describe('a time', () => {
  it('names its zone at the end, in any language', () => {
    const options = { timeZone: 'UTC', hourCycle: 'h23', dateStyle: undefined } as const;
    const shown = (language: string) =>
      zoneLast(
        new Intl.DateTimeFormat(language, {
          ...options,
          year: 'numeric',
          month: 'short',
          day: 'numeric',
          hour: '2-digit',
          minute: '2-digit',
          timeZoneName: 'short',
        }).formatToParts(Date.parse('2024-03-31T10:20:30Z')),
      );
    expect(shown('zh-CN')).toBe('2024年3月31日 10:20 UTC');
    expect(shown('en')).toBe('Mar 31, 2024, 10:20 UTC');
  });
});

describe('a CSV file', () => {
  it('quotes what it must, and holds no formulas', () => {
    expect(
      toCsv([
        ['a,b', 'say "x"'],
        ['=1+1', '-2.5'],
        ['@x', 3],
      ]),
    ).toBe('"a,b","say ""x"""\r\n\'=1+1,-2.5\r\n\'@x,3\r\n');
  });
});
