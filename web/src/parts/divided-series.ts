import type { components } from '@token-ledger/client/query';
import { type ChartSeries, OTHERS } from './chart-series.ts';
import { type Measure, measureOf, type Sums, unpricedIn } from './measures.ts';

type Trends = components['schemas']['Trends'];

/** A series per part of the trend, the largest first, and what is left of the whole. */
export function seriesOf(
  { points, split }: Pick<Trends, 'points' | 'split'>,
  measure: Measure,
  nameOf: (part: { readonly id: string; readonly name?: string }) => string,
  others: string,
): readonly ChartSeries[] {
  const valueOf = (sums: Sums | undefined) => (sums ? measureOf(sums, measure) : 0n);
  const unpricedOf = (sums: Sums | undefined) => (sums ? unpricedIn(sums, measure) : 0n);
  const parts = split?.series ?? [];
  const series = parts.map((part) => ({
    id: part.id,
    title: nameOf(part),
    values: points.map((_, index) => valueOf(part.points[index])),
    unpriced: points.map((_, index) => unpricedOf(part.points[index])),
  }));
  const restOf = (of: typeof valueOf) =>
    points.map((point, index) => {
      const left = of(point) - sumOf(parts.map((part) => of(part.points[index])));
      // Access keys and users are read after the whole: a call may have been recorded in between.
      return left > 0n ? left : 0n;
    });
  const rest = restOf(valueOf);
  const shown = distinctTitles(series.filter(({ values }) => values.some((value) => value > 0n)));
  return rest.some((value) => value > 0n)
    ? [...shown, { id: OTHERS, title: others, values: rest, unpriced: restOf(unpricedOf) }]
    : shown;
}

/** Two people may have one name: a chart shows each under a title of its own. */
function distinctTitles(series: readonly ChartSeries[]): readonly ChartSeries[] {
  const uses = Map.groupBy(series, ({ title }) => title);
  return series.map((each) =>
    (uses.get(each.title)?.length ?? 0) > 1 ? { ...each, title: `${each.title} (${each.id})` } : each,
  );
}

export function sumOf(values: readonly bigint[]): bigint {
  return values.reduce((sum, value) => sum + value, 0n);
}
