import type { AnswerOf, Item } from '@token-ledger/client/query';

export type AccessKey = Item<'/v1/access-keys'>;
export type IssuedAccessKey = AnswerOf<'post', '/v1/access-keys'>;
export type Scope = AccessKey['scopes'][number];

export const SCOPES: readonly Scope[] = ['ingest', 'ingest:users', 'ingest:any', 'read:own', 'read', 'admin'];

/** Scopes that do much harm in wrong hands. */
export const POWERFUL_SCOPES: ReadonlySet<Scope> = new Set<Scope>(['ingest:any', 'admin']);

/** The key of a scope's texts, whose names cannot hold a colon. */
export const SCOPE_TEXTS = {
  ingest: 'ingest',
  'ingest:users': 'ingestUsers',
  'ingest:any': 'ingestAny',
  'read:own': 'readOwn',
  read: 'read',
  admin: 'admin',
} as const satisfies Record<Scope, string>;

/** Everything about a key that a change has to repeat, as what it leaves out is removed. */
export function settingsOf({ name, scopes, ownerUserId, disabled }: AccessKey) {
  return { name, scopes, disabled, ...(ownerUserId !== undefined && { ownerUserId }) };
}
