/*
 * What the quarantine keeps of a record that cannot be counted: enough to find its sender and to know what was not
 * counted, and nothing that could be content.
 */

const KEPT_FIELDS = [
  'requestId',
  'occurredAt',
  'accessKeyId',
  'userId',
  'model',
  'feature',
  'endpoint',
  'stopReason',
  'status',
];
const MAX_TEXT_CHARACTERS = 128;
const MAX_COUNTERS = 32;

/** JSON of the identifying fields and the numbers of the usage object; at most 4 KB. */
export function describeRecord(record: unknown): string {
  if (!isObject(record)) return JSON.stringify({ type: Array.isArray(record) ? 'array' : typeof record });
  const message = isObject(record['message']) ? record['message'] : {};
  const kept = KEPT_FIELDS.map((field) => [field, record[field]] as const).filter(([, value]) =>
    isShort(value),
  );
  const usage = record['usage'] ?? message['usage'];
  return JSON.stringify({
    ...Object.fromEntries(kept),
    ...(isShort(message['id']) ? { messageId: message['id'] } : {}),
    ...(isObject(usage) ? { usage: numbersOf(usage) } : {}),
  });
}

function numbersOf(usage: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const numbers = Object.entries(usage).filter(
    ([name, value]) => typeof value === 'number' && name.length <= 64,
  );
  return Object.fromEntries(numbers.slice(0, MAX_COUNTERS));
}

function isShort(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && value.length <= MAX_TEXT_CHARACTERS);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
