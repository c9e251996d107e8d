import type { CellColumns, ListCache } from '@token-ledger/core';
import { LRUCache } from 'lru-cache';

/** A cell takes about 100 bytes: at most 100 MB of the function's 1,769. */
const MAX_CELLS = 1_000_000;
/** Ends what a repair may leave that gives one its own figures back, while the list is still the one from before. */
const MAX_AGE_MS = 10 * 60_000;

type Load = () => Promise<CellColumns | undefined>;

/** The lists that an instance of the function has read, those asked for last. A second ranking of a range hardly reads. */
export function createListCache({ maxCells = MAX_CELLS, maxAgeMs = MAX_AGE_MS } = {}): ListCache {
  const cache = new LRUCache<string, CellColumns, Load>({
    maxSize: maxCells,
    sizeCalculation: ({ length }) => length + 1,
    ttl: maxAgeMs,
    fetchMethod: (_key, _stale, { context: load }) => load(),
  });
  return { read: (key, load) => cache.fetch(key, { context: load }) };
}
