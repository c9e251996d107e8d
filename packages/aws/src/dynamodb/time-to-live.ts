import { expiresAtMs, type Retention } from '@token-ledger/core';

/**
 * When every copy of a record expires, in seconds since the epoch. All copies of a slice expire together, so a record
 * keeps its claim, and with it the detection of duplicates, as long as its segment counts.
 */
export function expiresAtSeconds(occurredAtMs: number, retention: Retention): number {
  return expiresAtMs(occurredAtMs, retention) / 1000;
}
