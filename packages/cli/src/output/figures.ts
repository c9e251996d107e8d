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
/** Cents, and as many decimals more as an amount has. Decimal text is formatted exactly (ECMA-402). */
const DOLLARS = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  minimumFractionDigits: 2,
  maximumFractionDigits: 18,
});

/** 12,345 as it is, 1,234,567 as 1.235M. */
export function shortCount(value: number | string): string {
  const count = wholeNumber(value);
  return (count < SHORT_BELOW && count > -SHORT_BELOW ? GROUPED : COMPACT).format(count);
}

/** The same, or a dash for what is not known yet. */
export function countOrNone(value: number | string | null | undefined): string {
  return value === null || value === undefined ? '-' : shortCount(value);
}

/**
 * Dollars with cents; of less than a dollar up to three digits, without zeros behind the cents: $0.01, $0.007, $0.000424.
 * The same everywhere, and in the console.
 */
export function shortUsd(usd: string): string {
  const nano = nanoDollars(usd);
  const magnitude = nano < 0n ? -nano : nano;
  const isSmall = magnitude > 0n && magnitude < 1_000_000_000n;
  const decimals = isSmall ? Math.min(9, 12 - String(magnitude).length) : 2;
  return exactUsd(formatUsd(nano, decimals));
}

/** Dollars with all their decimals, as prices and the parts of a cost have them: at most 18. */
export function exactUsd(usd: string): string {
  return DOLLARS.format(usd as Intl.StringNumericLiteral);
}

/** A count with all its digits. */
export function exactCount(value: number | string): string {
  return GROUPED.format(wholeNumber(value));
}

/** A count with what is counted, one of it in the singular: `1 request`, `1.235M requests`. */
export function counted(value: number | string, one: string, many = `${one}s`): string {
  return `${shortCount(value)} ${String(value) === '1' ? one : many}`;
}

/** A share, or none. Little is not nothing, almost all is not all, and of many times the whole only that is said. */
export function percent(share: number | null): string {
  if (share === null) return '';
  if (share > 0 && share < 0.0005) return '<0.1%';
  if (share >= 0.9995 && share < 1) return '>99.9%';
  if (share >= 10) return '>999%';
  return `${(share * 100).toFixed(1)}%`;
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
