import { verifySecret } from '@token-ledger/aws';
import type { Route } from '@token-ledger/contract';
import { type AccessKey, hasAnyScope, parseAccessKey, principalOf } from '@token-ledger/core';
import type { Refusal, Verdict } from '../http/verdict.ts';

/**
 * Whether a caller with these credentials may use a route. Whether a key is disabled or lacks a scope is told only to
 * those who have its secret.
 */
export async function decide(
  credentials: string | undefined,
  route: Route,
  getAccessKey: (id: string) => Promise<AccessKey | undefined>,
): Promise<Verdict> {
  if (credentials === undefined) return refuse('missing_credentials');
  const presented = parseAccessKey(credentials);
  if (!presented) return refuse('invalid_credentials');
  const key = await getAccessKey(presented.id);
  if (!verifySecret(key, presented.secret) || !key) return refuse('invalid_credentials');
  if (key.disabled) return refuse('disabled_access_key');
  if (!hasAnyScope(key.scopes, route.scopes)) return refuse('insufficient_scope');
  return { kind: 'allowed', principal: principalOf(key) };
}

function refuse(refusal: Refusal): Verdict {
  return { kind: 'refused', refusal };
}
