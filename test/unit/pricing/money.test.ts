import { describe, expect, it } from '@jest/globals';
import { formatNanoDollars, parseNanoDollars } from '@token-ledger/core';
import fc from 'fast-check';
import { roundToNanoDollars } from '../../../packages/core/src/pricing/money.ts';

describe('money', () => {
  it.each([
    ['0', 0n],
    ['12.5', 12_500_000_000n],
    ['0.000000001', 1n],
    ['-0.1', -100_000_000n],
    ['1.50', 1_500_000_000n],
    ['9007199254.740993', 9_007_199_254_740_993_000n],
  ])('reads %s US dollars exactly', (text, nanoDollars) => {
    expect(parseNanoDollars(text)).toBe(nanoDollars);
  });

  it.each([
    [0n, '0'],
    [1n, '0.000000001'],
    [12_500_000_000n, '12.5'],
    [-100_000_000n, '-0.1'],
    [9_007_199_254_740_993_000_000_001n, '9007199254740993.000000001'],
  ])('writes %d nano-dollars as the shortest decimal', (nanoDollars, text) => {
    expect(formatNanoDollars(nanoDollars)).toBe(text);
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 96n), max: 2n ** 96n }), (nanoDollars) => {
        expect(parseNanoDollars(formatNanoDollars(nanoDollars))).toBe(nanoDollars);
      }),
    );
  });

  it('refuses a number, whose value may be lost already', () => {
    expect(() => parseNanoDollars(0.1 + 0.2)).toThrow(
      'must be a decimal in a text, such as "12.5"; got the number 0.30000000000000004',
    );
  });

  it.each(['', '1e-6', '+1', ' 1', '1.', '.5', '01', '1,5', '0x10', 'NaN', '--1', '0.0000000001'])(
    'refuses %j',
    (text) => {
      expect(() => parseNanoDollars(text)).toThrow(RangeError);
    },
  );

  it.each([null, undefined, true, {}, 1n])('refuses %p', (value) => {
    expect(() => parseNanoDollars(value)).toThrow(RangeError);
  });

  it('is rounded half up: 0.499999999 of a nano-dollar down, 0.5 up', () => {
    expect([0n, 499_999_999n, 500_000_000n, 1_499_999_999n, 1_500_000_000n].map(roundToNanoDollars)).toEqual([
      0n,
      0n,
      1n,
      1n,
      2n,
    ]);
  });
});
