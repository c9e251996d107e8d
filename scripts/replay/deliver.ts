import { setTimeout as delay } from 'node:timers/promises';
import type { Delivery, Path, PlannedRecord } from './plan.ts';

/** Sends records by one path, with retries; resolves when all are accepted. */
export type Send = (records: readonly PlannedRecord[]) => Promise<void>;

export interface DeliverOptions {
  readonly send: Readonly<Record<Path, Send>>;
  /** Records per request or message. */
  readonly batchSize: number;
  /** The most records per second; as fast as possible when absent. */
  readonly recordsPerSecond?: number;
  /** Called after every batch with its number of records. */
  readonly onSent: (records: number) => void;
}

const CONCURRENT_BATCHES = 4;

/** Sends all records in their order, several batches at a time. */
export async function deliver(deliveries: readonly Delivery[], options: DeliverOptions): Promise<void> {
  const { send, recordsPerSecond, onSent } = options;
  const startedAtMs = performance.now();
  let begun = 0;
  const batches = batchesOf(deliveries, options.batchSize).values();
  const worker = async () => {
    for (const { path, records } of batches) {
      const dueMs = recordsPerSecond === undefined ? 0 : (begun / recordsPerSecond) * 1000;
      begun += records.length;
      await delay(Math.max(0, startedAtMs + dueMs - performance.now()));
      await send[path](records);
      onSent(records.length);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT_BATCHES }, worker));
}

interface Batch {
  readonly path: Path;
  readonly records: PlannedRecord[];
}

/** Groups consecutive records of one path. */
function batchesOf(deliveries: readonly Delivery[], size: number): readonly Batch[] {
  const batches: Batch[] = [];
  const open = new Map<Path, Batch>();
  for (const { record, path } of deliveries) {
    let batch = open.get(path);
    if (batch === undefined || batch.records.length === size) {
      batch = { path, records: [] };
      open.set(path, batch);
      batches.push(batch);
    }
    batch.records.push(record);
  }
  return batches;
}
