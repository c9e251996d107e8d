import { sliceStart, type UsageRecord } from '@token-ledger/core';
import { itemBytes, writeUnits } from '../../test/capacity/item-size.ts';
import { writtenItems } from '../../test/capacity/written-items.ts';
import { SLICE_START_MS } from '../realistic-records.ts';
import { naiveAmounts, naiveCounterKeys, naiveRecordItem } from './naive-items.ts';

const INDEXES = 2;
/** What an index adds to a record. */
const INDEX_OVERHEAD_BYTES = 100;
/** A write in a transaction costs twice as much. An index is written as always. */
const IN_A_TRANSACTION = 2;

export interface NaiveUnits {
  /** A put and nine updates: counts what is delivered twice twice. */
  readonly plain: number;
  /** The same in one transaction, refused if the record exists: exact. */
  readonly transactional: number;
  readonly recordBytes: number;
}

/** Write units of the naive designs for deliveries, repeated ones among them, by the rules that meter the ledger too. */
export function naiveUnits(deliveries: readonly UsageRecord[]): NaiveUnits {
  let [plain, transactional, recordBytes] = [0, 0, 0];
  for (const record of deliveries) {
    const bytes = itemBytes(naiveRecordItem(record));
    const [item, amounts] = [writeUnits(0, bytes), naiveAmounts(record)];
    const counters = naiveCounterKeys(record).reduce(
      (sum, key) => sum + writeUnits(0, itemBytes({ ...key, ...amounts })),
      0,
    );
    const indexes = INDEXES * writeUnits(0, bytes + INDEX_OVERHEAD_BYTES);
    plain += item + counters + indexes;
    transactional += IN_A_TRANSACTION * (item + counters) + indexes;
    recordBytes += bytes;
  }
  return { plain, transactional, recordBytes: recordBytes / deliveries.length };
}

/**
 * The write units of storing batches and nothing else: one packed item each. Nothing that keeps the records in DynamoDB can cost less, and
 * this recognizes no repetition and keeps no statistics.
 */
export async function packedUnits(batches: readonly (readonly UsageRecord[])[]): Promise<number> {
  let units = 0;
  for (const batch of batches) {
    const items = await writtenItems((store) => store.putSegment(SLICE_START_MS, batch.map(inOneSlice)));
    for (const item of items) units += writeUnits(0, itemBytes(item));
  }
  return units;
}

/** As if none were late: a segment holds records of one slice. */
function inOneSlice(record: UsageRecord): UsageRecord {
  const { occurredAtMs } = record;
  return { ...record, occurredAtMs: SLICE_START_MS + occurredAtMs - sliceStart(occurredAtMs) };
}
