import { type components, nanoDollars } from '@token-ledger/client/query';

export type Prices = components['schemas']['Prices'];
export type PriceEntry = Prices['models'][number];
export type Override = Prices['overrides'][number];
export type ModelPrices = NonNullable<Override['listPrices']>;

export const KINDS = ['input', 'output', 'cacheCreation5m', 'cacheCreation1h', 'cacheRead'] as const;
export type Kind = (typeof KINDS)[number];

interface Days {
  readonly effectiveFrom?: string;
  readonly effectiveTo?: string;
}

/** Whether an entry applies on a day. Its end is exclusive. */
export function appliesOn({ effectiveFrom, effectiveTo }: Days, day: string): boolean {
  return (
    (effectiveFrom === undefined || effectiveFrom <= day) && (effectiveTo === undefined || day < effectiveTo)
  );
}

/** The day of UTC. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** What the API takes as a price: USD a million tokens, with at most six decimals. */
export function isPrice(text: string): boolean {
  return /^\d{1,9}(\.\d{1,6})?$/.test(text);
}

/** A discount in per cent, of at most two decimals, as hundredths of a per cent; undefined if it is none. */
export function basisPointsOf(percent: string): number | undefined {
  const [, whole, decimals = ''] = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(percent) ?? [];
  if (whole === undefined) return undefined;
  const points = Number(whole) * 100 + Number(decimals.padEnd(2, '0'));
  return points <= 10_000 ? points : undefined;
}

export function percentOf(basisPoints: number): string {
  return String(basisPoints / 100);
}

/** The cheapest way to be wrong is to swap two prices: the order that the API expects, checked before it is asked. */
export function isUsualOrder(prices: Readonly<Partial<Record<Kind, string>>>): boolean {
  const nano = (kind: Kind) => (prices[kind] === undefined ? undefined : nanoDollars(prices[kind]));
  const [input, output, short, long, read] = KINDS.map(nano);
  const rises = (low: bigint | undefined, high: bigint | undefined, isStrict = false) =>
    low === undefined || high === undefined || low < high || (low === high && !isStrict);
  return (
    rises(input, output) &&
    rises(read, input) &&
    rises(input, short, true) &&
    rises(input, long, true) &&
    rises(short, long)
  );
}

/** Replaces, adds or removes one override among all of them, which the API takes as a whole. */
export function withOverride(
  overrides: readonly Override[],
  index: number | undefined,
  override: Override | undefined,
): Override[] {
  if (index === undefined) return override ? [...overrides, override] : [...overrides];
  return overrides.flatMap((each, at) => (at === index ? (override ?? []) : each));
}
