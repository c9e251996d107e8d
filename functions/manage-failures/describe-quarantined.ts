import { type FailedMessageResponse, isPlainId } from '@token-ledger/contract';
import { DAY_MS, iso, QUARANTINE_DAYS, type QuarantinedRecord, quarantineDay } from '@token-ledger/core';
import { encodeQuarantinedId } from './failed-message-id.ts';
import { prepareQuarantined, type QuarantineRules } from './prepare-retry.ts';

/**
 * What is shown of a quarantined record: those of its fields that have the form of an id, and whether a retry would succeed by the
 * present rules.
 */
export function describeQuarantined(
  quarantined: QuarantinedRecord,
  rules: QuarantineRules,
): FailedMessageResponse {
  const { id, receivedAtMs, reason, problems } = quarantined;
  const record = fieldsOf(quarantined.record);
  const requestId = record['requestId'] ?? record['messageId'];
  const plain = (field: string) => (isPlainId(record[field]) ? { [field]: record[field] } : {});
  return {
    id: encodeQuarantinedId({ day: quarantineDay(receivedAtMs), id }),
    place: 'quarantine',
    reason,
    receivedAt: iso(receivedAtMs),
    expiresAt: iso(receivedAtMs + QUARANTINE_DAYS * DAY_MS),
    retryable: prepareQuarantined(quarantined, rules).kind === 'ready',
    problems,
    records: 1,
    requestIds: isPlainId(requestId) ? [requestId] : [],
    ...plain('accessKeyId'),
    ...plain('model'),
  };
}

function fieldsOf(json: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(json);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
