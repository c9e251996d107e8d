import type { Route } from '@token-ledger/contract';
import { isAmong, mayUseScopes, type Principal } from '@token-ledger/core';
import type { DenialReason } from './authorization-decision.ts';

/** Why a caller may not use a route; undefined if the caller may. A route that names no roles is open to none. */
export function routeDenial(
  principal: Principal,
  { scopes, roles = 'nobody' }: Route,
): DenialReason | undefined {
  if (principal.kind === 'person') return isAmong(principal.role, roles) ? undefined : 'insufficient_role';
  return mayUseScopes(principal, scopes) ? undefined : 'insufficient_scope';
}
