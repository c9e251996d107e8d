import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { describe, expect, it } from '@jest/globals';
import {
  decodeJson,
  decodeProtobuf,
  MAX_ATTRIBUTE_BYTES,
  MAX_TELEMETRY_MESSAGES,
  MAX_TELEMETRY_RECORDS,
  type TelemetryEntry,
} from '@token-ledger/otlp';
import fc from 'fast-check';
import {
  API_REQUEST,
  API_RESOURCE,
  API_SPAN,
  CLAUDE_CODE,
  jsonRequest,
  type Made,
  protobufRequest,
  recorded,
} from '../../support/telemetry.ts';

const MADE: readonly (readonly ['logs' | 'traces', Made])[] = [
  ['logs', { resource: CLAUDE_CODE, scope: 'events', atMs: 1_795_000_000_123, entries: [API_REQUEST] }],
  ['traces', { resource: API_RESOURCE, scope: 'platform', name: 'chat', atMs: 1_000, entries: [API_SPAN] }],
];

describe('an export request', () => {
  it.each(MADE)('of %s says the same in protobuf and in JSON', (signal, made) => {
    const [entry, ...others] = decodeProtobuf(protobufRequest(signal, made), signal);
    expect(others).toEqual([]);
    expect(plain(entry)).toEqual({
      resource: made.resource,
      scope: made.scope,
      ...(made.name && { name: made.name }),
      timeUnixNano: BigInt(made.atMs ?? 0) * 1_000_000n,
      attributes: made.entries[0],
    });
    const json = decodeJson(jsonRequest(signal, made), signal).map(plain);
    // Integers of 64 bits are texts in JSON; who needs a number reads them as such.
    expect(json).toEqual([{ ...plain(entry), attributes: asTexts(plain(entry).attributes) }]);
  });

  it('of Claude Code has the events of a session in the order in which they happened', () => {
    const entries = decodeProtobuf(recorded('new'), 'logs');
    const sequence = entries.map(({ attributes }) => attributes.get('event.sequence'));
    expect(sequence.length).toBeGreaterThan(3);
    expect(sequence).toEqual(sequence.toSorted((a, b) => Number(a) - Number(b)));
  });

  it('yields no attribute that is not on the list', () => {
    const secret = { ...API_REQUEST, prompt: 'a secret', 'tool.input': 'a secret', body: 'a secret' };
    for (const [signal] of MADE) {
      const made = { resource: { ...CLAUDE_CODE, 'host.name': 'a secret' }, entries: [secret] };
      const read = [
        ...decodeProtobuf(protobufRequest(signal, made), signal),
        ...decodeJson(jsonRequest(signal, made), signal),
      ];
      expect(read).toHaveLength(2);
      expect(JSON.stringify(read.map(plain), replaceBigInt)).not.toContain('secret');
    }
  });

  it('yields no text that is longer than an id', () => {
    const [longest, longer] = [
      'é'.repeat(MAX_ATTRIBUTE_BYTES / 2),
      `${'é'.repeat(MAX_ATTRIBUTE_BYTES / 2)}x`,
    ];
    const made = { entries: [{ model: longest }, { model: longer }] };
    for (const read of [
      decodeProtobuf(protobufRequest('logs', made), 'logs'),
      decodeJson(jsonRequest('logs', made), 'logs'),
    ]) {
      expect(read.map(({ attributes }) => attributes.get('model'))).toEqual([longest, undefined]);
    }
  });

  it('may have the value of an attribute before its name, and the process behind its records', () => {
    const writer = new BinaryWriter();
    writer.tag(1, WireType.LengthDelimited).fork();
    writer.tag(2, WireType.LengthDelimited).fork().tag(2, WireType.LengthDelimited).fork();
    writer.tag(6, WireType.LengthDelimited).fork();
    writer.tag(2, WireType.LengthDelimited).fork().tag(3, WireType.Varint).int64(12).join();
    writer.tag(1, WireType.LengthDelimited).string('input_tokens').join();
    writer.join().join();
    writer.tag(1, WireType.LengthDelimited).fork().tag(1, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.LengthDelimited).string('service.name');
    writer.tag(2, WireType.LengthDelimited).fork().tag(1, WireType.LengthDelimited).string('late');
    writer.join().join().join().join();
    const [entry] = decodeProtobuf(writer.finish(), 'logs');
    expect(plain(entry)).toEqual({ resource: { 'service.name': 'late' }, attributes: { input_tokens: 12 } });
  });

  it.each([MAX_TELEMETRY_RECORDS, MAX_TELEMETRY_RECORDS + 1])(
    'may have up to 10,000 entries: %d',
    (count) => {
      const made = { entries: Array.from({ length: count }, () => ({ request_id: 'req_1' })) };
      for (const read of [
        () => decodeProtobuf(protobufRequest('logs', made), 'logs'),
        () => decodeJson(jsonRequest('logs', made), 'logs'),
      ]) {
        if (count <= MAX_TELEMETRY_RECORDS) expect(read()).toHaveLength(count);
        else expect(read).toThrow(expect.objectContaining({ reason: 'too_many_records' }));
      }
    },
  );

  it('is refused when it is cut off anywhere within', () => {
    const bytes = protobufRequest('logs', { resource: CLAUDE_CODE, atMs: 1, entries: [API_REQUEST] });
    for (let length = 1; length < bytes.length; length += 1) {
      expect(() => decodeProtobuf(bytes.subarray(0, length), 'logs')).toThrow(
        expect.objectContaining({ reason: 'malformed' }),
      );
    }
  });

  it('is read or refused, of any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          expect(decodeProtobuf(bytes, 'traces').length).toBeLessThanOrEqual(300);
        } catch (error) {
          expect(error).toMatchObject({ reason: 'malformed' });
        }
      }),
      { numRuns: 3000 },
    );
  });

  it.each<[string, unknown]>([
    ['a list', []],
    ['a text', 'a secret'],
    ['nothing', null],
    ['records that are no list', { resourceLogs: { scopeLogs: 'a secret' } }],
    ['a record that is a text', { resourceLogs: [{ scopeLogs: [{ logRecords: ['a secret'] }] }] }],
    ['attributes that are an object', { resourceLogs: [{ resource: { attributes: { a: 'secret' } } }] }],
    [
      'an attribute whose value is a text',
      { resourceLogs: [{ resource: { attributes: [{ key: 'service.name', value: 'a secret' }] } }] },
    ],
  ])('is refused as JSON when it is or has %s, in words of our own', (_, json) => {
    let thrown: unknown;
    try {
      decodeJson(json, 'logs');
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ reason: 'malformed' });
    expect(String(thrown)).not.toContain('secret');
  });

  it('may have null for what is missing', () => {
    expect(decodeJson({ resourceLogs: null }, 'logs')).toEqual([]);
    const record = { timeUnixNano: null, attributes: [{ key: 'model', value: null }] };
    const json = { resourceLogs: [{ resource: null, scopeLogs: [{ scope: null, logRecords: [record] }] }] };
    expect(decodeJson(json, 'logs').map(plain)).toEqual([{ resource: {}, attributes: {} }]);
  });
});

describe('a bomb', () => {
  const MEGABYTES = 5_000_000;

  it.each<[string, () => Uint8Array]>([
    ['groups', () => wrapped(Buffer.alloc(MEGABYTES - 20, Buffer.of(0x0a, 0x00)), [])],
    ['attributes', () => wrapped(Buffer.alloc(MEGABYTES - 40, Buffer.of(0x32, 0x00)), [1, 2, 2])],
  ])('of empty %s is refused before it costs much time', (_, make) => {
    expect(() => decodeProtobuf(make(), 'logs')).toThrow(expect.objectContaining({ reason: 'too_complex' }));
  });

  it.each([MAX_TELEMETRY_MESSAGES - 3, MAX_TELEMETRY_MESSAGES - 2])(
    'begins with more than 500,000 messages: with %d attributes',
    (count) => {
      // Beside the attributes: the process, the library and the record.
      const bytes = wrapped(Buffer.alloc(2 * count, Buffer.of(0x32, 0x00)), [1, 2, 2]);
      const read = () => decodeProtobuf(bytes, 'logs');
      if (count + 3 <= MAX_TELEMETRY_MESSAGES) expect(read()).toHaveLength(1);
      else expect(read).toThrow(expect.objectContaining({ reason: 'too_complex' }));
    },
  );

  it.each<[string, () => Uint8Array]>([
    ['one long text', () => wrapped(Buffer.alloc(MEGABYTES - 40, 'x'), [1, 2, 2, 6, 2, 1])],
    ['lists within lists', () => nestedLists(100_000)],
  ])('of %s costs little memory', (_, make) => {
    const bytes = make();
    expect(bytes.length).toBeLessThanOrEqual(MEGABYTES);
    const before = process.memoryUsage().heapUsed;
    expect(decodeProtobuf(bytes, 'logs')).toHaveLength(1);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(50e6);
  });

  it('of groups within groups, which the protocol never had, is refused', () => {
    expect(() => decodeProtobuf(Buffer.alloc(MEGABYTES, 0x0b), 'logs')).toThrow(
      expect.objectContaining({ reason: 'malformed' }),
    );
  });
});

/** Bytes within messages within messages, the outermost field first. */
function wrapped(bytes: Uint8Array, fields: readonly number[]): Uint8Array {
  return fields.reduceRight(
    (inner, field) => new BinaryWriter().tag(field, WireType.LengthDelimited).bytes(inner).finish(),
    bytes,
  );
}

/** A list as a value, in a list, and so on. */
function nestedLists(depth: number): Uint8Array {
  const closing: Buffer[] = [];
  let length = 0;
  for (let level = 0; level < depth; level += 1) {
    const header = Buffer.from(new BinaryWriter().tag(5, WireType.LengthDelimited).uint32(length).finish());
    closing.push(header);
    length += header.length;
  }
  return wrapped(Buffer.concat(closing.toReversed()), [1, 2, 2, 6, 2]);
}

function plain(entry: TelemetryEntry | undefined) {
  if (!entry) throw new Error('There is no entry.');
  return {
    ...entry,
    resource: Object.fromEntries(entry.resource),
    attributes: Object.fromEntries(entry.attributes),
  };
}

function asTexts(attributes: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      Number.isInteger(value) ? String(value) : value,
    ]),
  );
}

const replaceBigInt = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
