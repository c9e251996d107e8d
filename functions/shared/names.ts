import type { AccessKeyStore, Clock, NamedKind, ReadNames, UserStore } from '@token-ledger/core';

/** How old a name in an answer may be. */
const NAME_CACHE_SECONDS = 60;
const MAX_CACHED_NAMES = 20_000;

export interface NamesOptions {
  readonly accessKeys: Pick<AccessKeyStore, 'getAccessKeyNames' | 'getSharedAccessKeyNames'>;
  readonly users: Pick<UserStore, 'getUserNames'>;
  readonly clock: Clock;
}

/**
 * Reads the names that belong to ids in answers; ids that nobody registered have none. Names are remembered for a minute,
 * that there is none as well, so that pages of the same ids cost no further reads.
 */
export function createReadNames({ accessKeys, users, clock }: NamesOptions): ReadNames {
  const read: Readonly<Record<NamedKind, ReturnType<typeof cached>>> = {
    access_key: cached((ids) => accessKeys.getAccessKeyNames(ids), clock),
    shared_access_key: cached((ids) => accessKeys.getSharedAccessKeyNames(ids), clock),
    user: cached((ids) => users.getUserNames(ids), clock),
  };
  return (kind, ids) => read[kind](new Set(ids));
}

function cached(
  read: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>,
  clock: Clock,
): (ids: ReadonlySet<string>) => Promise<ReadonlyMap<string, string>> {
  const cache = new Map<string, { readonly name: string | undefined; readonly expiresAtMs: number }>();
  return async (ids) => {
    const nowMs = clock();
    const missing = [...ids].filter((id) => !((cache.get(id)?.expiresAtMs ?? 0) > nowMs));
    const found = new Map<string, string>();
    for (const id of ids) {
      const name = cache.get(id)?.name;
      if (name !== undefined) found.set(id, name);
    }
    if (missing.length === 0) return found;
    const fresh = await read(missing);
    // Clearing everything is simple, and rare: the names in use are read again within moments.
    if (cache.size + missing.length > MAX_CACHED_NAMES) cache.clear();
    const expiresAtMs = nowMs + NAME_CACHE_SECONDS * 1000;
    for (const id of missing) {
      const name = fresh.get(id);
      cache.set(id, { name, expiresAtMs });
      if (name === undefined) found.delete(id);
      else found.set(id, name);
    }
    return found;
  };
}
