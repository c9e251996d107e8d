import type { LedgerStore } from '@token-ledger/core';
import { createInMemoryConflictStore } from './conflict-store.ts';
import { createInMemoryHeartbeatStore } from './heartbeat-store.ts';
import { createInMemoryMarkStore } from './mark-store.ts';
import { createInMemoryQuarantineStore } from './quarantine-store.ts';
import { createInMemoryRebuildStore } from './rebuild-store.ts';
import { createInMemoryRecordStore, type InMemoryRecordStore } from './record-store.ts';
import { createInMemorySegmentStore } from './segment-store.ts';
import { createInMemoryStatisticsStore, type InMemoryStatisticsStore } from './statistics-store.ts';
import { runAtOnce } from './step.ts';
import type { InMemoryStoreOptions } from './store-options.ts';

export type InMemoryLedgerStore = LedgerStore & InMemoryRecordStore & InMemoryStatisticsStore;

/**
 * The ledger's ports with the semantics of the real store, for tests: deterministic, and nothing ever expires. By default
 * every operation runs at once, and a page has 100 items.
 */
export function createInMemoryLedgerStore({
  step = runAtOnce,
  pageSize = 100,
}: Partial<InMemoryStoreOptions> = {}): InMemoryLedgerStore {
  const options = { step, pageSize };
  return {
    ...createInMemoryRecordStore(options),
    ...createInMemorySegmentStore(options),
    ...createInMemoryMarkStore(options),
    ...createInMemoryStatisticsStore(options),
    ...createInMemoryQuarantineStore(options),
    ...createInMemoryConflictStore(options),
    ...createInMemoryHeartbeatStore(options),
    ...createInMemoryRebuildStore(options),
  };
}
