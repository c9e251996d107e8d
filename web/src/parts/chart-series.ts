/** What a stacked chart shows of one thing over time. */
export interface ChartSeries {
  readonly id: string;
  readonly title: string;
  /** One value for each label. */
  readonly values: readonly bigint[];
}
