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

/** A person's role follows from the groups they are in; without a group it is `member`. */
export const ROLES = ['admin', 'viewer', 'member'] as const;
export type Role = (typeof ROLES)[number];

/** A person who signed in. */
export type PersonPrincipal = {
  readonly kind: 'person';
  /** The issuer's permanent name for the person. */
  readonly subject: string;
} & (
  | { readonly role: 'admin' | 'viewer'; readonly userId?: string }
  /** Sees only the usage of this user. */
  | { readonly role: 'member'; readonly userId: string }
);

/** The caller, after the credentials were checked. */
export type Principal = AccessKeyPrincipal | PersonPrincipal;

/** Which roles may use a route: all, viewers and admins, only admins, or none. */
export const ROLE_GROUPS = ['everyone', 'viewers', 'admins', 'nobody'] as const;
export type RoleGroup = (typeof ROLE_GROUPS)[number];

export function principalOf(key: AccessKey): AccessKeyPrincipal {
  const { id, ownerUserId, scopes } = key;
  return {
    kind: 'access_key',
    accessKeyId: id,
    scopes,
    ...(ownerUserId !== undefined && { ownerUserId }),
  };
}

/** The caller's id: that of the access key, or the issuer's name for the person. */
export function callerId(principal: Principal): string {
  return principal.kind === 'person' ? principal.subject : principal.accessKeyId;
}

/** The caller as an actor of the audit log. */
export function actorOf(principal: Principal): AuditActor {
  if (principal.kind === 'access_key') return { kind: 'access_key', id: principal.accessKeyId };
  const { subject, userId } = principal;
  return { kind: 'person', id: subject, ...(userId !== undefined && { userId }) };
}

/** Whether at least one of the needed scopes is granted. No scope includes another. */
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

/** Whether a role belongs to a group. */
export function isAmong(role: Role, group: RoleGroup): boolean {
  switch (group) {
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

/** Whether a caller may change settings, and see what only administrators may see. */
export function administrates(principal: Principal): boolean {
  return principal.kind === 'person' ? principal.role === 'admin' : principal.scopes.includes('admin');
}

/** Whether a key may report usage under other access keys and users, as gateways and importers do. */
export function mayReportForOthers(scopes: readonly Scope[]): boolean {
  return scopes.includes('ingest:any');
}

/** Whether a key may report usage of any user, as a key does that the laptops of a team share. */
export function mayReportAnyUser(scopes: readonly Scope[]): boolean {
  return mayReportForOthers(scopes) || scopes.includes('ingest:users');
}
