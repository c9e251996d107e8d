/*
 * The expected totals, computed from the plan alone and without code of the product, so that the comparison proves something.
 * Days and months are in UTC.
 */

import type { PlannedRecord } from './plan.ts';

export const DIMENSIONS = ['all', 'access_key', 'user'] as const;
export const PERIODS = ['hour', 'day', 'month'] as const;
export type Dimension = (typeof DIMENSIONS)[number];
export type Period = (typeof PERIODS)[number];

export const MEASURES = [
  'requests',
  'errors',
  'input',
  'output',
  'cacheCreation5m',
  'cacheCreation1h',
  'cacheCreationUnattributed',
  'cacheRead',
  'total',
  'effective',
] as const;
export type Totals = Readonly<Record<(typeof MEASURES)[number], bigint>>;

/** Totals by period, dimension, first instant of the bucket and dimension value: see `rowKey`. */
export type TotalsByRow = Map<string, Totals>;

export const NOTHING: Totals = Object.freeze(
  Object.fromEntries(MEASURES.map((measure) => [measure, 0n])) as Totals,
);

export function rowKey(period: Period, dimension: Dimension, from: string, id: string): string {
  return `${period} ${dimension} ${from} ${id}`;
}

/** The totals of a set of records, each counted once. */
export function totalsOf(records: readonly PlannedRecord[]): TotalsByRow {
  const totals: TotalsByRow = new Map();
  for (const record of records) {
    const ids = { all: '*', access_key: record.accessKeyId, user: record.userId };
    for (const period of PERIODS) {
      const from = startOf(period, record.occurredAtMs);
      for (const dimension of DIMENSIONS) {
        const key = rowKey(period, dimension, from, ids[dimension]);
        totals.set(key, plus(totals.get(key) ?? NOTHING, totalsOfOne(record)));
      }
    }
  }
  return totals;
}

export function plus(a: Totals, b: Totals): Totals {
  return combine(a, b, (x, y) => x + y);
}

export function minus(a: Totals, b: Totals): Totals {
  return combine(a, b, (x, y) => x - y);
}

/** The first instant of the period that contains an instant, as ISO 8601. */
export function startOf(period: Period, ms: number): string {
  const iso = new Date(ms).toISOString();
  const kept = { hour: 13, day: 10, month: 7 }[period];
  return `${iso.slice(0, kept)}${'0000-01-01T00:00:00.000Z'.slice(kept)}`;
}

function totalsOfOne({ inputTokens, outputTokens, status }: PlannedRecord): Totals {
  const [input, output] = [BigInt(inputTokens), BigInt(outputTokens)];
  return {
    ...NOTHING,
    requests: 1n,
    errors: status === 'error' ? 1n : 0n,
    input,
    output,
    total: input + output,
    effective: input + output,
  };
}

function combine(a: Totals, b: Totals, operation: (x: bigint, y: bigint) => bigint): Totals {
  return Object.fromEntries(
    MEASURES.map((measure) => [measure, operation(a[measure], b[measure])]),
  ) as Totals;
}
