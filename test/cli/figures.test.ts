import { describe, expect, it } from '@jest/globals';
import { formatUsd } from '@token-ledger/client/query';
import fc from 'fast-check';
import { costText } from '../../packages/cli/src/measures.ts';
import {
  changePercent,
  counted,
  exactCount,
  exactUsd,
  percent,
  shortCount,
  shortSeconds,
  shortUsd,
} from '../../packages/cli/src/output/figures.ts';
import { markUnpriced, showMoney, showShare } from '../../web/src/parts/figures.ts';

describe('figures for people', () => {
  it.each([
    [0, '0'],
    [99_999, '99,999'],
    [1_234_567, '1.235M'],
    // Beyond what a number holds exactly.
    ['12345678901234567890', '12,350,000T'],
  ])('count %s is short', (value, shown) => {
    expect(shortCount(value)).toBe(shown);
  });

  it.each([
    ['0', '$0.00'],
    ['12.345', '$12.35'],
    ['1234567.891', '$1,234,567.89'],
    // Little is not nothing.
    ['0.7', '$0.70'],
    ['0.03', '$0.03'],
    ['0.0070049', '$0.007'],
    ['0.9996', '$1.00'],
    ['0.000424', '$0.000424'],
    ['0.000007255', '$0.00000726'],
    ['0.000000001', '$0.000000001'],
    ['-3.5', '-$3.50'],
  ])('%s USD is short', (usd, shown) => {
    expect(shortUsd(usd)).toBe(shown);
  });

  it('are exact where all digits are wanted', () => {
    expect(['12345.6', '0', '0.000000000000000001'].map(exactUsd)).toEqual([
      '$12,345.60',
      '$0.00',
      '$0.000000000000000001',
    ]);
    expect([999, '12345678901234567890'].map(exactCount)).toEqual(['999', '12,345,678,901,234,567,890']);
  });

  it('of money are those of the console', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 14n), 10n ** 14n), (nano) => {
        const { short, exact } = showMoney(nano, 'en');
        expect([shortUsd(formatUsd(nano)), exactUsd(formatUsd(nano))]).toEqual([short, exact]);
      }),
    );
  });

  it.each([
    [0, '0.0%', '0%'],
    [0.000001, '<0.1%', '<0.1%'],
    [0.000499, '<0.1%', '<0.1%'],
    [0.0005, '0.1%', '0.1%'],
    [0.9994, '99.9%', '99.9%'],
    [0.99999, '>99.9%', '>99.9%'],
    [1, '100.0%', '100%'],
    [1.5, '150.0%', '150%'],
    [9.994, '999.4%', '999.4%'],
    [10, '>999%', '>999%'],
    [1_400_000, '>999%', '>999%'],
  ])('share %s is neither nothing nor all unless it is', (share, inTables, inConsole) => {
    expect([percent(share), showShare(share, 'en')]).toEqual([inTables, inConsole]);
  });

  it.each([0, '0', 1, '12345678901234567890'])(
    'a sum that lacks the cost of %s requests has the same mark in the console',
    (unpricedRequests) => {
      const inConsole = markUnpriced(showMoney('12.5', 'en').short, unpricedRequests);
      expect(costText({ cost: { usd: '12.5', unpricedRequests } })).toBe(inConsole);
    },
  );

  it.each([
    [0, '0 requests'],
    [1, '1 request'],
    ['1', '1 request'],
    [2, '2 requests'],
    ['1234567', '1.235M requests'],
  ])('%j is counted in the right number', (count, text) => {
    expect(counted(count, 'request')).toBe(text);
  });

  it('shares, changes and ages are short', () => {
    expect([percent(0.818713), percent(null)]).toEqual(['81.9%', '']);
    expect([changePercent(0.25), changePercent(-0.5), changePercent(null)]).toEqual(['+25.0%', '-50.0%', '']);
    expect([45, 600, 9000, 200_000, null].map(shortSeconds)).toEqual([
      '45 s',
      '10 min',
      '3 h',
      '2 d',
      'unknown',
    ]);
  });
});
