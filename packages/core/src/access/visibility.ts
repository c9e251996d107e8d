import type { Principal } from './principal.ts';

/** The usage that a caller may see. */
export type Visibility =
  | { readonly kind: 'everything' }
  /** Only usage recorded for this user, and no totals that include more. */
  | { readonly kind: 'user'; readonly userId: string };

/** Members see their own usage; every other caller that may query sees everything. */
export function visibilityOf(principal: Principal): Visibility {
  return principal.kind === 'person' && principal.role === 'member'
    ? { kind: 'user', userId: principal.userId }
    : { kind: 'everything' };
}

/**
 * Whether a caller sees pseudonyms instead of user ids and names, if that is configured: true for people who only view.
 */
export function seesPseudonyms(principal: Principal, pseudonymizeUsers: boolean): boolean {
  return pseudonymizeUsers && principal.kind === 'person' && principal.role === 'viewer';
}
