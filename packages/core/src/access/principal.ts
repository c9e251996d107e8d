import type { AccessKey, Scope } from './access-key-store.ts';
import type { AuditActor } from './audit-log.ts';

/** A machine, by its access key. */
export interface AccessKeyPrincipal {
  readonly kind: 'access_key';
  readonly accessKeyId: string;
  /** The user whose usage the key reports when it may not report for others, and reads with the scope `read:own`. */
  readonly ownerUserId?: string;
  readonly scopes: readonly Scope[];
}

/** What groups people are in; `member` of those in none. */
export const ROLES = ['admin', 'viewer', 'member'] as const;
export type Role = (typeof ROLES)[number];

/** Someone who signed in. */
export type PersonPrincipal = {
  readonly kind: 'person';
  /** As the issuer of the sign-in names them, for ever. */
  readonly subject: string;
} & (
  | { readonly role: 'admin' | 'viewer'; readonly userId?: string }
  /** Sees nothing but the usage of this user. */
  | { readonly role: 'member'; readonly userId: string }
);

/** Who calls, once the credentials have been checked. */
export type Principal = AccessKeyPrincipal | PersonPrincipal;

/** Which people may use a route: all who signed in, viewers and admins, admins alone, or nobody. */
export const PEOPLE = ['everyone', 'viewers', 'admins', 'nobody'] as const;
export type People = (typeof PEOPLE)[number];

export function principalOf(key: AccessKey): AccessKeyPrincipal {
  const { id, ownerUserId, scopes } = key;
  return {
    kind: 'access_key',
    accessKeyId: id,
    scopes,
    ...(ownerUserId !== undefined && { ownerUserId }),
  };
}

/** What names a caller: the id of the access key, or what the issuer of the sign-in calls the person. */
export function callerId(principal: Principal): string {
  return principal.kind === 'person' ? principal.subject : principal.accessKeyId;
}

/** How the audit log names a caller. */
export function actorOf(principal: Principal): AuditActor {
  return { kind: principal.kind, id: callerId(principal) };
}

/** Whether at least one of the needed scopes is granted. No scope contains another: what is needed is granted by name. */
export function hasAnyScope(granted: readonly Scope[], needed: readonly Scope[]): boolean {
  return needed.some((scope) => granted.includes(scope));
}

/** Whether a key may use a route that needs one of these scopes. `read:own` is worth nothing without an owner. */
export function mayUseScopes(
  { scopes, ownerUserId }: Pick<AccessKeyPrincipal, 'scopes' | 'ownerUserId'>,
  needed: readonly Scope[],
): boolean {
  const usable = ownerUserId === undefined ? scopes.filter((scope) => scope !== 'read:own') : scopes;
  return hasAnyScope(usable, needed);
}

/** Whether someone of this role is among the people. */
export function isAmong(role: Role, people: People): boolean {
  switch (people) {
    case 'everyone':
      return true;
    case 'viewers':
      return role !== 'member';
    case 'admins':
      return role === 'admin';
    case 'nobody':
      return false;
  }
}

/** Whether a caller may change settings, and see what belongs to that. */
export function administrates(principal: Principal): boolean {
  return principal.kind === 'person' ? principal.role === 'admin' : principal.scopes.includes('admin');
}

/** Gateways and importers report usage under other access keys and users than their own. */
export function mayReportForOthers(scopes: readonly Scope[]): boolean {
  return scopes.includes('ingest:any');
}
