import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import {
  mapConcurrently,
  type Retention,
  type SegmentStore,
  sliceStart,
  type UsageRecord,
} from '@token-ledger/core';
import { ulid } from 'ulid';
import { chunk } from './chunk.ts';
import {
  PARTITION_KEY,
  SEGMENT_ATTRIBUTES,
  SORT_KEY,
  segmentPartition,
  TTL_ATTRIBUTE,
} from './key-schema.ts';
import { queryAll } from './query-all.ts';
import { decodeSegment, encodeSegment } from './segment-codec.ts';
import { expiresAtSeconds } from './time-to-live.ts';

/** An item may have 400 KB. */
const MAX_SEGMENT_BYTES = 300_000;
/** Usually well below the limit of bytes; saves compressing a large batch as a whole only to find it too large. */
const RECORDS_PER_SEGMENT = 4_000;
const CONCURRENT_WRITES = 4;

export interface DynamoSegmentStoreOptions {
  readonly client: DynamoDBDocumentClient;
  readonly statisticsTable: string;
  /** The retention to follow now. */
  readonly retention: () => Retention;
}

export function createDynamoSegmentStore({
  client,
  statisticsTable,
  retention,
}: DynamoSegmentStoreOptions): SegmentStore {
  return {
    async putSegment(sliceStartMs, records) {
      const stray = records.find(({ occurredAtMs }) => sliceStart(occurredAtMs) !== sliceStartMs);
      if (stray)
        throw new RangeError(`A record of ${stray.occurredAtMs} is not of the slice of ${sliceStartMs}.`);
      const segments = chunk(records, RECORDS_PER_SEGMENT).flatMap((part) => split(sliceStartMs, part));
      await mapConcurrently(segments, CONCURRENT_WRITES, ({ bytes, count }) =>
        client.send(
          new PutCommand({
            TableName: statisticsTable,
            Item: {
              [PARTITION_KEY]: segmentPartition(sliceStartMs),
              [SORT_KEY]: ulid(),
              [SEGMENT_ATTRIBUTES.packed]: bytes,
              [SEGMENT_ATTRIBUTES.count]: count,
              [TTL_ATTRIBUTE]: expiresAtSeconds(sliceStartMs, retention()),
            },
          }),
        ),
      );
    },

    async *readSegments(sliceStartMs) {
      for await (const item of queryAll(client, statisticsTable, segmentPartition(sliceStartMs))) {
        yield decodeSegment(sliceStartMs, item[SEGMENT_ATTRIBUTES.packed]);
      }
    },
  };
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
