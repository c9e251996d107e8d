import { describe, expect, it } from '@jest/globals';
import {
  instantOption,
  readArguments,
  UsageError,
  wholeNumberOption,
} from '../../../scripts/command-line.ts';

describe('the arguments of scripts', () => {
  it.each([
    ['2026-11-21', Date.UTC(2026, 10, 21)],
    ['2026-11-21T12:00Z', Date.UTC(2026, 10, 21, 12)],
    ['2026-11-21T12:00:00.5+01:00', Date.UTC(2026, 10, 21, 11, 0, 0, 500)],
  ])('accept the instant %s', (text, expected) => {
    expect(instantOption('from', text)).toBe(expected);
  });

  it.each(['', 'yesterday', '2026-11-21T12:00', '2026-13-01', '1795262400000', '21.11.2026'])(
    'refuse %j as an instant',
    (text) => {
      expect(() => instantOption('from', text)).toThrow(UsageError);
    },
  );

  it('accept whole numbers within their bounds only', () => {
    expect(['4', '3650'].map((text) => wholeNumberOption('days', text, 4, 3650))).toEqual([4, 3650]);
    for (const text of ['3', '3651', '4.5', '-4', '', '1e2'])
      expect(() => wholeNumberOption('days', text, 4, 3650)).toThrow(UsageError);
  });

  it('refuse unknown options', () => {
    expect(() => readArguments({ args: ['--ratee', '1'], options: { rate: { type: 'string' } } })).toThrow(
      UsageError,
    );
  });
});
