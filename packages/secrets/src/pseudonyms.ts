import type { Pseudonyms } from '@token-ledger/core';
import { createTextSealer } from './sealed-text.ts';

/** Tells pseudonyms from ids at a glance; what is one is decided by opening it. */
const PREFIX = 'p_';
/** Files name the same users again and again. */
const MAX_REMEMBERED = 20_000;

/**
 * Pseudonyms that are the user ids themselves, sealed: always the same for a user of a deployment, different in every other,
 * and without the key nobody can tell whose one is, try out ids, or make one up. `key` is what `createDynamoSigningKeyStore`
 * keeps for pseudonyms.
 */
export function createPseudonyms(key: Uint8Array): Pseudonyms {
  const sealer = createTextSealer(key, 'pseudonyms');
  const remembered = new Map<string, string>();
  return {
    of(userId) {
      const known = remembered.get(userId);
      if (known !== undefined) return known;
      const pseudonym = PREFIX + sealer.seal(userId);
      // Everything at once is simple, and rare.
      if (remembered.size >= MAX_REMEMBERED) remembered.clear();
      remembered.set(userId, pseudonym);
      return pseudonym;
    },
    userOf: (pseudonym) =>
      pseudonym.startsWith(PREFIX) ? sealer.open(pseudonym.slice(PREFIX.length)) : undefined,
  };
}
