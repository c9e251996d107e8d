import type { ReactNode } from 'react';

/** The series of what is not in the others. */
export const OTHERS = '…others';

/** What a stacked chart shows of one thing over time. */
export interface ChartSeries {
  readonly id: string;
  readonly title: string;
  /** One value for each label. */
  readonly values: readonly bigint[];
  /** Of each value, how many requests are missing in it, because they have no price. Default: none. */
  readonly unpriced?: readonly bigint[];
}

export interface StackedChartProps {
  readonly title: string;
  /** Of the periods, in order. */
  readonly labels: readonly string[];
  /** Their starts, which the file has: labels may repeat, as an hour does when clocks go back. */
  readonly starts?: readonly string[];
  /** What the labels are, with their time zone. */
  readonly axisTitle?: string;
  readonly series: readonly ChartSeries[];
  /** The same of the total of each period. */
  readonly unpriced?: readonly bigint[];
  /** What the series are, such as models: the same one has the same color on every page. */
  readonly kind: string;
  /** The height of a point: a chart needs floats, so it is near enough for drawing only. */
  readonly height: (value: bigint) => number;
  readonly axis: (height: number) => string;
  readonly show: (value: bigint, unpriced: bigint) => ReactNode;
  readonly exact: (value: bigint) => string;
  readonly fileName: string;
  readonly empty: ReactNode;
  /** Where figures lead: that of a series in a period, and, without a series, the period itself. */
  readonly linkOf?: (index: number, seriesId?: string) => string | undefined;
  /** What can be done with a period, below its figures. */
  readonly footerOf?: (index: number) => ReactNode;
}
