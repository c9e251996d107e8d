import { type Draft, draftOf, withPricesOf } from './override-draft.ts';
import { appliesOn, dayOf, type ModelPrices, type Prices } from './price-book.ts';

/** Days of UTC, as price books have them. */
export interface DaySpan {
  readonly first: string;
  /** Inclusive. */
  readonly last: string;
}

/** Days without a price. */
interface Gap {
  readonly from: string;
  /** Exclusive: the day on which a price begins. Absent if none follows. */
  readonly to?: string;
}

/** A price of a model, whichever list it is in. */
interface KnownPrice {
  readonly decision: 'listPrices' | 'prices';
  readonly prices: ModelPrices;
  readonly effectiveFrom?: string;
  readonly effectiveTo?: string;
}

/** The days that a range touches. Without `to`, it ends now. */
export function daysOf(range: { readonly from: string; readonly to?: string }, nowMs: number): DaySpan {
  const endMs = range.to === undefined ? nowMs : Date.parse(range.to) - 1;
  return { first: dayOf(Date.parse(range.from)), last: dayOf(endMs) };
}

/** Everything that prices a model by itself. A discount takes off from a price that must be there. */
function pricesOf({ models, overrides }: Prices, model: string): readonly KnownPrice[] {
  return [
    ...models.map((entry) => ({ ...entry, decision: 'listPrices' as const, prices: entry })),
    ...overrides.flatMap(({ listPrices, prices, ...override }) => [
      ...(listPrices ? [{ ...override, decision: 'listPrices' as const, prices: listPrices }] : []),
      ...(prices ? [{ ...override, decision: 'prices' as const, prices }] : []),
    ]),
  ].filter((entry) => entry.model === model);
}

/** The first days of a span that no price covers; undefined if all are covered. */
function firstGap(known: readonly KnownPrice[], { first, last }: DaySpan): Gap | undefined {
  let day: string | undefined = first;
  while (day !== undefined && day <= last) {
    const current: string = day;
    const covering = known.filter((price) => appliesOn(price, current));
    if (covering.length === 0) {
      const to = earliest(
        known.flatMap(({ effectiveFrom }) => effectiveFrom ?? []).filter((from) => from > current),
      );
      return { from: current, ...(to !== undefined && { to }) };
    }
    // One without an end covers the rest.
    const ends = covering.flatMap(({ effectiveTo }) => effectiveTo ?? []);
    day = ends.length < covering.length ? undefined : ends.toSorted().at(-1);
  }
  return undefined;
}

/** What a model needs for the calls of some days. */
export type PriceState =
  /** No price, and none follows: one has to be adopted. */
  | { readonly state: 'none' }
  /** The first price begins too late. To reprice changes nothing on the days before. */
  | { readonly state: 'before'; readonly to: string }
  /** The same of days between two prices. */
  | { readonly state: 'late'; readonly from: string; readonly to: string }
  /** Calls were priced before the price was known, or lack a part of it. */
  | { readonly state: 'covered' };

export function priceStateOf(prices: Prices, model: string, days: DaySpan): PriceState {
  const known = pricesOf(prices, model);
  const gap = firstGap(known, days);
  if (!gap) return { state: 'covered' };
  const { from, to } = gap;
  if (to === undefined) return { state: 'none' };
  const isFirst = known.every(({ effectiveFrom = '' }) => effectiveFrom >= to);
  return isFirst ? { state: 'before', to } : { state: 'late', from, to };
}

/** A price to adopt: where one begins too late, that one for the days before, to begin with. */
export function adoptionOf(prices: Prices, model: string, days: DaySpan): Draft {
  const draft = draftOf(undefined, model);
  const state = priceStateOf(prices, model, days);
  if (state.state !== 'late' && state.state !== 'before') return draft;
  const next = pricesOf(prices, model).find(({ effectiveFrom }) => effectiveFrom === state.to);
  return {
    ...(next ? { ...withPricesOf(draft, next.prices), decision: next.decision } : draft),
    // Before the first price, without a beginning: calls may be older than the range.
    ...(state.state === 'late' && { from: state.from }),
    to: state.to,
  };
}

function earliest(days: readonly string[]): string | undefined {
  return days.toSorted()[0];
}
