import { setTimeout as sleep } from 'node:timers/promises';
import { type AccessKeyStore, type Clock, createFirstUseOfHour } from '@token-ledger/core';
import type { Log } from '../shared/telemetry.ts';

/** What a request may wait for the note. It is worth less than an answer. */
const PATIENCE_MS = 500;

interface Options {
  readonly accessKeys: Pick<AccessKeyStore, 'touchLastUsed'>;
  readonly clock: Clock;
  readonly logger: Log;
}

/**
 * Notes in which hour a key was last used. Each instance of the authorizer tries once per key and hour, with the first
 * request, and the store keeps the first try: so it costs next to nothing, and covers keys that only query, which leave no
 * trace in statistics. Never rejects.
 */
export function createLastUsedTracker({ accessKeys, clock, logger }: Options): (id: string) => Promise<void> {
  const firstUseOfHour = createFirstUseOfHour(clock);
  return async (id) => {
    const hourStartMs = firstUseOfHour(id);
    if (hourStartMs === undefined) return;
    const patience = new AbortController();
    const note = accessKeys
      .touchLastUsed(id, hourStartMs)
      .catch((error: unknown) => logger.warn('The use of an access key could not be noted.', { error }))
      .finally(() => patience.abort());
    await Promise.race([note, sleep(PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => {})]);
  };
}
