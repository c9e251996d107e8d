import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
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

/** What lives in the statistics table: all of the ledger but the raw records. */
export type LedgerTableStore = Omit<LedgerStore, keyof RecordStore>;

export interface DynamoStatisticsTableOptions {
  readonly client: DynamoDBDocumentClient;
  readonly ledgerTable: string;
  /** The retention to follow now: when raw records and segments expire. */
  readonly retention: () => Retention;
  readonly wait?: Wait;
  /** What the packed cells of one statistics item may have before they are divided; for tests. */
  readonly maxPackedBytes?: number;
}

export interface DynamoLedgerStoreOptions extends DynamoStatisticsTableOptions {
  readonly recordsTable: string;
  /** Tells which raw records are past their time to live; the system's clock by default. */
  readonly clock?: Clock;
}

/** For functions that may read and write statistics but have no business with raw records. */
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

/** For functions that record usage and never look at statistics, whose code they need not carry. */
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
