import type {
  Clock,
  ConflictStore,
  LedgerStore,
  MarkStore,
  QuarantineStore,
  RecordStore,
  Retention,
  SegmentStore,
} from '@token-ledger/core';
import type { Wait } from '../retry.ts';
import { createDynamoConflictStore } from './conflict-store.ts';
import { createDynamoHeartbeatStore } from './heartbeat-store.ts';
import { createDynamoMarkStore } from './mark-store.ts';
import { createDynamoQuarantineStore } from './quarantine-store.ts';
import { createDynamoRebuildStore } from './rebuild-store.ts';
import { createDynamoRecordStore } from './record-store.ts';
import { createDynamoSegmentStore } from './segment-store.ts';
import { createDynamoStatisticsStore } from './statistics-store.ts';
import type { LedgerTable } from './table-items.ts';

/** The part of the ledger in the ledger table: everything but the raw records. */
export type LedgerTableStore = Omit<LedgerStore, keyof RecordStore>;

export interface DynamoStatisticsTableOptions extends LedgerTable {
  /** The current retention: decides when raw records and segments expire. */
  readonly retention: () => Retention;
  readonly wait?: Wait;
  /** The most bytes that the packed cells of one statistics item take before they are divided; for tests. */
  readonly maxPackedBytes?: number;
}

export interface DynamoLedgerStoreOptions extends DynamoStatisticsTableOptions {
  readonly recordsTable: string;
  /** Decides which raw records are past their time to live. Default: the system's clock. */
  readonly clock?: Clock;
}

/** For functions that may read and write statistics but must not see raw records. */
export function createDynamoLedgerTableStore(options: DynamoStatisticsTableOptions): LedgerTableStore {
  return {
    ...createDynamoSegmentStore(options),
    ...createDynamoMarkStore(options),
    ...createDynamoStatisticsStore(options),
    ...createDynamoQuarantineStore(options),
    ...createDynamoHeartbeatStore(options),
    ...createDynamoRebuildStore(options),
    ...createDynamoConflictStore(options),
  };
}

/** What recording usage takes: claims, segments, marks, conflicts, quarantine. */
export type RecordingStore = RecordStore & SegmentStore & MarkStore & QuarantineStore & ConflictStore;

/** For functions that record usage and need no code for statistics. */
export function createDynamoRecordingStore(options: DynamoLedgerStoreOptions): RecordingStore {
  return {
    ...createDynamoRecordStore(options),
    ...createDynamoSegmentStore(options),
    ...createDynamoMarkStore(options),
    ...createDynamoQuarantineStore(options),
    ...createDynamoConflictStore(options),
  };
}

export function createDynamoLedgerStore(options: DynamoLedgerStoreOptions): LedgerStore {
  return { ...createDynamoRecordStore(options), ...createDynamoLedgerTableStore(options) };
}
