import type { AskedRange } from '../../parts/range.ts';

/** The command that prices the calls of a range again, to paste into a terminal. Without `to`, the range ends now. */
export function repriceCommand({ from, to }: AskedRange, nowMs: number): string {
  return `token-ledger reprice --from ${from} --to ${to ?? new Date(nowMs).toISOString()} --apply`;
}
