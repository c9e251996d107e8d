import { createDynamoNames, createDynamoSigningKeyStore, type LedgerTable } from '@token-ledger/aws';
import type { Pseudonyms } from '@token-ledger/core';
import { createPseudonyms } from '@token-ledger/secrets';
import { createShownIdsOf } from '../shared/http/shown-ids.ts';
import { createReadNames } from '../shared/names.ts';

/** The deployed names of access keys and users. */
export function connectNames(table: LedgerTable) {
  const names = createDynamoNames(table);
  return createReadNames({ accessKeys: names, users: names, clock: Date.now });
}

/** What stands in for user ids in this deployment. */
export function connectPseudonyms(table: LedgerTable): () => Promise<Pseudonyms> {
  const keys = createDynamoSigningKeyStore({ ...table, purpose: 'pseudonyms' });
  let known: Pseudonyms | undefined;
  return async () => (known ??= createPseudonyms(await keys.getOrCreate()));
}

/** How callers are shown ids. */
export function connectShownIds(table: LedgerTable, { PSEUDONYMIZE_USERS }: { PSEUDONYMIZE_USERS: boolean }) {
  return createShownIdsOf({
    readNames: connectNames(table),
    pseudonyms: connectPseudonyms(table),
    pseudonymizeUsers: PSEUDONYMIZE_USERS,
  });
}
