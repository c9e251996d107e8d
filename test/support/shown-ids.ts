import type { Clock } from '@token-ledger/core';
import { InMemoryDirectory } from '@token-ledger/in-memory';
import { createPseudonyms } from '@token-ledger/secrets';
import { createShownIdsOf } from '../../functions/shared/http/shown-ids.ts';
import { createReadNames } from '../../functions/shared/names.ts';
import { NOON } from './records.ts';

export const PSEUDONYMS = createPseudonyms(new Uint8Array(32).fill(9));

export interface ShownIdsSupport {
  readonly directory?: InMemoryDirectory;
  readonly clock?: Clock;
  readonly pseudonymizeUsers?: boolean;
}

/** How ids appear to callers, by the names of a directory, which may be empty. */
export function shownIds(options: ShownIdsSupport = {}) {
  const { directory = new InMemoryDirectory(), clock = () => NOON, pseudonymizeUsers = false } = options;
  const readNames = createReadNames({ accessKeys: directory, users: directory, clock });
  const pseudonyms = async () => PSEUDONYMS;
  return {
    readNames,
    pseudonyms,
    shownIdsOf: createShownIdsOf({ readNames, pseudonyms, pseudonymizeUsers }),
  };
}

/** Registers an access key, by default without an owner. */
export function registerKey(
  directory: InMemoryDirectory,
  id: string,
  name: string,
  ownerUserId?: string,
): Promise<void> {
  const owner = ownerUserId === undefined ? {} : { ownerUserId };
  const state = { scopes: [], salt: '', secretHash: '', createdAtMs: NOON, disabled: false, revision: 1 };
  return directory.createAccessKey({ id, name, ...owner, ...state });
}

export function registerUser(directory: InMemoryDirectory, id: string, name: string): Promise<boolean> {
  return directory.createUser({ id, name, createdAtMs: NOON, disabled: false, revision: 1 });
}
