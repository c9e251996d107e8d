import type { PricedKind } from '@token-ledger/core';

/** One price of a public table. */
export interface ListedPrice {
  /** As the table calls it. */
  readonly field: string;
  readonly kind: PricedKind;
  /** The prompt size above which it holds. */
  readonly promptTokens?: number;
  /** Whether it holds for speed `fast` only. */
  readonly fast?: boolean;
  /** US dollars per million tokens, the shortest decimal text. */
  readonly usd: string;
}

/** What a table lists, by model id: the prices that a price book may have too. */
export type ListedPrices = ReadonlyMap<string, readonly ListedPrice[]>;

/** The decimal text of a JSON number times 10^`shift`: `3e-06` times 10^6 is `3`. */
export function shiftDecimal(number: string, shift: number): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number) ?? [];
  if (whole === '') throw new TypeError(`${JSON.stringify(number)} is no JSON number.`);
  const decimals = fraction.length - Number(exponent) - shift;
  const digits = (whole + fraction + '0'.repeat(Math.max(0, -decimals))).padStart(decimals + 1, '0');
  const point = digits.length - Math.max(0, decimals);
  const decimal = digits.slice(point).replace(/0+$/, '');
  return `${sign}${digits.slice(0, point).replace(/^0+(?=\d)/, '')}${decimal && `.${decimal}`}`;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
