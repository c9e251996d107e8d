import type { Route } from '@token-ledger/contract';
import { type AuditActor, actorOf, type Clock, type Principal, principalOf } from '@token-ledger/core';
import { authenticateAccessKey } from '@token-ledger/secrets';
import type { AuthorizationDecision, DenialReason } from '../shared/http/authorization-decision.ts';
import { routeDenial } from '../shared/http/may-use-route.ts';
import type { GetAccessKey } from './cached-access-keys.ts';
import type { VerifyToken } from './verify-token.ts';

/** A decision, and whom a denial is about. */
export interface Decision {
  readonly decision: AuthorizationDecision;
  readonly actor: AuditActor;
  /** Whether a known access key was refused as such, and not because of what it asked for. */
  readonly refusedKey?: boolean;
}

export interface DecideDeps {
  readonly getAccessKey: GetAccessKey;
  /** Absent where nobody can sign in. */
  readonly verifyToken?: VerifyToken;
  /** Whether a caller may send one more request. */
  readonly isWithinRate: (caller: string) => boolean;
  readonly clock: Clock;
}

type Authenticated = Principal | (Omit<Decision, 'decision'> & { readonly denial: DenialReason });

/**
 * Whether a caller with these credentials may use a route. Only a caller with the secret of a key learns that
 * the key is disabled or lacks a scope, and only a person who signed in learns what they lack.
 */
export async function decide(
  credentials: string | undefined,
  route: Route,
  deps: DecideDeps,
): Promise<Decision> {
  const caller = await authenticate(credentials, deps);
  if ('denial' in caller) {
    const { denial, ...refused } = caller;
    return { decision: { kind: 'refused', denial }, ...refused };
  }
  const actor = actorOf(caller);
  const denial = deps.isWithinRate(JSON.stringify(actor)) ? routeDenial(caller, route) : 'rate_limited';
  return {
    decision: denial === undefined ? { kind: 'allowed', principal: caller } : { kind: 'refused', denial },
    actor,
  };
}

async function authenticate(credentials: string | undefined, deps: DecideDeps): Promise<Authenticated> {
  if (credentials === undefined) return { denial: 'missing_credentials', actor: NOBODY };
  const isToken = deps.verifyToken && /^[\w-]+\.[\w-]+\.[\w-]*$/.test(credentials);
  return isToken ? authenticatePerson(credentials, deps) : authenticateKey(credentials, deps);
}

async function authenticatePerson(token: string, { verifyToken }: DecideDeps): Promise<Authenticated> {
  const verified = await verifyToken?.(token);
  if (verified?.kind === 'person') return verified.principal;
  const { denial = 'invalid_credentials', subject } = verified ?? {};
  return { denial, actor: subject === undefined ? NOBODY : { kind: 'person', id: subject } };
}

async function authenticateKey(credentials: string, deps: DecideDeps): Promise<Authenticated> {
  const found = await authenticateAccessKey(credentials, deps);
  if (found.kind === 'unknown') {
    const actor: AuditActor = found.id === undefined ? NOBODY : { kind: 'unknown', id: found.id };
    return { denial: 'invalid_credentials', actor, refusedKey: found.isKeyId === true };
  }
  const principal = principalOf(found.key);
  return found.kind === 'disabled'
    ? { denial: 'disabled_access_key', actor: actorOf(principal), refusedKey: true }
    : principal;
}

const NOBODY: AuditActor = { kind: 'unknown' };
