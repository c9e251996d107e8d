import type { Pseudonyms } from '@token-ledger/core';
import { createTextSealer } from './sealed-text.ts';

/** Lets people recognize a pseudonym; only opening it proves that it is one. */
const PREFIX = 'p_';
/** Files repeat the same users many times. */
const MAX_REMEMBERED = 20_000;

/**
 * Pseudonyms are the user ids themselves, sealed: always the same for a user of one deployment, different in every
 * other. Without the key, a pseudonym cannot be opened, guessed from an id, or forged. `key` is the one that
 * `createDynamoSigningKeyStore` keeps for pseudonyms.
 */
export function createPseudonyms(key: Uint8Array): Pseudonyms {
  const sealer = createTextSealer(key, 'pseudonyms');
  const remembered = new Map<string, string>();
  return {
    of(userId) {
      const known = remembered.get(userId);
      if (known !== undefined) return known;
      const pseudonym = PREFIX + sealer.seal(userId);
      // Clearing the whole cache is simple, and rare.
      if (remembered.size >= MAX_REMEMBERED) remembered.clear();
      remembered.set(userId, pseudonym);
      return pseudonym;
    },
    userOf: (pseudonym) =>
      pseudonym.startsWith(PREFIX) ? sealer.open(pseudonym.slice(PREFIX.length)) : undefined,
  };
}
