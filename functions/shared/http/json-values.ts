import type { JsonInteger, RangeResponse } from '@token-ledger/contract';
import { iso, type TimeSpan } from '@token-ledger/core';

/** JSON numbers are exact to 2^53 - 1; what is larger travels as a decimal string. */
export function jsonInteger(value: bigint): JsonInteger {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

export function presentRange({ fromMs, toMs }: TimeSpan): RangeResponse {
  return { from: iso(fromMs), to: iso(toMs) };
}
