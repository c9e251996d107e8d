import './series-colors.css';
import { OTHERS, type StackedChartProps } from './chart-series.ts';
import { markUnpriced } from './figures.ts';
import { colorsOf } from './series-colors.ts';

/** What a chart draws of each series. */
export function drawnSeries(props: StackedChartProps) {
  const { labels, starts = labels, series, kind, height, axis } = props;
  const colors = colorsOf(
    kind,
    series.map(({ id }) => id),
    OTHERS,
  );
  return series.map(({ id, title, values, unpriced = [] }) => ({
    title,
    data: values.map((value, index) => ({ x: String(starts[index]), y: height(value) })),
    color: colors.get(id) ?? '',
    valueFormatter: (y: number, x: string) => markUnpriced(axis(y), unpriced[starts.indexOf(x)]),
  }));
}
