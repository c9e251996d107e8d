import { describe, expect, it } from '@jest/globals';
import { applyWorkload, readWorkload } from '../../../scripts/replay/workload-options.ts';

const rows = [1, 2, 3].map((atMs) => ({ atMs, inputTokens: 1, outputTokens: 1 }));

describe('the options of a workload', () => {
  it('change nothing by default', () => {
    expect(readWorkload({})).toEqual({});
    expect(applyWorkload(rows, {})).toBe(rows);
  });

  it('are whole numbers within bounds', () => {
    const largest = { records: '1000000', 'access-keys': '100000', users: '100000' };
    expect(readWorkload(largest)).toEqual({ records: 1_000_000, accessKeys: 100_000, users: 100_000 });
    expect(readWorkload({ records: '1', 'access-keys': '1', users: '1' })).toEqual({
      records: 1,
      accessKeys: 1,
      users: 1,
    });
  });

  it('are shares from 0 to 1', () => {
    expect(readWorkload({ partial: '0', 'two-names': '1' })).toEqual({ partial: 0, twoNames: 1 });
    for (const name of ['partial', 'two-names']) {
      for (const value of ['1.1', '-0.1', '', 'some']) {
        expect(() => readWorkload({ [name]: value })).toThrow(
          `--${name} is "${value}"; it must be a number from 0`,
        );
      }
    }
  });

  it.each([
    ['records', '1000001', '1000000'],
    ['access-keys', '100001', '100000'],
    ['users', '100001', '100000'],
    ['users', '0', '100000'],
    ['users', '-1', '100000'],
    ['users', '1.5', '100000'],
    ['users', '1e3', '100000'],
    ['users', '', '100000'],
    ['users', 'many', '100000'],
  ])('refuse --%s %s, and say what is allowed', (name, value, maximum) => {
    expect(() => readWorkload({ [name]: value })).toThrow(
      `--${name} is "${value}"; it must be a whole number from 1 to ${maximum}.`,
    );
  });

  it('set the number of calls', () => {
    expect(applyWorkload(rows, { records: 2 })).toHaveLength(2);
    expect(applyWorkload(rows, { records: 10, accessKeys: 10, users: 10 })).toHaveLength(10);
  });

  it('refuse more access keys or users than calls', () => {
    expect(applyWorkload(rows, { accessKeys: 3, users: 3 })).toBe(rows);
    expect(() => applyWorkload(rows, { accessKeys: 4 })).toThrow(
      '--access-keys is 4; it must be at most the number of calls, which is 3.',
    );
    expect(() => applyWorkload(rows, { records: 2, users: 3 })).toThrow(
      '--users is 3; it must be at most the number of calls, which is 2.',
    );
  });
});
