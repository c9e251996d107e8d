import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { type AttributeValue, isRead, LONGEST_NAME } from './attributes.ts';
import type { Signal, TelemetryEntry } from './entry.ts';
import { MAX_ATTRIBUTE_BYTES, MAX_TELEMETRY_MESSAGES, MAX_TELEMETRY_RECORDS } from './limits.ts';
import { TelemetryError } from './telemetry-error.ts';

/*
 * Reads the protobuf of an export request by tables of field numbers, as in opentelemetry-proto 1.9 (logs/v1, trace/v1,
 * common/v1). What is not in a table is skipped. Lists and maps in attributes are never entered, so the depth is fixed; only
 * attributes that are read become values, so a request costs little more memory than its bytes.
 */

/** A reader that counts the messages it enters. */
class BoundedReader extends BinaryReader {
  messages = 0;
}

/** Reads one field of a message into `out`. The reader stands behind the tag. */
type ReadField<T> = (reader: BoundedReader, out: T, end: number) => void;
interface Field<T> {
  readonly type: WireType;
  readonly read: ReadField<T>;
}
type Fields<T> = Readonly<Record<number, Field<T>>>;

/** Reads the log records, or the spans, of a request; of metrics none. Throws a `TelemetryError` for what is no such request. */
export function decodeProtobuf(bytes: Uint8Array, signal: Signal): readonly TelemetryEntry[] {
  const reader = new BoundedReader(bytes);
  const entries: TelemetryEntry[] = [];
  try {
    readMessage(reader, bytes.length, requestFields(signal), entries);
  } catch (error) {
    if (error instanceof TelemetryError) throw error;
    throw malformed();
  }
  return entries;
}

/** The entries of one process. The attributes of the process may stand behind them, so they share an object. */
interface Group {
  readonly entries: TelemetryEntry[];
  readonly resource: Map<string, AttributeValue>;
}

interface Scope {
  readonly group: Group;
  name?: string;
}

type Entry = { -readonly [K in keyof TelemetryEntry]: TelemetryEntry[K] } & {
  readonly attributes: Map<string, AttributeValue>;
};

const newGroup = (entries: TelemetryEntry[]): Group => ({ entries, resource: new Map() });

function requestFields(signal: Signal): Fields<TelemetryEntry[]> {
  if (signal === 'metrics') return {};
  return { 1: nested(groupFields(signal === 'logs' ? LOG_FIELDS : SPAN_FIELDS), newGroup) };
}

function groupFields(entryFields: Fields<Entry>): Fields<Group> {
  const scopeFields: Fields<Scope> = {
    1: nested(
      { 1: delimited((reader, scope: Scope) => setName(scope, shortText(reader))) },
      (scope) => scope,
    ),
    2: delimited((reader, { group, name }, end) => {
      if (group.entries.length === MAX_TELEMETRY_RECORDS) throw tooMany();
      const entry: Entry = {
        resource: group.resource,
        ...(name !== undefined && { scope: name }),
        attributes: new Map(),
      };
      group.entries.push(entry);
      readDelimited(reader, end, entryFields, entry);
    }),
  };
  return {
    1: nested(
      { 1: attribute<Map<string, AttributeValue>>((resource) => resource) },
      ({ resource }) => resource,
    ),
    2: nested(scopeFields, (group) => ({ group })),
  };
}

const LOG_FIELDS: Fields<Entry> = {
  1: time((entry, at) => (entry.timeUnixNano = at)),
  6: attribute((entry) => entry.attributes),
  // When it was observed, for emitters that do not say when it happened.
  11: time((entry, at) => (entry.timeUnixNano ??= at)),
  12: delimited((reader, entry) => setName(entry, shortText(reader))),
};

const SPAN_FIELDS: Fields<Entry> = {
  5: delimited((reader, entry) => setName(entry, shortText(reader))),
  7: time((entry, at) => (entry.timeUnixNano = at)),
  // The end, for a span that has no start.
  8: time((entry, at) => (entry.timeUnixNano ??= at)),
  9: attribute((entry) => entry.attributes),
};

/** A pair of a name and a value, which can come in either order. */
interface Pair {
  name?: string;
  valueAt?: number;
  valueEnd?: number;
}

const PAIR_FIELDS: Fields<Pair> = {
  1: delimited((reader, pair) => {
    const name = shortText(reader, LONGEST_NAME);
    if (name !== undefined) pair.name = name;
  }),
  2: delimited((reader, pair, end) => {
    const length = reader.uint32();
    pair.valueAt = reader.pos;
    pair.valueEnd = reader.pos + length;
    if (pair.valueEnd > end) throw malformed();
    reader.pos = pair.valueEnd;
  }),
};

interface Value {
  value?: AttributeValue;
}

const VALUE_FIELDS: Fields<Value> = {
  1: delimited((reader, out) => setValue(out, shortText(reader))),
  2: { type: WireType.Varint, read: (reader, out) => setValue(out, reader.bool()) },
  3: { type: WireType.Varint, read: (reader, out) => setValue(out, Number(reader.int64())) },
  4: { type: WireType.Bit64, read: (reader, out) => setValue(out, reader.double()) },
};

function attribute<T>(of: (out: T) => Map<string, AttributeValue>): Field<T> {
  return delimited((reader, out, end) => {
    const pair: Pair = {};
    readDelimited(reader, end, PAIR_FIELDS, pair);
    const { name, valueAt, valueEnd } = pair;
    if (name === undefined || !isRead(name) || valueAt === undefined || valueEnd === undefined) return;
    const after = reader.pos;
    reader.pos = valueAt;
    const read: Value = {};
    readMessage(reader, valueEnd, VALUE_FIELDS, read);
    reader.pos = after;
    if (read.value !== undefined) of(out).set(name, read.value);
  });
}

function time<T>(set: (out: T, at: bigint) => void): Field<T> {
  return {
    type: WireType.Bit64,
    read: (reader, out) => {
      const at = BigInt(reader.fixed64());
      // Zero stands for unknown.
      if (at > 0n) set(out, at);
    },
  };
}

function delimited<T>(read: ReadField<T>): Field<T> {
  return { type: WireType.LengthDelimited, read };
}

function nested<T, U>(fields: Fields<U>, make: (out: T) => U): Field<T> {
  return delimited((reader, out, end) => readDelimited(reader, end, fields, make(out)));
}

function readDelimited<T>(reader: BoundedReader, parentEnd: number, fields: Fields<T>, out: T): void {
  reader.messages += 1;
  if (reader.messages > MAX_TELEMETRY_MESSAGES) throw tooComplex();
  const length = reader.uint32();
  const end = reader.pos + length;
  if (end > parentEnd) throw malformed();
  readMessage(reader, end, fields, out);
}

function readMessage<T>(reader: BoundedReader, end: number, fields: Fields<T>, out: T): void {
  while (reader.pos < end) {
    const [number, type] = reader.tag();
    const field = fields[number];
    if (field?.type === type) field.read(reader, out, end);
    // Groups were never part of this protocol; skipping them would recurse.
    else if (type === WireType.StartGroup || type === WireType.EndGroup) throw malformed();
    else reader.skip(type, number);
  }
  if (reader.pos !== end) throw malformed();
}

/** A text, unless it is too long to be an id or a name. */
function shortText(reader: BinaryReader, maxBytes = MAX_ATTRIBUTE_BYTES): string | undefined {
  const before = reader.pos;
  const length = reader.uint32();
  reader.pos = before;
  if (length <= maxBytes) return reader.string();
  reader.skip(WireType.LengthDelimited);
  return undefined;
}

function setName(out: { name?: string }, name: string | undefined): void {
  if (name !== undefined) out.name = name;
}

function setValue(out: Value, value: AttributeValue | undefined): void {
  if (value !== undefined) out.value = value;
}

function tooMany(): TelemetryError {
  return new TelemetryError(
    'too_many_records',
    `A request may have at most ${MAX_TELEMETRY_RECORDS} of them.`,
  );
}

function tooComplex(): TelemetryError {
  const most = `A request may have at most ${MAX_TELEMETRY_MESSAGES} messages within it.`;
  return new TelemetryError('too_complex', most);
}

function malformed(): TelemetryError {
  return new TelemetryError('malformed', 'The body is not the protobuf of an OTLP export request.');
}
