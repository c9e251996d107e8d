import { type MeResponse, ROUTES, type Route, type RouteName } from '@token-ledger/contract';
import {
  type AccessKeyStore,
  hasAnyScope,
  type Principal,
  type UserStore,
  withoutAbsent,
} from '@token-ledger/core';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { routeDenial } from '../shared/http/may-use-route.ts';

interface MeDeps {
  readonly accessKeys: Pick<AccessKeyStore, 'getAccessKey'>;
  readonly users: Pick<UserStore, 'getUser'>;
}

/** `GET /v1/me`: who the caller is, and what the caller may do, by the rules that the authorizer applies. */
export async function getMe(deps: MeDeps, { principal }: HttpRequest): Promise<HttpAnswer> {
  const body: MeResponse = {
    ...(await describeCaller(deps, principal)),
    ownUsageOnly: seesOwnUsageOnly(principal),
    operations: (Object.entries(ROUTES) as [RouteName, Route][])

      .filter(([, route]) => route.open === true || routeDenial(principal, route) === undefined)
      .map(([name]) => name),
  };
  return { statusCode: 200, body };
}

async function describeCaller(
  { accessKeys, users }: MeDeps,
  principal: Principal,
): Promise<Omit<MeResponse, 'ownUsageOnly' | 'operations'>> {
  if (principal.kind === 'access_key') {
    const { accessKeyId: id, scopes, ownerUserId: userId } = principal;
    const name = (await accessKeys.getAccessKey(id))?.name;
    return withoutAbsent({ kind: 'access_key' as const, id, name, scopes, userId });
  }
  const { subject: id, role, userId } = principal;
  const name = userId === undefined ? undefined : (await users.getUser(userId))?.name;
  return withoutAbsent({ kind: 'person' as const, id, name, role, userId });
}

/** Without an error for keys that may query nothing at all, as those that only report. */
function seesOwnUsageOnly(principal: Principal): boolean {
  if (principal.kind === 'person') return principal.role === 'member';
  return principal.scopes.includes('read:own') && !hasAnyScope(principal.scopes, ['read', 'admin']);
}
