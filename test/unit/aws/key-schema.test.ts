import { describe, expect, it } from '@jest/globals';
import {
  ALIAS_TARGET_ATTRIBUTE,
  CELL_ATTRIBUTES,
  ITERATION_ATTRIBUTES,
  MEASURE_ATTRIBUTES,
  RECORD_ATTRIBUTES,
  TOKEN_ATTRIBUTES,
  TOMBSTONE_ATTRIBUTE,
  TTL_ATTRIBUTE,
} from '@token-ledger/aws/attribute-names';
import {
  accessKeyKey,
  CURRENT_REBUILD_KEY,
  CURSOR_SIGNING_KEY,
  conflictPartition,
  HEARTBEAT_KEY,
  idempotencyKey,
  markPartition,
  quarantinePartition,
  rebuildKey,
  recordKey,
  segmentPartition,
  segmentSortKey,
  statisticsId,
  statisticsKey,
  utcDay,
} from '@token-ledger/aws/key-schema';

describe('the key schema', () => {
  it('keys a raw record by its name and access key', () => {
    expect(recordKey({ accessKeyId: 'ak_1', requestId: 'req_1' })).toEqual({ p: 'req_1', s: 'ak_1' });
  });

  it('clusters segments by slice', () => {
    expect(segmentPartition(Date.UTC(2026, 10, 21, 12, 5))).toBe('L#202611211205#0');
    expect(segmentPartition(Date.UTC(2027, 0, 1))).toBe('L#202701010000#0');
  });

  it('sorts segments of revised records before all others', () => {
    const keys = [
      segmentSortKey('00000000000000000000000000', false),
      segmentSortKey('7ZZZZZZZZZZZZZZZZZZZZZZZZZ', true),
    ];
    expect(keys.toSorted()).toEqual(keys.toReversed());
  });

  it('keeps the marks of each period together', () => {
    expect((['hour', 'day', 'month'] as const).map(markPartition)).toEqual(['D#1', 'D#2', 'D#3']);
  });

  it.each([
    ['hour', '2026112112', 'user', 'u_1', 'T#user#H#2026112112', 'i#u_1'],
    ['day', '20261121', 'access_key', '~rank', 'T#key#D#20261121', 'i#~rank'],
    ['month', '202611', 'all', '*', 'T#all#M#202611', 'i#*'],
  ] as const)('keys statistics of %s %s, %s %s', (period, bucketId, dimension, id, p, s) => {
    expect(statisticsKey({ period, bucketId, dimension, id })).toEqual({ p, s });
    expect(statisticsId(s)).toBe(id);
  });

  it('keys all other items', () => {
    expect(quarantinePartition(utcDay(Date.UTC(2026, 10, 21, 23, 59, 59, 999)))).toBe('Q#20261121');
    expect(conflictPartition(utcDay(Date.UTC(2026, 10, 21)))).toBe('C#20261121');
    expect(idempotencyKey('ak_1', 'job#1')).toEqual({ p: 'I#ak_1#job#1', s: 'body' });
    expect(accessKeyKey('ak_1')).toEqual({ p: 'A#ak_1', s: 'key' });
    expect(rebuildKey('current')).toEqual({ p: 'J#rebuild', s: 'id#current' });
    expect(CURRENT_REBUILD_KEY).toEqual({ p: 'J#rebuild', s: 'current' });
    expect(HEARTBEAT_KEY).toEqual({ p: 'M', s: 'agg' });
    expect(CURSOR_SIGNING_KEY).toEqual({ p: 'M', s: 'cursor-key' });
  });

  it('gives no two attributes of a record, an iteration or a cell the same name', () => {
    for (const names of [
      [
        ...Object.values(RECORD_ATTRIBUTES),
        ...Object.values(TOKEN_ATTRIBUTES),
        TTL_ATTRIBUTE,
        TOMBSTONE_ATTRIBUTE,
        ALIAS_TARGET_ATTRIBUTE,
      ],
      [...Object.values(ITERATION_ATTRIBUTES), ...Object.values(TOKEN_ATTRIBUTES)],
      [...Object.values(CELL_ATTRIBUTES), ...Object.values(MEASURE_ATTRIBUTES)],
    ]) {
      expect(names.toSorted()).toEqual([...new Set(names)].toSorted());
    }
  });
});
