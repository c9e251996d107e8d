import { formatUsd, nanoDollars, wholeNumber } from '@token-ledger/client/query';

/*
 * Figures for people: short. `--json` has them exactly.
 */

const GROUPED = new Intl.NumberFormat('en-US');
const COMPACT = new Intl.NumberFormat('en-US', {
  notation: 'compact',
  maximumSignificantDigits: 4,
  roundingPriority: 'auto',
});
const SHORT_BELOW = 100_000n;

/** 12,345 as it is, 1,234,567 as 1.235M. */
export function shortCount(value: number | string): string {
  const count = wholeNumber(value);
  return (count < SHORT_BELOW && count > -SHORT_BELOW ? GROUPED : COMPACT).format(count);
}

/** The same, or a dash for what is not known yet. */
export function countOrNone(value: number | string | null | undefined): string {
  return value === null || value === undefined ? '-' : shortCount(value);
}

/** Dollars with cents; of less than a cent the first digits, so that a small cost does not look like none. */
export function shortUsd(usd: string): string {
  const nano = nanoDollars(usd);
  if (nano === 0n) return '$0.00';
  const magnitude = nano < 0n ? -nano : nano;
  const decimals = magnitude >= 10_000_000n ? 2 : magnitude >= 100_000n ? 4 : 9;
  const [whole = '0', fraction] = formatUsd(magnitude, decimals).split('.');
  return `${nano < 0n ? '-' : ''}$${GROUPED.format(BigInt(whole))}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** A share from 0 to 1, or none. */
export function percent(share: number | null): string {
  return share === null ? '' : `${(share * 100).toFixed(1)}%`;
}

/** A change relative to before, with its sign. */
export function changePercent(change: number | null): string {
  if (change === null) return '';
  return `${change > 0 ? '+' : ''}${(change * 100).toFixed(1)}%`;
}

/** Seconds as people say them: 45 s, 12 min, 3 h, 2 d. */
export function shortSeconds(seconds: number | null): string {
  if (seconds === null) return 'unknown';
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}

/** A name with its id, or the id alone. */
export function named(id: string, name: string | undefined): string {
  return name === undefined ? id : `${name} (${id})`;
}
