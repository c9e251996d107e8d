import { describe, expect, it } from '@jest/globals';
import { applyWorkload, readWorkload } from '../../../scripts/replay/workload-options.ts';

const rows = [1, 2, 3].map((atMs) => ({ atMs, inputTokens: 1, outputTokens: 1 }));

describe('the options of a workload', () => {
  it('leave everything as it is when they are not given', () => {
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

  it('make as many calls as they say', () => {
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
