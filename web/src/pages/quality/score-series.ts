import type { AuditedDay } from './answers.ts';

export interface ScoreSeries {
  /** `deployment`, or a source. */
  readonly id: string;
  /** Of the days that have a score. */
  readonly points: readonly { readonly date: string; readonly score: number }[];
}

type Source = AuditedDay['sources'][number]['source'];

/** The sources that any of the days has, in the order in which they appear. */
export function sourcesOf(days: readonly AuditedDay[]): readonly Source[] {
  return [...new Set(days.flatMap(({ sources }) => sources.map(({ source }) => source)))];
}

/** Unknown scores are left out: a line must not fall to 0 where nothing was judged. */
export function scoreSeries(days: readonly AuditedDay[]): readonly ScoreSeries[] {
  const seriesOf = (id: string, scoreIn: (day: AuditedDay) => number | null | undefined): ScoreSeries => ({
    id,
    points: days.flatMap((day) => {
      const score = day.finishedAt === undefined ? undefined : scoreIn(day);
      return typeof score === 'number' ? [{ date: day.date, score }] : [];
    }),
  });
  return [
    seriesOf('deployment', ({ score }) => score),
    ...sourcesOf(days).map((source) =>
      seriesOf(source, ({ sources }) => sources.find((each) => each.source === source)?.score),
    ),
  ];
}

/** Where the axis begins: scores are mostly near 100, where a whole axis would not separate them. */
export function lowestTick(series: readonly ScoreSeries[]): number {
  const lowest = Math.min(100, ...series.flatMap(({ points }) => points.map(({ score }) => score)));
  return Math.max(0, Math.floor((lowest - 1) / 10) * 10);
}
