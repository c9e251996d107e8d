import type { AuditDeps, LedgerStore, RepriceDeps } from '@token-ledger/core';

/** A ledger as the operator commands use it. */
export type OpenedLedger = AuditDeps &
  RepriceDeps & { readonly store: LedgerStore; readonly description: string; readonly timeZone: string };
