import { DAY_MS, SLICE_MS, sliceStart } from '@token-ledger/core';

/**
 * When every copy of a record expires, in seconds since the epoch: all copies of a slice together, so that no record
 * loses its claim, and with it the recognition of duplicates, while its segment still counts.
 */
export function expiresAtSeconds(occurredAtMs: number, retentionDays: number): number {
  return (sliceStart(occurredAtMs) + SLICE_MS + retentionDays * DAY_MS) / 1000;
}
