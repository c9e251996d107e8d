import { instant, type Parameter } from './address.ts';
import { startOfDay, startOfHour, startOfMonth, startOfWeek } from './zone-time.ts';

/*
 * The range of a page, in its address: `last=30d`, which moves with the clock, or `from` and `to`, which stay.
 */

/** A number of hours, days or months that end now. Today counts as a day, this month as a month. */
export type LastRange = `${number}${'h' | 'd' | 'mo'}`;

export const last: Parameter<LastRange> = ([value]) => {
  const [, amount, unit] = /^(\d{1,4})(h|d|mo)$/.exec(value ?? '') ?? [];
  const maximum = unit === 'h' ? 8784 : unit === 'd' ? 3660 : 120;
  return amount !== undefined && Number(amount) >= 1 && Number(amount) <= maximum
    ? (value as LastRange)
    : undefined;
};

export const RANGE_PARAMETERS = { last, from: instant, to: instant };

export interface RangeValues {
  readonly last?: LastRange | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** What the API takes: without `to`, the range ends now. */
export interface AskedRange {
  readonly from: string;
  readonly to?: string;
}

export const DEFAULT_RANGE: LastRange = '30d';

/** The ends of a range that cannot be used together: one without a start, or before it. */
export function unusableEnds({ from, to }: RangeValues): readonly ('from' | 'to')[] {
  if (to === undefined || (from !== undefined && to > from)) return [];
  return from === undefined ? ['to'] : ['from', 'to'];
}

/** The range to ask for. Days and months begin with those of the reporting zone, so that bars of a chart are whole. */
export function askedRange(
  values: RangeValues,
  nowMs: number,
  zone: string,
  otherwise = DEFAULT_RANGE,
): AskedRange {
  const { from, to } = values;
  if (from !== undefined && unusableEnds(values).length === 0)
    return { from, ...(to !== undefined && { to }) };
  const { amount, unit } = partsOf(values.last ?? otherwise);
  const starts = {
    h: () => startOfHour(nowMs) - (amount - 1) * 3_600_000,
    d: () => startOfDay(nowMs, zone, amount - 1),
    mo: () => startOfMonth(nowMs, zone, amount - 1),
  };
  return { from: new Date(starts[unit]()).toISOString() };
}

export function partsOf(range: LastRange): { readonly amount: number; readonly unit: 'h' | 'd' | 'mo' } {
  const [, amount, unit] = /^(\d+)(h|d|mo)$/.exec(range) ?? [];
  return { amount: Number(amount), unit: unit as 'h' | 'd' | 'mo' };
}

/** Whole periods of the calendar that are over: what people mean by last week. */
export const FORMER_PERIODS = ['formerWeek', 'formerMonth'] as const;
export type FormerPeriod = (typeof FORMER_PERIODS)[number];

/** The week or month before the current one, by the calendar of a zone. */
export function formerRange(
  period: FormerPeriod,
  nowMs: number,
  zone: string,
): { readonly from: string; readonly to: string } {
  const startOf = period === 'formerWeek' ? startOfWeek : startOfMonth;
  const iso = (before: number) => new Date(startOf(nowMs, zone, before)).toISOString();
  return { from: iso(1), to: iso(0) };
}

/** The preset that a range is, as long as it is the last week or month. */
export function formerPeriodOf(
  { from, to }: RangeValues,
  nowMs: number,
  zone: string,
): FormerPeriod | undefined {
  return FORMER_PERIODS.find((period) => {
    const former = formerRange(period, nowMs, zone);
    return former.from === from && former.to === to;
  });
}

/** What a reader chooses from, the shortest first. */
export const PRESETS: readonly (LastRange | FormerPeriod)[] = [
  '24h',
  '7d',
  'formerWeek',
  '30d',
  '1mo',
  'formerMonth',
  '90d',
  '12mo',
];
