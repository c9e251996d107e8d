export { isJsonObject } from '@token-ledger/core';

/** On the wire, null equals missing. */
export function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}
