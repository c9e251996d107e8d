import { describe, expect, it } from '@jest/globals';
import {
  checkPriceBook,
  createPricer,
  type PriceBook,
  type PriceEntry,
  type PriceOverride,
  SHIPPED_PRICE_BOOK,
} from '@token-ledger/core';

const ENTRY: PriceEntry = {
  model: 'm',
  input: '4',
  output: '20',
  cacheCreation5m: '5',
  cacheCreation1h: '8',
  cacheRead: '0.2',
  source: 'a test',
  asOf: '2026-11-21',
};

describe('a price of a book', () => {
  it.each([
    ['a number', 0.1 + 0.2, 'wrong_type'],
    ['null', null, 'wrong_type'],
    ['no price at all', undefined, 'required'],
    ['no decimal', 'four', 'invalid_format'],
    ['in exponential form', '4e0', 'invalid_format'],
    ['empty', '', 'invalid_format'],
    ['with too many decimals', '4.0000001', 'invalid_format'],
    ['negative', '-1', 'out_of_range'],
    ['beyond a million dollars', '1000000.000001', 'out_of_range'],
  ])('must not be %s', (_, input, code) => {
    expect(problemsOf({ input })).toEqual([expect.objectContaining({ path: '/entries/0/input', code })]);
  });

  it('that is a number has its own problem', () => {
    expect(problemsOf({ input: 0.1 + 0.2 })[0]?.message).toBe(
      'must be a decimal in a text, such as "12.5"; got the number 0.30000000000000004',
    );
  });

  it('may have six decimals, be zero, or be a million dollars if forced', () => {
    expect(problemsOf({ input: '4.000001' })).toEqual([]);
    expect(problemsOf({ input: '0', output: '1000000', force: true })).toEqual([]);
  });

  it.each<[Partial<PriceEntry>, string]>([
    [{ output: '3.999999' }, 'output must not be below input'],
    [{ cacheRead: '4.000001' }, 'cacheRead must not be above input'],
    [{ cacheCreation5m: '4' }, 'cacheCreation5m must be above input'],
    [{ cacheCreation1h: '4.9' }, 'cacheCreation1h must not be below cacheCreation5m'],
  ])('%j is out of the usual order, unless it is forced', (change, message) => {
    const problem = { code: 'unusual_order', message: `${message}; set force if these are the prices` };
    expect(problemsOf(change)).toEqual([{ path: '/entries/0', ...problem }]);
    expect(problemsOf({ ...change, force: true })).toEqual([]);
    const above = { ...ENTRY, ...change, promptTokens: 100 };
    expect(problemsOf({ above })).toEqual([{ path: '/entries/0/above', ...problem }]);
  });

  it('may equal its neighbour where that is usual', () => {
    expect(problemsOf({ output: '4', cacheRead: '4', cacheCreation1h: '5' })).toEqual([]);
  });

  it('at speed fast must lead to exact prices of the cache', () => {
    // 10 * 0.2 / 3 has no end; 10.000001 * 1.25 has seven decimals.
    const fast = { input: '10', output: '50' };
    expect(problemsOf({ input: '3', fast })).toEqual([
      {
        path: '/entries/0/fast/input',
        code: 'out_of_range',
        message: 'must lead to a price of cacheRead with at most 6 decimals',
      },
    ]);
    expect(problemsOf({ fast: { input: '10.000001', output: '50' } }).map(({ message }) => message)).toEqual([
      'must lead to a price of cacheCreation5m with at most 6 decimals',
      'must lead to a price of cacheRead with at most 6 decimals',
    ]);
    expect(problemsOf({ fast: { input: 10, output: '50' } })).toMatchObject([{ code: 'wrong_type' }]);
  });

  it.each([0, -1, 1.5, Number.NaN])('must not hold above %d tokens', (promptTokens) => {
    expect(problemsOf({ above: { ...ENTRY, promptTokens } })).toMatchObject([
      { path: '/entries/0/above/promptTokens', code: 'out_of_range' },
    ]);
  });
});

describe('an entry of a book', () => {
  it.each(['', 'a b', '*', 'é', 'x'.repeat(129)])('must not be of model %j', (model) => {
    expect(problemsOf({ model })).toMatchObject([{ path: '/entries/0/model', code: 'invalid_format' }]);
  });

  it.each(['2026-02-29', '2026-13-01', '2026-1-1', '2026-01-01T00:00:00Z', 'today', ''])(
    'must not begin or end on %j',
    (day) => {
      expect(problemsOf({ effectiveFrom: day, effectiveTo: day })).toMatchObject([
        { path: '/entries/0/effectiveFrom', code: 'invalid_format' },
        { path: '/entries/0/effectiveTo', code: 'invalid_format' },
      ]);
    },
  );

  it('must end after it begins', () => {
    const dates = (effectiveFrom: string, effectiveTo: string) => problemsOf({ effectiveFrom, effectiveTo });
    expect(dates('2026-09-28', '2026-09-28')).toMatchObject([
      { path: '/entries/0/effectiveTo', code: 'out_of_range' },
    ]);
    expect(dates('2026-09-28', '2026-09-29')).toEqual([]);
  });

  it('must have a source and the day it was looked up', () => {
    expect(problemsOf({ source: '', asOf: 'lately' })).toMatchObject([
      { path: '/entries/0/source', code: 'required' },
      { path: '/entries/0/asOf', code: 'invalid_format' },
    ]);
  });

  it('must not overlap another one of its model, in any order', () => {
    const late = { ...ENTRY, effectiveFrom: '2026-10-07' };
    const early = { ...ENTRY, effectiveTo: '2026-10-07' };
    expect(checkPriceBook(book({ entries: [late, early] }))).toEqual([]);
    expect(checkPriceBook(book({ entries: [late, { ...early, effectiveTo: '2026-10-08' }] }))).toEqual([
      { path: '/entries/0', code: 'overlapping_days', message: 'must not overlap /entries/1' },
    ]);
    expect(checkPriceBook(book({ entries: [ENTRY, { ...ENTRY, model: 'm2' }] }))).toEqual([]);
    expect(checkPriceBook(book({ entries: [ENTRY, ENTRY] }))).toHaveLength(1);
  });
});

describe('a book', () => {
  it('must be in US dollars', () => {
    expect(checkPriceBook({ ...book({}), currency: 'EUR' as 'USD' })).toEqual([
      { path: '/currency', code: 'not_allowed', message: 'must be USD' },
    ]);
  });

  it('must have valid prices of web searches, one at a time', () => {
    const search = { perThousand: '10', source: 'a test', asOf: '2026-11-21' };
    const webSearches = [search, { ...search, perThousand: 10 as unknown as string }];
    expect(checkPriceBook(book({ webSearches }))).toMatchObject([
      { path: '/webSearches/1/perThousand', code: 'wrong_type' },
      { path: '/webSearches/1', code: 'overlapping_days' },
    ]);
  });

  it.each<[PriceOverride, string, string]>([
    [{ model: 'm' }, '', 'required'],
    [{ model: 'm', discountBasisPoints: -1 }, '/discountBasisPoints', 'out_of_range'],
    [{ model: 'm', discountBasisPoints: 10_001 }, '/discountBasisPoints', 'out_of_range'],
    [{ model: 'm', discountBasisPoints: 0.5 }, '/discountBasisPoints', 'out_of_range'],
    [{ model: 'm2', discountBasisPoints: 1 }, '/model', 'not_allowed'],
    [{ model: 'm', prices: ENTRY, discountBasisPoints: 1 }, '/prices', 'conflicting_fields'],
    [{ model: '*', prices: ENTRY }, '/model', 'not_allowed'],
    [{ model: '*', listPrices: ENTRY }, '/model', 'not_allowed'],
    [{ model: 'm', prices: { ...ENTRY, input: '-4' } }, '/prices/input', 'out_of_range'],
    [{ model: 'm', listPrices: { ...ENTRY, output: '1' } }, '/listPrices', 'unusual_order'],
    [{ model: 'm', discountBasisPoints: 1, effectiveTo: 'soon' }, '/effectiveTo', 'invalid_format'],
  ])('must not have the override %j', (override, path, code) => {
    expect(checkPriceBook(book({ overrides: [override] }))).toMatchObject([
      { path: `/overrides/0${path}`, code },
    ]);
  });

  it('may have a list price and a discount of one model at one time, but not two of either', () => {
    const overrides = [
      { model: 'm', listPrices: ENTRY },
      { model: 'm', discountBasisPoints: 1 },
      { model: '*', discountBasisPoints: 1 },
    ];
    expect(checkPriceBook(book({ overrides }))).toEqual([]);
    for (const override of overrides) {
      expect(checkPriceBook(book({ overrides: [...overrides, override] }))).toMatchObject([
        { path: '/overrides/3', code: 'overlapping_days' },
      ]);
    }
  });

  it('has all its problems at once', () => {
    const entries = [{ ...ENTRY, input: '-1', output: 'x', effectiveFrom: 'now' }];
    expect(checkPriceBook(book({ entries })).map(({ path }) => path)).toEqual([
      '/entries/0/effectiveFrom',
      '/entries/0/input',
      '/entries/0/output',
    ]);
  });

  it('prices nothing if a price in it is invalid', () => {
    const entries = [{ ...ENTRY, input: 4 as unknown as string }];
    expect(() => createPricer(book({ entries }))).toThrow(RangeError);
  });
});

function problemsOf(change: { readonly [field in keyof PriceEntry]?: unknown }) {
  return checkPriceBook(book({ entries: [{ ...ENTRY, ...change } as PriceEntry] }));
}

function book(parts: Partial<PriceBook>): PriceBook {
  return { ...SHIPPED_PRICE_BOOK, entries: [ENTRY], ...parts };
}
