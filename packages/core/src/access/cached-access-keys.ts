import type { Clock } from '../time/clock.ts';
import type { AccessKey } from './access-key-store.ts';

/**
 * How long a key that was looked up is believed. A key that is disabled may work this much longer: the price for not
 * reading it again on every request.
 */
const ACCESS_KEY_CACHE_SECONDS = 30;
const MAX_CACHED_KEYS = 1000;

/** With `fresh`, what is remembered does not count. */
export type GetAccessKey = (id: string, fresh?: boolean) => Promise<AccessKey | undefined>;

/**
 * Remembers keys that were found, for at most 30 seconds. Ids that were not found are asked for again each time, so a new
 * key works at once, and guessed ids cannot fill the memory.
 */
export function cachedAccessKeys(
  getAccessKey: (id: string) => Promise<AccessKey | undefined>,
  clock: Clock,
): GetAccessKey {
  const cache = new Map<string, { readonly key: AccessKey; readonly expiresAtMs: number }>();
  return async (id, fresh = false) => {
    const cached = cache.get(id);
    if (!fresh && cached && clock() < cached.expiresAtMs) return cached.key;
    // Measured from before the lookup: what it answers may already be old when it arrives.
    const expiresAtMs = clock() + ACCESS_KEY_CACHE_SECONDS * 1000;
    const key = await getAccessKey(id);
    cache.delete(id);
    if (!key) return undefined;
    const oldest = cache.size < MAX_CACHED_KEYS ? undefined : cache.keys().next().value;
    if (oldest !== undefined) cache.delete(oldest);
    cache.set(id, { key, expiresAtMs });
    return key;
  };
}
