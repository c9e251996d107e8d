import { verifySecret } from '@token-ledger/aws';
import type { Route } from '@token-ledger/contract';
import {
  type AccessKey,
  type AuditActor,
  actorOf,
  type Clock,
  hasAnyScope,
  parseAccessKey,
  principalOf,
} from '@token-ledger/core';
import type { Refusal, Verdict } from '../http/verdict.ts';
import type { GetAccessKey } from './cached-access-keys.ts';

/** A verdict, and whom a refusal is about. */
export interface Decision {
  readonly verdict: Verdict;
  readonly actor: AuditActor;
}

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
): Promise<Decision> {
  if (credentials === undefined) return refuse('missing_credentials', NOBODY);
  const presented = parseAccessKey(credentials);
  if (!presented) return refuse('invalid_credentials', NOBODY);
  const isRight = (key: AccessKey | undefined) => verifySecret(key, presented.secret, clock());
  let key = await getAccessKey(presented.id);
  // A secret that was made by a rotation just now is not yet remembered, and works at once all the same.
  if (key && !isRight(key)) key = await getAccessKey(presented.id, true);
  if (!isRight(key) || !key) return refuse('invalid_credentials', { kind: 'unknown', id: presented.id });
  const principal = principalOf(key);
  const actor = actorOf(principal);
  if (key.disabled) return refuse('disabled_access_key', actor);
  if (!hasAnyScope(key.scopes, route.scopes)) return refuse('insufficient_scope', actor);
  return { verdict: { kind: 'allowed', principal }, actor };
}

const NOBODY: AuditActor = { kind: 'unknown' };

function refuse(refusal: Refusal, actor: AuditActor): Decision {
  return { verdict: { kind: 'refused', refusal }, actor };
}
