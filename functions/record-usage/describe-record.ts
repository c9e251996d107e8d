import { toWireRecord } from '@token-ledger/contract';
import type { QuarantinedRecord, ReportedUsage } from '@token-ledger/core';

/*
 * What the quarantine keeps of a record that cannot be counted: enough to find its sender and to know what was not
 * counted, and nothing that could be content.
 */

/** What the quarantine holds of a record at most, in bytes of JSON. */
const MAX_BYTES = 4096;
const KEPT_FIELDS = [
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
];
const MAX_TEXT_CHARACTERS = 128;
const MAX_COUNTERS = 32;

export type RecordDescription = Pick<QuarantinedRecord, 'record' | 'complete'>;

/** A record that broke no rule has nothing in it that could be content, and is kept as a whole if it is not too large. */
export function describeUsage(usage: ReportedUsage): RecordDescription {
  const wire = toWireRecord(usage);
  const record = JSON.stringify(wire);
  return Buffer.byteLength(record) <= MAX_BYTES ? { record, complete: true } : describeRecord(wire);
}

/** JSON of the identifying fields and the numbers of the usage object. */
export function describeRecord(record: unknown): RecordDescription {
  if (!isObject(record))
    return { record: JSON.stringify({ type: Array.isArray(record) ? 'array' : typeof record }) };
  const message = isObject(record['message']) ? record['message'] : {};
  const kept = KEPT_FIELDS.map((field) => [field, record[field]] as const).filter(([, value]) =>
    isShort(value),
  );
  const usage = record['usage'] ?? message['usage'];
  const numbers = isObject(usage) ? numbersOf(usage) : undefined;
  const described = JSON.stringify({
    ...Object.fromEntries(kept),
    ...(isShort(message['id']) ? { messageId: message['id'] } : {}),
    ...(numbers && { usage: numbers }),
  });
  const whole =
    isObject(record['usage']) &&
    Object.keys(record).length === kept.length + 1 &&
    Object.keys(record['usage']).length === Object.keys(numbers ?? {}).length;
  return { record: described, ...(whole && { complete: true }) };
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
