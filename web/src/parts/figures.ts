import { formatUsd, nanoDollars, wholeNumber } from '@token-ledger/client/query';

/** A sum of an answer: a number, or decimal text if a number cannot hold it. */
export type Sum = number | string;

/** How a figure appears: short enough to read, and exact. */
export interface ShownFigure {
  readonly short: string;
  readonly exact: string;
}

export function showCount(sum: Sum | bigint, language: string): ShownFigure {
  const count = typeof sum === 'bigint' ? sum : wholeNumber(sum);
  const exact = new Intl.NumberFormat(language).format(count);
  const short = new Intl.NumberFormat(language, { notation: 'compact', maximumSignificantDigits: 3 }).format(
    count,
  );
  return { short: count < 10_000n && count > -10_000n ? exact : short, exact };
}

/**
 * US dollars, exact to the nano-dollar; short with cents, below a dollar with up to three digits, without zeros behind the cents.
 * The command line shows the same.
 */
export function showMoney(usd: string | bigint, language: string): ShownFigure {
  const nano = typeof usd === 'bigint' ? usd : nanoDollars(usd);
  const magnitude = nano < 0n ? -nano : nano;
  const isSmall = magnitude > 0n && magnitude < 1_000_000_000n;
  const decimals = isSmall ? Math.min(9, 12 - String(magnitude).length) : 2;
  return {
    short: dollars(formatUsd(nano, decimals), language, decimals),
    exact: dollars(formatUsd(nano), language, 9),
  };
}

/**
 * The amount of a sum of costs, as text: with a + if calls without a price are missing in it, as they are not free. The only
 * place that decides this; the command line writes the same.
 */
export function markUnpriced(amount: string, unpricedRequests: Sum | bigint = 0): string {
  return String(unpricedRequests) === '0' ? amount : `${amount}+`;
}

/** Whether a sum is no amount at all: none of its requests has a price. */
export function isUnpriced(
  usd: string | bigint,
  unpricedRequests: Sum | bigint,
  requests: Sum | bigint,
): boolean {
  return Number(usd) === 0 && Number(unpricedRequests) > 0 && String(unpricedRequests) === String(requests);
}

/** US dollars with all their decimals, also more than the nano-dollars have, as in prices. */
export function showExactMoney(usd: string, language: string): string {
  return dollars(usd, language, 18);
}

/** Decimal text is formatted exactly (ECMA-402, `Intl.StringNumericLiteral`). */
function dollars(amount: string, language: string, maximumFractionDigits: number): string {
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: 2,
    maximumFractionDigits,
  }).format(amount as Intl.StringNumericLiteral);
}

/** A share. Little is not nothing, almost all is not all, and of many times the whole only that is said. */
export function showShare(share: number, language: string): string {
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  if (share > 0 && share < 0.0005) return `<${percent.format(0.001)}`;
  if (share >= 0.9995 && share < 1) return `>${percent.format(0.999)}`;
  if (share >= 10) return `>${percent.format(9.99)}`;
  return percent.format(share);
}

/** Of two sums of any size; undefined if the whole is 0. */
export function shareOf(part: Sum, whole: Sum): number | undefined {
  const total = wholeNumber(whole);
  return total === 0n ? undefined : Number(wholeNumber(part)) / Number(total);
}
