import { describe, expect, it } from '@jest/globals';
import { compare, formatComparison } from '../../../scripts/replay/comparison.ts';
import type { PlannedRecord } from '../../../scripts/replay/plan.ts';
import {
  NOTHING,
  plus,
  rowKey,
  startOf,
  type TotalsByRow,
  totalsOf,
} from '../../../scripts/replay/totals.ts';

function record(overrides: Partial<PlannedRecord>): PlannedRecord {
  return {
    requestId: 'r',
    occurredAtMs: Date.UTC(2026, 10, 21, 12, 30),
    accessKeyId: 'ak_1',
    userId: 'u_1',
    model: 'm',
    feature: 'f',
    status: 'ok',
    inputTokens: 10,
    outputTokens: 1,
    ...overrides,
  };
}

const records = [
  record({}),
  record({ occurredAtMs: Date.UTC(2026, 10, 21, 23, 59, 59, 999), userId: 'u_2', status: 'error' }),
  record({ occurredAtMs: Date.UTC(2026, 10, 22), accessKeyId: 'ak_2' }),
  record({ occurredAtMs: Date.UTC(2026, 11, 1), inputTokens: 5 }),
];

describe('the expected totals', () => {
  it('put a call into the hour, day and month of UTC it began in', () => {
    const ms = Date.parse('2026-11-21T23:59:59.999Z');
    expect(startOf('hour', ms)).toBe('2026-11-21T23:00:00.000Z');
    expect(startOf('day', ms)).toBe('2026-11-21T00:00:00.000Z');
    expect(startOf('month', ms)).toBe('2026-11-01T00:00:00.000Z');
  });

  it('sum up calls, failures and tokens', () => {
    expect(totalsOf(records).get(rowKey('month', 'all', '2026-11-01T00:00:00.000Z', '*'))).toEqual({
      ...NOTHING,
      requests: 3n,
      errors: 1n,
      input: 30n,
      output: 3n,
      total: 33n,
      effective: 33n,
    });
  });

  it('are the same whether summed by hour, day or month, by key or by user', () => {
    const sums = new Map<string, typeof NOTHING>();
    for (const [row, totals] of totalsOf(records)) {
      const kind = row.split(' ').slice(0, 2).join(' ');
      sums.set(kind, plus(sums.get(kind) ?? NOTHING, totals));
    }
    expect(sums.size).toBe(9);
    expect(new Set([...sums.values()].map(({ total }) => total))).toEqual(new Set([39n]));
  });
});

describe('the comparison', () => {
  const none: TotalsByRow = new Map();
  const expected = totalsOf(records);

  it('finds nothing if all totals are as expected, also on top of earlier usage', () => {
    expect(compare(expected, none, expected)).toEqual([]);
    const twice = new Map([...expected].map(([row, totals]) => [row, plus(totals, totals)]));
    expect(compare(expected, expected, twice)).toEqual([]);
  });

  it('finds a row that is missing', () => {
    const [row = ''] = expected.keys();
    const missing = new Map(expected);
    missing.delete(row);
    expect(compare(expected, none, missing)).toContainEqual({
      row,
      measure: 'requests',
      expected: 1n,
      got: 0n,
    });
  });

  it('finds a row that should not be there', () => {
    const row = rowKey('hour', 'user', '2026-11-21T00:00:00.000Z', 'u_9');
    const more = new Map(expected).set(row, { ...NOTHING, cacheRead: 1n });
    expect(compare(expected, none, more)).toEqual([{ row, measure: 'cacheRead', expected: 0n, got: 1n }]);
  });

  it('finds a difference of a single token', () => {
    const [[row, totals] = ['', NOTHING]] = expected;
    const off = new Map(expected).set(row, { ...totals, output: totals.output - 1n });
    const differences = compare(expected, none, off);
    expect(differences).toEqual([
      { row, measure: 'output', expected: totals.output, got: totals.output - 1n },
    ]);
    expect(formatComparison(expected, differences)).toContain('1 WRONG of');
  });
});
