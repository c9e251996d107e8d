import { createLedger, type Ledger } from './ledger.ts';

let ledger: Ledger | undefined;

/** The ledger of the environment variables, created when it is first needed and shared by all that name no other. */
export function defaultLedger(): Ledger {
  return (ledger ??= createLedger());
}
