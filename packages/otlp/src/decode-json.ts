import { type AttributeValue, isRead } from './attributes.ts';
import type { Signal, TelemetryEntry } from './entry.ts';
import { MAX_ATTRIBUTE_BYTES, MAX_TELEMETRY_RECORDS } from './limits.ts';
import { TelemetryError } from './telemetry-error.ts';

/*
 * Reads the JSON of an export request. 64-bit integers are texts by the specification, and numbers in what Claude Code
 * sends: both are taken. `null` is as good as missing.
 */

type JsonObject = Readonly<Record<string, unknown>>;

const NAMES = {
  logs: {
    groups: 'resourceLogs',
    scopes: 'scopeLogs',
    entries: 'logRecords',
    name: 'eventName',
    times: ['timeUnixNano', 'observedTimeUnixNano'],
  },
  traces: {
    groups: 'resourceSpans',
    scopes: 'scopeSpans',
    entries: 'spans',
    name: 'name',
    times: ['startTimeUnixNano', 'endTimeUnixNano'],
  },
} as const;

/**
 * Reads the log records, or the spans, of a parsed request; of metrics none. Throws a `TelemetryError` for what is no such
 * request.
 */
export function decodeJson(json: unknown, signal: Signal): readonly TelemetryEntry[] {
  const request = objectOf(json);
  if (signal === 'metrics') return [];
  const names = NAMES[signal];
  const entries: TelemetryEntry[] = [];
  for (const group of listIn(request, names.groups)) {
    const resource = attributesOf(objectIn(group, 'resource'));
    for (const scoped of listIn(group, names.scopes)) {
      const scope = shortText(objectIn(scoped, 'scope')['name']);
      for (const entry of listIn(scoped, names.entries)) {
        if (entries.length === MAX_TELEMETRY_RECORDS) throw tooMany();
        const name = shortText(entry[names.name]);
        const timeUnixNano = names.times.map((time) => nanosOf(entry[time])).find((at) => at !== undefined);
        entries.push({
          resource,
          ...(scope !== undefined && { scope }),
          ...(name !== undefined && { name }),
          ...(timeUnixNano !== undefined && { timeUnixNano }),
          attributes: attributesOf(entry),
        });
      }
    }
  }
  return entries;
}

function attributesOf(holder: JsonObject): Map<string, AttributeValue> {
  const attributes = new Map<string, AttributeValue>();
  for (const { key, value } of listIn(holder, 'attributes')) {
    if (typeof key !== 'string' || !isRead(key)) continue;
    const read = valueOf(value === undefined || value === null ? {} : objectOf(value));
    if (read !== undefined) attributes.set(key, read);
  }
  return attributes;
}

function valueOf({ stringValue, intValue, doubleValue, boolValue }: JsonObject): AttributeValue | undefined {
  if (typeof boolValue === 'boolean') return boolValue;
  if (typeof doubleValue === 'number') return doubleValue;
  if (typeof intValue === 'number') return intValue;
  // As text, 64-bit integers and `NaN` become numbers where one is needed.
  return shortText(stringValue ?? intValue ?? doubleValue);
}

function nanosOf(value: unknown): bigint | undefined {
  const isWhole =
    (typeof value === 'string' && /^\d{1,19}$/.test(value)) ||
    (typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 2 ** 63);
  const nanos = isWhole ? BigInt(value) : 0n;
  // Zero stands for unknown.
  return nanos > 0n ? nanos : undefined;
}

function shortText(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > MAX_ATTRIBUTE_BYTES) return undefined;
  return new TextEncoder().encode(value).length <= MAX_ATTRIBUTE_BYTES ? value : undefined;
}

function listIn(holder: JsonObject, name: string): readonly JsonObject[] {
  const list = holder[name] ?? [];
  if (!Array.isArray(list)) throw malformed();
  return list.map(objectOf);
}

function objectIn(holder: JsonObject, name: string): JsonObject {
  return objectOf(holder[name] ?? {});
}

function objectOf(value: unknown): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw malformed();
}

function tooMany(): TelemetryError {
  return new TelemetryError(
    'too_many_records',
    `A request may have at most ${MAX_TELEMETRY_RECORDS} of them.`,
  );
}

function malformed(): TelemetryError {
  return new TelemetryError('malformed', 'The body is not the JSON of an OTLP export request.');
}
