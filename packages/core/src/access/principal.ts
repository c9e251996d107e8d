import type { AccessKey, Scope } from '../ports/access-key-store.ts';
import type { AuditActor } from '../ports/audit-log.ts';

/** Who calls, once the credentials have been checked. */
export interface Principal {
  readonly accessKeyId: string;
  /** The user whose usage the key reports when it may not report for others. */
  readonly ownerUserId?: string;
  readonly scopes: readonly Scope[];
}

export function principalOf(key: AccessKey): Principal {
  const { id, ownerUserId, scopes } = key;
  return { accessKeyId: id, scopes, ...(ownerUserId !== undefined && { ownerUserId }) };
}

/** How the audit log names a caller. */
export function actorOf({ accessKeyId }: Principal): AuditActor {
  return { kind: 'access_key', id: accessKeyId };
}

/** Whether at least one of the needed scopes is granted. No scope contains another: what is needed is granted by name. */
export function hasAnyScope(granted: readonly Scope[], needed: readonly Scope[]): boolean {
  return needed.some((scope) => granted.includes(scope));
}

/** Gateways and importers report usage under other access keys and users than their own. */
export function mayReportForOthers(scopes: readonly Scope[]): boolean {
  return scopes.includes('ingest:any');
}
