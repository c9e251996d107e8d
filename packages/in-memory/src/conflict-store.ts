import type { Conflict, ConflictStore } from '@token-ledger/core';
import { ReceivedByDay } from './received-by-day.ts';
import type { InMemoryStoreOptions } from './store-options.ts';

/** Reports that contradict a record. */
export function createInMemoryConflictStore({ step }: Pick<InMemoryStoreOptions, 'step'>): ConflictStore {
  const conflicts = new ReceivedByDay<Conflict>();
  return {
    putConflict: (conflict) => step('putConflict', () => conflicts.put(conflict)),
    listConflicts: (utcDay, options) => step('listConflicts', () => conflicts.list(utcDay, options)),
    deleteConflict: (conflict) => step('deleteConflict', () => conflicts.delete(conflict)),
  };
}
