import { createHmac } from 'node:crypto';

/** 96 bits: among a million users two alike are less likely than one in 10^17. */
const PSEUDONYM_BYTES = 12;

/**
 * Stands in for a user id: always the same for a user of a deployment, different in every other, and without the key nobody
 * can tell whose it is or try out ids. `key` is what `createDynamoSigningKeyStore` keeps for pseudonyms.
 */
export function pseudonymOf(userId: string, key: Uint8Array): string {
  const digest = createHmac('sha256', key).update(userId).digest();
  return `p_${digest.subarray(0, PSEUDONYM_BYTES).toString('base64url')}`;
}
