import { hasAnyScope, type Principal } from './principal.ts';

/** What of the usage a caller may be shown. */
export type Visibility =
  | { readonly kind: 'everything' }
  /** Nothing but what is recorded for this user, and no totals that contain more. */
  | { readonly kind: 'user'; readonly userId: string };

/**
 * Members see their own usage, and access keys that may read no more than that of their owner see it alone; everybody else
 * who got as far as a query sees everything.
 */
export function visibilityOf(principal: Principal): Visibility {
  if (principal.kind === 'person') {
    return principal.role === 'member' ? { kind: 'user', userId: principal.userId } : { kind: 'everything' };
  }
  const { scopes, ownerUserId } = principal;
  if (!scopes.includes('read:own') || hasAnyScope(scopes, ['read', 'admin'])) return { kind: 'everything' };
  if (ownerUserId === undefined)
    throw new Error('An access key without an owner was let in to read its own usage.');
  return { kind: 'user', userId: ownerUserId };
}

/** Whether a caller is shown pseudonyms in place of user ids and names, where that is configured: people who only view. */
export function seesPseudonyms(principal: Principal, pseudonymizeUsers: boolean): boolean {
  return pseudonymizeUsers && principal.kind === 'person' && principal.role === 'viewer';
}
