import { isPlainId } from '@token-ledger/contract';
import type { RecordDescription } from '../shared/describe-usage.ts';

/*
 * What the quarantine keeps of a record that breaks a rule: enough to find its sender and to know what was not counted. That
 * is the counters of Anthropic's usage object, by their known names, and ids in the plain form of an id: no name or text
 * that a sender could have made of content, and no secret.
 */

const IDS = [
  'requestId',
  'messageId',
  'occurredAt',
  'accessKeyId',
  'userId',
  'model',
  'feature',
  'endpoint',
  'stopReason',
  'status',
  'detail',
  'source',
] as const;

const COUNTERS = [
  'input_tokens',
  'output_tokens',
  'cache_creation_input_tokens',
  'cache_read_input_tokens',
] as const;

const NESTED_COUNTERS = {
  cache_creation: ['ephemeral_5m_input_tokens', 'ephemeral_1h_input_tokens'],
  output_tokens_details: ['thinking_tokens'],
  server_tool_use: ['web_search_requests', 'web_fetch_requests'],
} as const;

type JsonObject = Readonly<Record<string, unknown>>;

/** JSON of the plain ids of a record, and of the counters of its usage. */
export function describeRecord(record: unknown): RecordDescription {
  if (!isObject(record))
    return { record: JSON.stringify({ type: Array.isArray(record) ? 'array' : typeof record }) };
  const message = isObject(record['message']) ? record['message'] : {};
  const usage = record['usage'] ?? message['usage'];
  const ids = idsOf({ model: message['model'], ...record });
  const counters = isObject(usage) ? countersOf(usage) : undefined;
  const described = JSON.stringify({
    ...ids,
    ...(isPlainId(message['id']) && { messageId: message['id'] }),
    ...(counters && { usage: counters }),
  });
  const complete =
    isObject(record['usage']) &&
    counters !== undefined &&
    sizeOf(record) === sizeOf(ids) + 1 &&
    sizeOf(usage) === sizeOf(counters) &&
    Object.keys(NESTED_COUNTERS).every((name) => sizeOf(usage, name) === sizeOf(counters, name));
  return { record: described, ...(complete && { complete }) };
}

function idsOf(record: JsonObject): JsonObject {
  return picked(record, IDS, (value) => isPlainId(value) || isCounter(value));
}

function countersOf(usage: JsonObject): JsonObject {
  const nested = Object.entries(NESTED_COUNTERS).flatMap(([name, counters]) => {
    const object = usage[name];
    return isObject(object) ? [[name, picked(object, counters, isCounter)] as const] : [];
  });
  return { ...picked(usage, COUNTERS, isCounter), ...Object.fromEntries(nested) };
}

function picked(
  object: JsonObject,
  names: readonly string[],
  isKept: (value: unknown) => boolean,
): JsonObject {
  return Object.fromEntries(
    names.filter((name) => isKept(object[name])).map((name) => [name, object[name]] as const),
  );
}

/** How many fields an object has, or one that lies in it. */
function sizeOf(value: unknown, name?: string): number {
  const object = name !== undefined && isObject(value) ? value[name] : value;
  return isObject(object) ? Object.keys(object).length : 0;
}

function isCounter(value: unknown): value is number {
  return typeof value === 'number';
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
