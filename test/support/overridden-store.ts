import type { LedgerStore } from '@token-ledger/core';

/** A store with some of its operations replaced. */
export function overriddenStore(inner: LedgerStore, overrides: Partial<LedgerStore>): LedgerStore {
  return { ...inner, ...overrides };
}
