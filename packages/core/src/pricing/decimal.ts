/*
 * Exact decimals. No amount of money ever is a floating-point number here: prices are read from decimal texts into
 * integers of a small enough unit, and a JSON number is refused, because 0.1 + 0.2 has lost its value before it arrives.
 */

const DECIMAL = /^(-?)(0|[1-9]\d{0,29})(?:\.(\d{1,30}))?$/;

/**
 * Reads a decimal text such as `12.5` into units of 10^-`decimals`. No exponent, plus sign, spaces or leading zeros; zeros
 * at the end of the fraction may be there and do not count. Throws a `RangeError` for anything that is not exact.
 */
export function parseDecimal(value: unknown, decimals: number): bigint {
  const [, sign, whole, fraction = ''] = (typeof value === 'string' && DECIMAL.exec(value)) || [];
  if (whole === undefined) {
    throw new RangeError(`must be a decimal in a text, such as "12.5"; got ${describe(value)}`);
  }
  const digits = fraction.replace(/0+$/, '');
  if (digits.length > decimals) throw new RangeError(`must have at most ${decimals} decimals`);
  const units = BigInt(whole + digits.padEnd(decimals, '0'));
  return sign ? -units : units;
}

/** The shortest plain decimal of an integer of 10^-`decimals`. `parseDecimal` reads it back. */
export function formatDecimal(units: bigint, decimals: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  const whole = digits.slice(0, digits.length - decimals);
  return `${units < 0n ? '-' : ''}${whole}${fraction && `.${fraction}`}`;
}

function describe(value: unknown): string {
  return typeof value === 'number' ? `the number ${value}` : typeof value;
}
