import { describe, expect, it } from '@jest/globals';
import { formatBudgetAmount, hasReached, parseBudgetAmount } from '@token-ledger/core';
import fc from 'fast-check';

const amount = (unit: 'USD' | 'tokens', text: string) => {
  const parsed = parseBudgetAmount(unit, text);
  return parsed.ok ? parsed.amount : parsed.allowed;
};

describe('an amount', () => {
  it.each([
    ['USD', '1', 1_000_000_000n],
    ['USD', '250.00', 250_000_000_000n],
    ['USD', '0.000000001', 1n],
    ['USD', '0.1', 100_000_000n],
    ['USD', '1000000000', 10n ** 18n],
    ['USD', '007', 7_000_000_000n],
    ['tokens', '1', 1n],
    ['tokens', '1000000000000000', 10n ** 15n],
  ] as const)('%s %s is %s', (unit, text, expected) => {
    expect(amount(unit, text)).toBe(expected);
  });

  it.each([
    ['USD', '0', 'must be more than 0'],
    ['USD', '0.000000000', 'must be more than 0'],
    ['USD', '0.0000000001', 'must have at most 9 decimal places'],
    ['USD', '1.0000000000', 'must have at most 9 decimal places'],
    ['USD', '1000000000.000000001', 'must be at most 1000000000 USD'],
    ['USD', '-1', 'must be a positive decimal number such as 250.00'],
    ['USD', '+1', 'must be a positive decimal number such as 250.00'],
    ['USD', '1e3', 'must be a positive decimal number such as 250.00'],
    ['USD', '1,000', 'must be a positive decimal number such as 250.00'],
    ['USD', '.5', 'must be a positive decimal number such as 250.00'],
    ['USD', '5.', 'must be a positive decimal number such as 250.00'],
    ['USD', ' 5', 'must be a positive decimal number such as 250.00'],
    ['USD', '5\n', 'must be a positive decimal number such as 250.00'],
    ['USD', '', 'must be a positive decimal number such as 250.00'],
    ['USD', 'NaN', 'must be a positive decimal number such as 250.00'],
    ['USD', '١', 'must be a positive decimal number such as 250.00'],
    ['USD', '9'.repeat(17), 'must be a positive decimal number such as 250.00'],
    ['tokens', '0', 'must be more than 0'],
    ['tokens', '1.5', 'must be a whole number of tokens'],
    ['tokens', '1.0', 'must be a whole number of tokens'],
    ['tokens', '1000000000000001', 'must be at most 1000000000000000 tokens'],
  ] as const)('is not %s %j: %s', (unit, text, allowed) => {
    expect(amount(unit, text)).toBe(allowed);
  });

  it('is parsed as it was written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 18n }), (nanoDollars) => {
        expect(amount('USD', formatBudgetAmount('USD', nanoDollars))).toBe(nanoDollars);
      }),
    );
  });

  it('is formatted without trailing zeros, also below zero', () => {
    expect(formatBudgetAmount('USD', 85_200_000_000n)).toBe('85.2');
    expect(formatBudgetAmount('USD', 0n)).toBe('0');
    expect(formatBudgetAmount('USD', -1n)).toBe('-0.000000001');
    expect(formatBudgetAmount('USD', -12_000_000_000n)).toBe('-12');
    expect(formatBudgetAmount('tokens', 1200n)).toBe('1200');
  });
});

describe('a threshold', () => {
  it('is reached exactly at its limit, and not one below', () => {
    expect([hasReached(80n, 100n, 80), hasReached(79n, 100n, 80)]).toEqual([true, false]);
    // A third of a percent of a token does not count as one.
    expect([hasReached(1n, 3n, 34), hasReached(1n, 3n, 33)]).toEqual([false, true]);
    expect(hasReached(9_007_199_254_740_992n, 9_007_199_254_740_993n, 100)).toBe(false);
    expect([hasReached(1000n, 100n, 1000), hasReached(999n, 100n, 1000)]).toEqual([true, false]);
  });
});
