import {
  type Clock,
  DISABLED_IDS_CACHE_SECONDS,
  type DisabledIds,
  type DisabledIdsStore,
  NOBODY_DISABLED,
} from '@token-ledger/core';
import type { Log } from './telemetry.ts';

interface Options {
  readonly store: DisabledIdsStore;
  readonly clock: Clock;
  readonly logger: Log;
}

/**
 * Reads the disabled access keys and users at most every 30 seconds. Never rejects: if the list cannot be read, the previous
 * one stays in force, or an empty one, because a broken table must not refuse usage that the queue would take.
 */
export function cachedDisabledIds({ store, clock, logger }: Options): () => Promise<DisabledIds> {
  let known = NOBODY_DISABLED;
  let readAgainAtMs = Number.NEGATIVE_INFINITY;
  return async () => {
    if (clock() < readAgainAtMs) return known;
    // Measured from before the read: the answer may be old when it arrives.
    readAgainAtMs = clock() + DISABLED_IDS_CACHE_SECONDS * 1000;
    try {
      known = await store.getDisabledIds();
    } catch (error) {
      logger.warn(
        'The list of disabled access keys and users could not be read; the previous one stays in force.',
        {
          error,
        },
      );
    }
    return known;
  };
}
