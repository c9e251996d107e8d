import { deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import {
  type Cell,
  MEASURE_NAMES,
  type Measures,
  type NamedSource,
  RECORD_SOURCES,
  RECORD_STATUSES,
  TOKEN_KINDS,
  type TokenCounts,
  type UsageRecord,
} from '@token-ledger/core';
import fc from 'fast-check';
import { realisticRecords, SLICE_START_MS } from '../../bench/realistic-records.ts';
import { decodeCells, encodeCells } from '../../packages/aws/src/dynamodb/cells-codec.ts';
import { CorruptDataError } from '../../packages/aws/src/dynamodb/packed-rows.ts';
import { decodeRecord, encodeRecord } from '../../packages/aws/src/dynamodb/record-codec.ts';
import { decodeSegment, encodeSegment } from '../../packages/aws/src/dynamodb/segment-codec.ts';
import { fullRecord, usageRecord, usageRecords } from '../behaviour/usage-records.ts';

const NAMED_SOURCES = RECORD_SOURCES.filter((source): source is NamedSource => source !== 'direct');

const anyText = fc.string({ unit: 'binary', maxLength: 128 });
const anyCount = fc.nat({ max: 2 ** 40 });
const tokens = fc.record(
  Object.fromEntries(TOKEN_KINDS.map((kind) => [kind, anyCount])),
) as unknown as fc.Arbitrary<TokenCounts>;
/** Some of those whose time was replaced had none. */
const withMissingTime = (record: UsageRecord): UsageRecord =>
  record.clockClamped && record.maxTokens === undefined ? { ...record, timeMissing: true } : record;
const records = fc.array(
  (
    fc.record(
      {
        requestId: anyText,
        occurredAtMs: fc.integer({ min: SLICE_START_MS, max: SLICE_START_MS + 299_999 }),
        receivedAtMs: fc.integer({ min: 0, max: 2 ** 43 }),
        accessKeyId: fc.oneof(anyText, fc.constantFrom('ak_1', 'ak_2')),
        userId: fc.oneof(anyText, fc.constantFrom('u_1', 'u_2')),
        model: fc.constantFrom('claude-opus-5', 'claude-haiku-5'),
        feature: anyText,
        tokens,
        status: fc.constantFrom(...RECORD_STATUSES),
        source: fc.constantFrom(...NAMED_SOURCES),
        endpoint: anyText,
        stopReason: anyText,
        temperature: fc.double({ min: 0, max: 2, noNaN: true }).map((value) => value + 0),
        maxTokens: anyCount,
        serviceTier: anyText,
        inferenceGeo: anyText,
        speed: anyText,
        thinkingTokens: anyCount,
        webSearchRequests: anyCount,
        webFetchRequests: anyCount,
        iterations: fc.array(
          fc.record({ type: anyText, model: anyText, tokens }, { requiredKeys: ['type', 'tokens'] }),
        ),
        metadata: fc.dictionary(anyText, anyText, { noNullPrototype: true }),
        clockClamped: fc.boolean(),
      },
      {
        requiredKeys: [
          'requestId',
          'occurredAtMs',
          'receivedAtMs',
          'accessKeyId',
          'model',
          'tokens',
          'status',
        ],
        noNullPrototype: true,
      },
    ) as fc.Arbitrary<UsageRecord>
  ).map(withMissingTime),
  { maxLength: 12 },
);

const cells = fc.array(
  fc.record({
    model: anyText,
    feature: anyText,
    measures: fc.record(
      Object.fromEntries(
        MEASURE_NAMES.map((name) => [name, fc.oneof(fc.constant(0n), fc.bigInt(0n, 2n ** 100n))]),
      ),
    ),
  }) as fc.Arbitrary<Cell>,
  { maxLength: 20 },
);

/** Packs rows, changes the packed form and packs it again. */
function tampered(
  bytes: Uint8Array,
  change: (packed: { v: number; n: number; c: Record<string, unknown> }) => void,
) {
  const packed = JSON.parse(inflateSync(bytes).toString());
  change(packed);
  return deflateSync(JSON.stringify(packed));
}

describe('a packed segment', () => {
  it('holds any records exactly', () => {
    fc.assert(
      fc.property(records, (all) => {
        expect(decodeSegment(SLICE_START_MS, encodeSegment(SLICE_START_MS, all))).toEqual(all);
      }),
    );
  });

  it.each([
    [29, 75],
    [347, 55],
  ])('of %i records has at most %i bytes a record', (count, limit) => {
    const segment = encodeSegment(SLICE_START_MS, realisticRecords(count));
    expect(segment.length / count).toBeLessThanOrEqual(limit);
  });

  it('of records of one source has hardly more bytes', () => {
    const plain = realisticRecords(347);
    const captured = plain.map((record): UsageRecord => ({ ...record, source: 'client' }));
    const [without, with_] = [plain, captured].map((all) => encodeSegment(SLICE_START_MS, all).length);
    expect(with_).toBeLessThanOrEqual((without ?? 0) + 32);
  });

  it('is read by a version that does not know all of its columns', () => {
    const records = usageRecords(3);
    const bytes = tampered(encodeSegment(SLICE_START_MS, records), ({ c }) => {
      c['cost'] = [1, null, '3'];
    });
    expect(decodeSegment(SLICE_START_MS, bytes)).toEqual(records);
  });

  it('is read with a source that only a later version knows, as one without', () => {
    const bytes = tampered(encodeSegment(SLICE_START_MS, usageRecords(3)), ({ c }) => {
      c['so'] = ['fax', null, 'c'];
    });
    const [first, second, third] = usageRecords(3);
    expect(decodeSegment(SLICE_START_MS, bytes)).toEqual([first, second, { ...third, source: 'client' }]);
  });

  it('is refused when any of its bytes is missing', () => {
    const bytes = encodeSegment(SLICE_START_MS, [fullRecord()]);
    for (const length of bytes.keys()) {
      expect(() => decodeSegment(SLICE_START_MS, bytes.subarray(0, length))).toThrow(CorruptDataError);
    }
  });

  it('never reads as something else when any of its bits is changed', () => {
    const bytes = encodeSegment(SLICE_START_MS, [fullRecord()]);
    let refused = 0;
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = bytes.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      try {
        // Some bits carry no information, such as those that fill up the last byte.
        expect(decodeSegment(SLICE_START_MS, changed)).toEqual([fullRecord()]);
      } catch (error) {
        expect(error).toBeInstanceOf(CorruptDataError);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(bytes.length * 8 - 16);
  });

  it.each<[string, Parameters<typeof tampered>[1]]>([
    ['another version', (packed) => (packed.v = 2)],
    ['a column too short', ({ c }) => (c['p'] = ['req_0', 'req_1'])],
    ['an index beyond the dictionary', ({ c }) => (c['m'] = { d: ['m'], i: [0, 1, 0] })],
    ['a column that is no list', ({ c }) => (c['s'] = 'ak_1')],
    ['objects for texts', ({ c }) => (c['u'] = [{}, {}, {}])],
    ['texts for counters', ({ c }) => (c['i'] = ['1', '2', '3'])],
    ['texts for times', ({ c }) => (c['t'] = ['1', '2', '3'])],
    ['numbers for texts', ({ c }) => (c['m'] = [1, 2, 3])],
    ['no request ids', ({ c }) => delete c['p']],
    ['no times', ({ c }) => delete c['g']],
    ['an unknown status', ({ c }) => (c['rs'] = ['fine', null, null])],
    ['iterations that are no JSON', ({ c }) => (c['it'] = ['[', null, null])],
    ['iterations that are no list', ({ c }) => (c['it'] = ['{}', null, null])],
    ['iterations without a type', ({ c }) => (c['it'] = ['[{}]', null, null])],
    ['metadata that is a list', ({ c }) => (c['md'] = ['[]', null, null])],
    ['metadata that is not text', ({ c }) => (c['md'] = ['{"a":1}', null, null])],
  ])('is refused with %s', (_name, change) => {
    const bytes = tampered(encodeSegment(SLICE_START_MS, usageRecords(3)), change);
    expect(() => decodeSegment(SLICE_START_MS, bytes)).toThrow(CorruptDataError);
  });

  it('is refused when it is not bytes', () => {
    expect(() => decodeSegment(SLICE_START_MS, undefined)).toThrow(CorruptDataError);
  });
});

describe('an encoded record', () => {
  it('has a code of its own for each source, and none for the default', () => {
    const rows = NAMED_SOURCES.map((source) => encodeRecord(usageRecord({ source })));
    expect(new Set(rows.map(({ so }) => so)).size).toBe(RECORD_SOURCES.length - 1);
    expect(rows.map(decodeRecord).map(({ source }) => source)).toEqual(NAMED_SOURCES);
  });

  it('leaves out usual values', () => {
    expect(encodeRecord(usageRecord())).toEqual({
      p: 'req_1',
      t: SLICE_START_MS + 1_234,
      g: SLICE_START_MS + 1_567,
      s: 'ak_1',
      m: 'claude-sonnet-5-5',
      i: 1000,
      o: 500,
    });
  });

  it('is read by a version that does not know all of its attributes', () => {
    expect(decodeRecord({ ...encodeRecord(fullRecord()), x: 1, future: new Set([1]) })).toStrictEqual(
      fullRecord(),
    );
  });
});

describe('packed cells', () => {
  it('hold any sums exactly', () => {
    fc.assert(
      fc.property(cells, (all) => {
        expect(decodeCells(encodeCells(all))).toEqual(all);
      }),
    );
  });

  it('have zero for a measure that did not exist when they were packed, and ignore an unknown one', () => {
    const measures = Object.fromEntries(MEASURE_NAMES.map((name) => [name, 5n])) as Measures;
    const bytes = tampered(encodeCells([{ model: 'm', feature: 'f', measures }]), ({ c }) => {
      delete c['er'];
      c['cost'] = ['123456789012345678901234567890'];
    });
    expect(decodeCells(bytes)).toEqual([{ model: 'm', feature: 'f', measures: { ...measures, errors: 0n } }]);
  });

  it.each<[string, unknown]>([
    ['a fraction', 0.5],
    ['a number that may be rounded', 2 ** 53],
    ['no digits', '1e3'],
    ['an empty text', ''],
  ])('are refused with %s for a sum', (_name, value) => {
    const measures = Object.fromEntries(MEASURE_NAMES.map((name) => [name, 5n])) as Measures;
    const bytes = tampered(encodeCells([{ model: 'm', feature: 'f', measures }]), ({ c }) => {
      c['n'] = [value];
    });
    expect(() => decodeCells(bytes)).toThrow(CorruptDataError);
  });
});
