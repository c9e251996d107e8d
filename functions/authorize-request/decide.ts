import { verifySecret } from '@token-ledger/aws';
import type { Route } from '@token-ledger/contract';
import { type AccessKey, type Clock, hasAnyScope, parseAccessKey, principalOf } from '@token-ledger/core';
import type { Refusal, Verdict } from '../http/verdict.ts';
import type { GetAccessKey } from './cached-access-keys.ts';

export interface DecideDeps {
  readonly getAccessKey: GetAccessKey;
  readonly clock: Clock;
}

/**
 * Whether a caller with these credentials may use a route. Whether a key is disabled or lacks a scope is told only to
 * those who have its secret.
 */
export async function decide(
  credentials: string | undefined,
  route: Route,
  { getAccessKey, clock }: DecideDeps,
): Promise<Verdict> {
  if (credentials === undefined) return refuse('missing_credentials');
  const presented = parseAccessKey(credentials);
  if (!presented) return refuse('invalid_credentials');
  const isRight = (key: AccessKey | undefined) => verifySecret(key, presented.secret, clock());
  let key = await getAccessKey(presented.id);
  // A secret that was made by a rotation just now is not yet remembered, and works at once all the same.
  if (key && !isRight(key)) key = await getAccessKey(presented.id, true);
  if (!isRight(key) || !key) return refuse('invalid_credentials');
  if (key.disabled) return refuse('disabled_access_key');
  if (!hasAnyScope(key.scopes, route.scopes)) return refuse('insufficient_scope');
  return { kind: 'allowed', principal: principalOf(key) };
}

function refuse(refusal: Refusal): Verdict {
  return { kind: 'refused', refusal };
}
