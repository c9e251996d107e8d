import { parseDecimal } from './decimal.ts';
import {
  type ModelPrices,
  PRICE_DECIMALS,
  PRICED_KINDS,
  type PricedKind,
  type TokenPrices,
} from './price-book.ts';

/** Pico-dollars, 10^-12 US dollars, a token: 1 US dollar per million tokens is 1,000,000 of them. */
export type Rates = { readonly [kind in PricedKind]?: bigint | undefined };

/** The rates of all the ways in which a model may serve. */
export interface ModelRates {
  readonly standard: Rates;
  readonly above: { readonly promptTokens: number; readonly rates: Rates } | undefined;
  readonly fast: Rates | undefined;
  readonly usSurcharge: boolean;
  readonly bedrockSurcharge: boolean | undefined;
  readonly doubtful: boolean;
}

/** Compiles prices. Throws a `RangeError` for what is no price. */
export function toModelRates(prices: ModelPrices): ModelRates {
  const { above, fast, usSurcharge = false, bedrockSurcharge, doubtful = false } = prices;
  return {
    standard: toRates(prices),
    above: above && { promptTokens: above.promptTokens, rates: toRates(above) },
    fast: fast && toFastRates(toRates(fast), toRates(prices)),
    usSurcharge,
    bedrockSurcharge,
    doubtful,
  };
}

export function toRates(prices: TokenPrices): Rates {
  const rates: { [kind in PricedKind]?: bigint } = {};
  for (const kind of PRICED_KINDS) {
    if (prices[kind] !== undefined) rates[kind] = parseDecimal(prices[kind], PRICE_DECIMALS);
  }
  return rates;
}

/**
 * Speed `fast` has prices for input and output; those of the cache, where the model has them at all, follow from its input
 * price. One that would be no whole number of pico-dollars is left out.
 */
export function toFastRates({ input = 0n, output }: Rates, standard: Rates): Rates {
  const scaled = (price: bigint | undefined, by: bigint, divisor = 1n) =>
    price === undefined || divisor === 0n || (input * by) % divisor !== 0n
      ? undefined
      : (input * by) / divisor;
  return {
    input,
    output,
    cacheCreation5m: scaled(standard.cacheCreation5m, 5n, 4n),
    cacheCreation1h: scaled(standard.cacheCreation1h, 2n),
    cacheRead: scaled(standard.cacheRead, standard.cacheRead ?? 0n, standard.input),
  };
}
