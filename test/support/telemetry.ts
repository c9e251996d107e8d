import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/*
 * Export requests of OpenTelemetry: those that the real Claude Code sent to `npm run check:claude-code`, and ones made of a
 * few attributes, in both encodings.
 */

export type Recorded = 'new' | 'resumed' | 'forked' | 'no-request-id' | 'json';

export function recorded(name: Recorded): Buffer {
  const file = `claude-code-${name}.${name === 'json' ? 'json' : 'pb'}`;
  return readFileSync(join(import.meta.dirname, '..', 'fixtures', 'otlp', file));
}

type Value = string | number | boolean;
/** Attributes, as `name: value`. Whole numbers are integers of 64 bits. */
export type Named = Readonly<Record<string, Value>>;

export interface Made {
  readonly resource?: Named;
  readonly scope?: string;
  /** Of spans their names. */
  readonly name?: string;
  readonly atMs?: number;
  readonly entries: readonly Named[];
}

/** A request of log records or spans in JSON, as the specification has it. */
export function jsonRequest(signal: 'logs' | 'traces', { resource = {}, scope, name, atMs, entries }: Made) {
  const time = atMs === undefined ? {} : { [TIME[signal]]: `${atMs}000000` };
  const list = entries.map((attributes) => ({
    ...time,
    ...(name && { name }),
    attributes: jsonAttributes(attributes),
  }));
  const scoped = { ...(scope && { scope: { name: scope } }), [LISTS[signal].entries]: list };
  const group = { resource: { attributes: jsonAttributes(resource) }, [LISTS[signal].scopes]: [scoped] };
  return { [LISTS[signal].groups]: [group] };
}

/** The same in protobuf. */
export function protobufRequest(
  signal: 'logs' | 'traces',
  { resource = {}, scope, name, atMs, entries }: Made,
): Uint8Array {
  const [timeField, attributeField] = signal === 'logs' ? [1, 6] : [7, 9];
  const writer = new BinaryWriter();
  writer.tag(1, WireType.LengthDelimited).fork();
  writer.tag(1, WireType.LengthDelimited).fork();
  writeAttributes(writer, 1, resource);
  writer.join();
  writer.tag(2, WireType.LengthDelimited).fork();
  if (scope) {
    writer.tag(1, WireType.LengthDelimited).fork().tag(1, WireType.LengthDelimited).string(scope).join();
  }
  for (const attributes of entries) {
    writer.tag(2, WireType.LengthDelimited).fork();
    if (atMs !== undefined) writer.tag(timeField, WireType.Bit64).fixed64(BigInt(atMs) * 1_000_000n);
    if (name) writer.tag(5, WireType.LengthDelimited).string(name);
    writeAttributes(writer, attributeField, attributes);
    writer.join();
  }
  writer.join().join();
  return writer.finish();
}

const TIME = { logs: 'timeUnixNano', traces: 'startTimeUnixNano' } as const;
const LISTS = {
  logs: { groups: 'resourceLogs', scopes: 'scopeLogs', entries: 'logRecords' },
  traces: { groups: 'resourceSpans', scopes: 'scopeSpans', entries: 'spans' },
} as const;

function jsonAttributes(attributes: Named) {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: jsonValue(value) }));
}

function jsonValue(value: Value) {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

function writeAttributes(writer: BinaryWriter, field: number, attributes: Named): void {
  for (const [key, value] of Object.entries(attributes)) {
    writer.tag(field, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.LengthDelimited).string(key);
    writer.tag(2, WireType.LengthDelimited).fork();
    if (typeof value === 'string') writer.tag(1, WireType.LengthDelimited).string(value);
    else if (typeof value === 'boolean') writer.tag(2, WireType.Varint).bool(value);
    else if (Number.isInteger(value)) writer.tag(3, WireType.Varint).int64(value);
    else writer.tag(4, WireType.Bit64).double(value);
    writer.join().join();
  }
}

/** A span of a call as Anthropic's API sends it, of 12 + 3000 + 400 input tokens. */
export const API_SPAN: Named = {
  'anthropic.request.id': 'req_1',
  'anthropic.workspace.id': 'wrkspc_1',
  'anthropic.response.service_tier': 'standard',
  'anthropic.message.stop_reason': 'end_turn',
  'anthropic.usage.cache_creation.ephemeral_5m_input_tokens': 150,
  'anthropic.usage.cache_creation.ephemeral_1h_input_tokens': 250,
  'gen_ai.provider.name': 'anthropic',
  'gen_ai.response.id': 'msg_1',
  'gen_ai.response.model': 'claude-opus-4-8',
  'gen_ai.usage.input_tokens': 3412,
  'gen_ai.usage.cache_read.input_tokens': 3000,
  'gen_ai.usage.cache_write.input_tokens': 400,
  'gen_ai.usage.output_tokens': 150,
};

export const API_RESOURCE: Named = { 'service.name': 'claude-platform' };

/** An event of Claude Code before it stated the split of cache writes. */
export const API_REQUEST: Named = {
  'event.name': 'api_request',
  'event.timestamp': '2026-11-21T12:00:00.000Z',
  'event.sequence': 1,
  'session.id': 's_1',
  model: 'claude-opus-4-8',
  input_tokens: 12,
  output_tokens: 150,
  cache_read_tokens: 3000,
  cache_creation_tokens: 400,
  cost_usd: 0.0087475,
  request_id: 'req_1',
  speed: 'normal',
};

export const CLAUDE_CODE: Named = { 'service.name': 'claude-code' };
