import { hasAnyScope, type Principal } from './principal.ts';

/** The usage that a caller may see. */
export type Visibility =
  | { readonly kind: 'everything' }
  /** Only usage recorded for this user, and no totals that include more. */
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

/**
 * Whether a caller sees pseudonyms instead of user ids and names, if that is configured: true for people who only view.
 */
export function seesPseudonyms(principal: Principal, pseudonymizeUsers: boolean): boolean {
  return pseudonymizeUsers && principal.kind === 'person' && principal.role === 'viewer';
}
