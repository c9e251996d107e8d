/*
 * Figures of answers without loss. Sums that a JSON number cannot hold exactly come as decimal text, and money always
 * does, exact to the nano-dollar.
 */

/** Decimals of a US dollar that a nano-dollar has. */
const NANO_DECIMALS = 9;
const NANO_PER_USD = 10n ** BigInt(NANO_DECIMALS);

/** A sum of an answer, such as `tokens.total`. @throws RangeError or SyntaxError if it is no whole number */
export function wholeNumber(sum: number | string): bigint {
  return BigInt(sum);
}

/** Nano-dollars, of an amount of an answer such as `cost.usd`. @throws RangeError for anything that is not exact */
export function nanoDollars(usd: string): bigint {
  const [, sign, whole, decimals = ''] = /^(-?)(\d+)(?:\.(\d{1,9}))?$/.exec(usd) ?? [];
  if (whole === undefined)
    throw new RangeError('An amount must be a decimal text of US dollars with at most 9 decimals.');
  const amount = BigInt(whole + decimals.padEnd(NANO_DECIMALS, '0'));
  return sign === '-' ? -amount : amount;
}

/**
 * US dollars as text: exact and as short as possible, or with a fixed number of decimals from 0 to 9, rounded half away
 * from zero.
 */
export function formatUsd(nanoDollars: bigint, decimals?: number): string {
  const magnitude = nanoDollars < 0n ? -nanoDollars : nanoDollars;
  const step = 10n ** BigInt(NANO_DECIMALS - (decimals ?? NANO_DECIMALS));
  const rounded = ((magnitude + step / 2n) / step) * step;
  const fraction = String(rounded % NANO_PER_USD).padStart(NANO_DECIMALS, '0');
  const shown = decimals === undefined ? fraction.replace(/0+$/, '') : fraction.slice(0, decimals);
  const sign = nanoDollars < 0n && rounded > 0n ? '-' : '';
  return `${sign}${rounded / NANO_PER_USD}${shown === '' ? '' : `.${shown}`}`;
}
