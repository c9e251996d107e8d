import type { components } from '@token-ledger/client/query';
import { type Measure, measureOf, unpricedIn } from '../../parts/measures.ts';

type Trends = components['schemas']['Trends'];

/** The values of a consumer over time, from the start of each period. */
export interface Line {
  readonly starts: readonly string[];
  readonly period: Trends['period'];
  readonly values: readonly bigint[];
  /** Of each value, how many requests are missing in it, because they have no price. */
  readonly unpriced: readonly bigint[];
}

/** The lines of a divided trend, by the id of each part. */
export function linesOf(
  { period, points, split }: Pick<Trends, 'period' | 'points' | 'split'>,
  measure: Measure,
): ReadonlyMap<string, Line> {
  const starts = points.map(({ from }) => from);
  return new Map(
    (split?.series ?? []).map((part) => [
      part.id,
      {
        starts,
        period,
        values: part.points.map((sums) => measureOf(sums, measure)),
        unpriced: part.points.map((sums) => unpricedIn(sums, measure)),
      },
    ]),
  );
}

/** The place of the largest value, the first of equal ones. */
export function peakOf(values: readonly bigint[]): number {
  return values.reduce((peak, value, index) => (value > (values[peak] ?? 0n) ? index : peak), 0);
}
