import { describe, expect, it } from '@jest/globals';
import { formatUsd, nanoDollars, wholeNumber } from '@token-ledger/client/query';
import { formatNanoDollars, parseNanoDollars } from '@token-ledger/core';
import fc from 'fast-check';

describe('amounts of money', () => {
  it('are read and written as the ledger does', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (nano) => {
        const text = formatNanoDollars(nano);
        expect(nanoDollars(text)).toBe(nano);
        expect(formatUsd(nano)).toBe(text);
        expect(parseNanoDollars(formatUsd(nano))).toBe(nano);
      }),
    );
  });

  it.each([
    ['0.125', 2, '0.13'],
    ['-0.125', 2, '-0.13'],
    ['-0.004', 2, '0.00'],
    ['0.999999999', 8, '1.00000000'],
    ['12', 0, '12'],
    ['12.5', 0, '13'],
    ['12.5', 9, '12.500000000'],
  ])('%s with %i decimals are %s', (usd, decimals, shown) => {
    expect(formatUsd(nanoDollars(usd), decimals)).toBe(shown);
  });

  it.each(['', '1.', '.5', '1e3', '0.0000000001', ' 1', '1,5', 'NaN'])('%j is none', (text) => {
    expect(() => nanoDollars(text)).toThrow(RangeError);
  });
});

describe('sums', () => {
  it('keep every digit, whichever way the ledger writes them', () => {
    expect(wholeNumber(9_007_199_254_740_991) + wholeNumber('9007199254740993')).toBe(
      18_014_398_509_481_984n,
    );
    expect(() => wholeNumber(0.5)).toThrow(RangeError);
  });
});
