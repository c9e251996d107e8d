import type { Context } from '../command.ts';
import type { LedgerOptions } from './ledger-options.ts';
import type { OpenedLedger } from './opened-ledger.ts';

/** The ledger that a command repairs. What reads tables is loaded only when it is needed. */
export async function ledgerOf(
  { io, openLedger }: Context,
  options: LedgerOptions & { readonly profile?: string | undefined },
): Promise<OpenedLedger> {
  if (openLedger) return openLedger();
  const tables = await import('./open-ledger.ts');
  return tables.openLedger(io, options);
}
