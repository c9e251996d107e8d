import type { Rebuild, RebuildStore } from '@token-ledger/core';
import { frozenCopy } from './frozen-copy.ts';
import type { InMemoryStoreOptions } from './store-options.ts';

/** All rebuilds, and which of them is the current one. */
export function createInMemoryRebuildStore({ step }: Pick<InMemoryStoreOptions, 'step'>): RebuildStore {
  const rebuilds = new Map<string, Rebuild>();
  let currentId: string | undefined;

  function put(rebuild: Rebuild): void {
    rebuilds.set(rebuild.id, frozenCopy(rebuild));
  }

  return {
    startRebuild: (rebuild, replaces) =>
      step('startRebuild', () => {
        if (currentId !== replaces) return false;
        currentId = rebuild.id;
        put(rebuild);
        return true;
      }),
    updateRebuild: (rebuild) => step('updateRebuild', () => put(rebuild)),
    getRebuild: (id) => step('getRebuild', () => rebuilds.get(id)),
    getCurrentRebuild: () => step('getCurrentRebuild', () => rebuilds.get(currentId ?? '')),
  };
}
