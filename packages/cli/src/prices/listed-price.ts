import type { PricedKind } from '@token-ledger/core';

/** One price of a public table. */
export interface ListedPrice {
  /** Its name in the table. */
  readonly field: string;
  readonly kind: PricedKind;
  /** The prompt size above which it applies. */
  readonly promptTokens?: number;
  /** Whether it applies to speed `fast` only. */
  readonly fast?: boolean;
  /** US dollars per million tokens, the shortest decimal text. */
  readonly usd: string;
}

/** The prices of a table by model id, as far as a price book can have them. */
export type ListedPrices = ReadonlyMap<string, readonly ListedPrice[]>;

/** The decimal text of a JSON number times 10^`shift`: `3e-06` times 10^6 is `3`. */
export function shiftDecimal(number: string, shift: number): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number) ?? [];
  if (whole === '') throw new TypeError(`${JSON.stringify(number)} is not a JSON number.`);
  const decimals = fraction.length - Number(exponent) - shift;
  const digits = (whole + fraction + '0'.repeat(Math.max(0, -decimals))).padStart(decimals + 1, '0');
  const point = digits.length - Math.max(0, decimals);
  const decimal = digits.slice(point).replace(/0+$/, '');
  return `${sign}${digits.slice(0, point).replace(/^0+(?=\d)/, '')}${decimal && `.${decimal}`}`;
}
