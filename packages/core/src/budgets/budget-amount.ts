import type { BudgetUnit } from './budget.ts';

/** Decimal places of one unit: a dollar has 10^9 nano-dollars, a token is whole. */
const DECIMALS: Readonly<Record<BudgetUnit, number>> = { USD: 9, tokens: 0 };

/** The largest amounts: a billion dollars, 10^15 tokens. */
export const MAX_BUDGET_USD = 1_000_000_000;
export const MAX_BUDGET_TOKENS = 1_000_000_000_000_000;

const LARGEST: Readonly<Record<BudgetUnit, bigint>> = {
  USD: BigInt(MAX_BUDGET_USD) * 10n ** 9n,
  tokens: BigInt(MAX_BUDGET_TOKENS),
};

export type ParsedAmount =
  | { readonly ok: true; readonly amount: bigint }
  /** A message that says what is allowed. */
  | { readonly ok: false; readonly allowed: string };

/** Parses an amount written as decimal text, such as `250` or `0.125`, exactly and without floats. */
export function parseBudgetAmount(unit: BudgetUnit, text: string): ParsedAmount {
  const [, whole, fraction = ''] = /^(\d{1,16})(?:\.(\d{1,16}))?$/.exec(text) ?? [];
  const decimals = DECIMALS[unit];
  if (whole === undefined) return { ok: false, allowed: 'must be a positive decimal number such as 250.00' };
  if (fraction.length > decimals) {
    const allowed =
      decimals === 0 ? 'must be a whole number of tokens' : `must have at most ${decimals} decimal places`;
    return { ok: false, allowed };
  }
  const amount = BigInt(whole + fraction.padEnd(decimals, '0'));
  if (amount === 0n) return { ok: false, allowed: 'must be more than 0' };
  if (amount > LARGEST[unit]) {
    return { ok: false, allowed: `must be at most ${formatBudgetAmount(unit, LARGEST[unit])} ${unit}` };
  }
  return { ok: true, amount };
}

/** Formats an amount or the amount left as decimal text, without trailing zeros. */
export function formatBudgetAmount(unit: BudgetUnit, amount: bigint): string {
  const scale = 10n ** BigInt(DECIMALS[unit]);
  const size = amount < 0n ? -amount : amount;
  const fraction = String(size % scale)
    .padStart(DECIMALS[unit], '0')
    .replace(/0+$/, '');
  return `${amount < 0n ? '-' : ''}${size / scale}${fraction === '' ? '' : `.${fraction}`}`;
}
