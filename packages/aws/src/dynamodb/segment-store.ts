import {
  mapConcurrently,
  type Retention,
  type SegmentStore,
  sliceStart,
  type UsageRecord,
} from '@token-ledger/core';
import { ulid } from 'ulid';
import { chunk } from '../chunk.ts';
import { PARTITION_KEY, SEGMENT_ATTRIBUTES, SORT_KEY, TTL_ATTRIBUTE } from './attribute-names.ts';
import type { Item } from './batch-get.ts';
import { segmentPartition, segmentSortKey } from './key-schema.ts';
import { queryAll } from './query-all.ts';
import { decodeSegment, encodeSegment } from './segment-codec.ts';
import { isStill, type LedgerTable, tableItems } from './table-items.ts';
import { expiresAtSeconds } from './time-to-live.ts';

/** An item may have 400 KB. */
const MAX_SEGMENT_BYTES = 300_000;
/** Usually well below the limit of bytes; saves compressing a large batch as a whole only to find it too large. */
const RECORDS_PER_SEGMENT = 4_000;
const CONCURRENT_WRITES = 4;

export interface DynamoSegmentStoreOptions extends LedgerTable {
  /** The retention to follow now. */
  readonly retention: () => Retention;
}

export function createDynamoSegmentStore({
  client,
  ledgerTable,
  retention,
}: DynamoSegmentStoreOptions): SegmentStore {
  const table = tableItems(client, ledgerTable);
  return {
    async putSegment(sliceStartMs, records) {
      const stray = records.find(({ occurredAtMs }) => sliceStart(occurredAtMs) !== sliceStartMs);
      if (stray)
        throw new RangeError(`A record of ${stray.occurredAtMs} is not of the slice of ${sliceStartMs}.`);
      const segments = [true, false].flatMap((revised) => {
        const some = records.filter(({ revision = 1 }) => revision > 1 === revised);
        return chunk(some, RECORDS_PER_SEGMENT).flatMap((part) =>
          split(sliceStartMs, part).map((segment) => ({ ...segment, revised })),
        );
      });
      await mapConcurrently(segments, CONCURRENT_WRITES, ({ bytes, count, revised }) =>
        table.put({
          [PARTITION_KEY]: segmentPartition(sliceStartMs),
          [SORT_KEY]: segmentSortKey(ulid(), revised),
          [SEGMENT_ATTRIBUTES.packed]: bytes,
          [SEGMENT_ATTRIBUTES.count]: count,
          [TTL_ATTRIBUTE]: expiresAtSeconds(sliceStartMs, retention()),
        }),
      );
    },

    async *readSegments(sliceStartMs) {
      for await (const item of queryAll(client, ledgerTable, segmentPartition(sliceStartMs))) {
        yield decodeSegment(sliceStartMs, item[SEGMENT_ATTRIBUTES.packed]);
      }
    },

    async removeFromSegments(sliceStartMs, unwanted) {
      const found: UsageRecord[] = [];
      // Revised copies sort first and go last: what they replace must not be all that a reader finds.
      const options = { descending: true };
      for await (const item of queryAll(client, ledgerTable, segmentPartition(sliceStartMs), options))
        found.push(...(await rewrite(sliceStartMs, item, unwanted)));
      return found;
    },
  };

  /**
   * Replaces a segment in its place: the put of an item is atomic and its key stays the same, so a query that is under way
   * reads either form of it. A segment never changes but by losing records, so its count shows whether another
   * writer, which removes other records, was faster.
   */
  async function rewrite(
    sliceStartMs: number,
    item: Item,
    unwanted: (record: UsageRecord) => boolean,
  ): Promise<readonly UsageRecord[]> {
    const { [SEGMENT_ATTRIBUTES.packed]: packed, [SEGMENT_ATTRIBUTES.count]: count } = item;
    const records = decodeSegment(sliceStartMs, packed);
    const found = records.filter(unwanted);
    if (found.length === 0) return found;
    const kept = records.filter((record) => !unwanted(record));
    const key = { [PARTITION_KEY]: segmentPartition(sliceStartMs), [SORT_KEY]: String(item[SORT_KEY]) };
    const unchanged = isStill({ [SEGMENT_ATTRIBUTES.count]: count });
    const held =
      kept.length === 0
        ? await table.removeIf(unchanged, key)
        : await table.putIf(unchanged, {
            ...item,
            [SEGMENT_ATTRIBUTES.packed]: encodeSegment(sliceStartMs, kept),
            [SEGMENT_ATTRIBUTES.count]: kept.length,
          });
    const now = held ? undefined : await table.get(key);
    if (now) await rewrite(sliceStartMs, now, unwanted);
    return found;
  }
}

interface Segment {
  readonly bytes: Uint8Array;
  readonly count: number;
}

function split(sliceStartMs: number, records: readonly UsageRecord[]): Segment[] {
  const bytes = encodeSegment(sliceStartMs, records);
  if (bytes.length <= MAX_SEGMENT_BYTES || records.length === 1) return [{ bytes, count: records.length }];
  const middle = Math.ceil(records.length / 2);
  return [...split(sliceStartMs, records.slice(0, middle)), ...split(sliceStartMs, records.slice(middle))];
}
