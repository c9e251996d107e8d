import { describe, expect, it } from '@jest/globals';
import {
  changePercent,
  percent,
  shortCount,
  shortSeconds,
  shortUsd,
} from '../../packages/cli/src/output/figures.ts';

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
    ['0.004', '$0.0040'],
    ['0.000000001', '$0.000000001'],
    ['-3.5', '-$3.50'],
  ])('%s USD is short', (usd, shown) => {
    expect(shortUsd(usd)).toBe(shown);
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
