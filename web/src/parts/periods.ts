/** The lengths of a bar. */
export const PERIODS = ['hour', 'day', 'month'] as const;
export type Period = (typeof PERIODS)[number];

const HOUR_MS = 3_600_000;
const LENGTHS_MS: Readonly<Record<Period, number>> = {
  hour: HOUR_MS,
  day: 23 * HOUR_MS,
  month: 28 * 24 * HOUR_MS,
};

/** More points than this are too close to read. */
const MAX_BARS = 750;
/** The most points of all series that the API makes. */
const MAX_POINTS = 5000;

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** How many bars a range has at most: days are as short as on the day when clocks go forward, and both ends may be cut. */
function barsOf({ fromMs, toMs }: Span, period: Period): number {
  return Math.ceil((toMs - fromMs) / LENGTHS_MS[period]) + 1;
}

/** Whether a range has few enough bars of a period. */
export function isReadable(span: Span, period: Period): boolean {
  return period === 'month' || barsOf(span, period) <= MAX_BARS;
}

/** Hours up to 3 days, days up to 90, months above: a week is seven bars, each with its day. */
export function periodFor({ fromMs, toMs }: Span): Period {
  const days = (toMs - fromMs) / (24 * HOUR_MS);
  return days < 3 ? 'hour' : days <= 90 ? 'day' : 'month';
}

/** What a chart needs beside its bars, for the figures of its axis. */
const AXIS_PX = 80;
/** A bar with the space around it: Cloudscape takes 2 pixels and a fifth from it, and what is left must be seen. */
const BAR_PX = 5;

/** Whether a chart of a width has room for so many bars. */
export function hasRoomFor(bars: number, widthPx: number): boolean {
  return bars * BAR_PX <= widthPx - AXIS_PX;
}

/** What to ask for: the chosen period if it can be read, and as many series as there is room for. */
export function shapeOf(span: Span, chosen: Period | undefined, series: number) {
  const period = chosen !== undefined && isReadable(span, chosen) ? chosen : periodFor(span);
  const room = Math.floor(MAX_POINTS / barsOf(span, period));
  return { period, limit: Math.max(1, Math.min(series, room)) };
}

/** Up to how many points a small line is drawn through. */
const MAX_LINE_POINTS = 240;

/** The period of a small line: the shortest with few enough points, but days for anything longer than two. */
export function linePeriodFor(span: Span): Period {
  if (span.toMs - span.fromMs <= 48 * HOUR_MS) return 'hour';
  return barsOf(span, 'day') <= MAX_LINE_POINTS ? 'day' : 'month';
}
