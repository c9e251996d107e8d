import { expiresAtMs, type Retention } from '@token-ledger/core';

/**
 * When every copy of a record expires, in seconds since the epoch: all copies of a slice together, so that no record
 * loses its claim, and with it the recognition of duplicates, while its segment still counts.
 */
export function expiresAtSeconds(occurredAtMs: number, retention: Retention): number {
  return expiresAtMs(occurredAtMs, retention) / 1000;
}
