import { formatDecimal, parseDecimal } from './decimal.ts';

/*
 * Amounts of money are integers of nano-dollars, 10^-9 US dollars: small enough that a token of the cheapest price is at
 * least one, and exact at any size as bigint. Records are priced in a finer unit, see docs/adr/0008.
 */

/** Decimals of a US dollar that a nano-dollar has. */
const NANO_DECIMALS = 9;
const ATTO_PER_NANO = 1_000_000_000n;

/** Nano-dollars of a decimal text of US dollars such as `0.0125`; throws a `RangeError` for anything that is not exact. */
export function parseNanoDollars(usd: unknown): bigint {
  return parseDecimal(usd, NANO_DECIMALS);
}

/** The shortest decimal text of US dollars, such as `0.0125`; `parseNanoDollars` reads it back. */
export function formatNanoDollars(nanoDollars: bigint): string {
  return formatDecimal(nanoDollars, NANO_DECIMALS);
}

/** Rounds a non-negative amount of atto-dollars, 10^-18 US dollars, half up to the nano-dollar. */
export function roundToNanoDollars(attoDollars: bigint): bigint {
  return (attoDollars + ATTO_PER_NANO / 2n) / ATTO_PER_NANO;
}
