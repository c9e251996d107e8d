import {
  createDynamoNames,
  createDynamoSigningKeyStore,
  type DynamoSigningKeyStoreOptions,
} from '@token-ledger/aws';
import type { Pseudonyms } from '@token-ledger/core';
import { createPseudonyms } from '@token-ledger/secrets';
import { createShownIdsOf } from '../shared/http/shown-ids.ts';
import { createReadNames } from '../shared/names.ts';

type Table = Pick<DynamoSigningKeyStoreOptions, 'client' | 'ledgerTable'>;

/** The deployed names of access keys and users. */
export function connectNames(table: Table) {
  const names = createDynamoNames(table);
  return createReadNames({ accessKeys: names, users: names, clock: Date.now });
}

/** The pseudonyms of this deployment. */
export function connectPseudonyms(table: Table): () => Promise<Pseudonyms> {
  const keys = createDynamoSigningKeyStore({ ...table, purpose: 'pseudonyms' });
  let known: Pseudonyms | undefined;
  return async () => (known ??= createPseudonyms(await keys.getOrCreate()));
}

/** How ids appear in answers. */
export function connectShownIds(table: Table, { PSEUDONYMIZE_USERS }: { PSEUDONYMIZE_USERS: boolean }) {
  return createShownIdsOf({
    readNames: connectNames(table),
    pseudonyms: connectPseudonyms(table),
    pseudonymizeUsers: PSEUDONYMIZE_USERS,
  });
}
