import type { Principal } from './principal.ts';

/** What of the usage a caller may be shown. */
export type Visibility =
  | { readonly kind: 'everything' }
  /** Nothing but what is recorded for this user, and no totals that contain more. */
  | { readonly kind: 'user'; readonly userId: string };

/** Members see their own usage; everybody else who got as far as a query sees everything. */
export function visibilityOf(principal: Principal): Visibility {
  return principal.kind === 'person' && principal.role === 'member'
    ? { kind: 'user', userId: principal.userId }
    : { kind: 'everything' };
}

/** Whether a caller is shown pseudonyms in place of user ids and names, where that is configured: people who only view. */
export function seesPseudonyms(principal: Principal, pseudonymizeUsers: boolean): boolean {
  return pseudonymizeUsers && principal.kind === 'person' && principal.role === 'viewer';
}
