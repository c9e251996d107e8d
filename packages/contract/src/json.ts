export { isJsonObject } from '@token-ledger/core';

/** On the wire, null is as good as missing. */
export function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}
