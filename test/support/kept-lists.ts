import type { CellColumns, ListCache } from '@token-ledger/core';

/** Keeps every list that was read. */
export function keptLists(): ListCache {
  const kept = new Map<string, CellColumns>();
  return {
    read: async (key, load) => {
      const cells = kept.get(key) ?? (await load());
      if (cells) kept.set(key, cells);
      return cells;
    },
  };
}
