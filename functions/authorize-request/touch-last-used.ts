import { setTimeout as sleep } from 'node:timers/promises';
import { type AccessKeyStore, type Clock, HOUR_MS } from '@token-ledger/core';
import type { Log } from '../shared/telemetry.ts';

/** How long a request may wait for the write, which matters less than the answer. */
const PATIENCE_MS = 500;
const MAX_REMEMBERED_KEYS = 10_000;

interface Options {
  readonly accessKeys: Pick<AccessKeyStore, 'touchLastUsed'>;
  readonly clock: Clock;
  readonly logger: Log;
}

/**
 * Stores the hour in which a key was last used. Each instance of the authorizer writes once per key and hour, with the first
 * request, and the store keeps the first write: so it costs next to nothing, and covers keys that only query, which do not
 * appear in statistics. Never rejects.
 */
export function createLastUsedTracker({ accessKeys, clock, logger }: Options): (id: string) => Promise<void> {
  let hourStartMs = 0;
  const noted = new Set<string>();
  return async (id) => {
    const currentMs = Math.floor(clock() / HOUR_MS) * HOUR_MS;
    if (currentMs !== hourStartMs || noted.size >= MAX_REMEMBERED_KEYS) noted.clear();
    hourStartMs = currentMs;
    if (noted.has(id)) return;
    noted.add(id);
    const patience = new AbortController();
    const note = accessKeys
      .touchLastUsed(id, currentMs)
      .catch((error: unknown) => logger.warn('The last use of an access key could not be stored.', { error }))
      .finally(() => patience.abort());
    await Promise.race([note, sleep(PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => {})]);
  };
}
