import { type AccessKey, type Clock, type GetAccessKey, parseAccessKey } from '@token-ledger/core';
import { verifySecret } from './access-key-secret.ts';

/** `unknown`: not the secret of any key, with the id that was presented, if there was one, and whether a key has this id. */
export type AuthenticatedKey =
  | { readonly kind: 'key' | 'disabled'; readonly key: AccessKey }
  | { readonly kind: 'unknown'; readonly id?: string; readonly isKeyId?: boolean };

/**
 * The key that a caller presents as `tl_<id>_<secret>`. Only a caller with its secret learns that a key is disabled. Rejects
 * when the keys cannot be read.
 */
export async function authenticateAccessKey(
  credentials: string,
  { getAccessKey, clock }: { readonly getAccessKey: GetAccessKey; readonly clock: Clock },
): Promise<AuthenticatedKey> {
  const presented = parseAccessKey(credentials);
  if (!presented) return { kind: 'unknown' };
  const isRight = (candidate: AccessKey | undefined) => verifySecret(candidate, presented.secret, clock());
  let key = await getAccessKey(presented.id);
  // A secret that was made by a rotation just now is not yet remembered, and works at once all the same.
  if (key && !isRight(key)) key = await getAccessKey(presented.id, true);
  if (!isRight(key) || !key) return { kind: 'unknown', id: presented.id, isKeyId: key !== undefined };
  return { kind: key.disabled ? 'disabled' : 'key', key };
}
