import { type Problem, parseEnvelope, parseUsageRecord } from '@token-ledger/contract';
import { type AdmissionLimits, admit, type QuarantinedRecord, type UsageRecord } from '@token-ledger/core';
import type { SQSRecord } from 'aws-lambda';
import { describeRecord } from './describe-record.ts';

/** What a message of the queue holds, sorted by what is to be done with it. */
export type ReadMessage =
  | {
      readonly messageId: string;
      readonly admitted: readonly AdmittedRecord[];
      readonly refused: readonly QuarantinedRecord[];
    }
  /** Unreadable as a whole: it is handed back until it lands in the dead-letter queue. */
  | { readonly messageId: string; readonly problems: readonly Problem[] };

export interface AdmittedRecord {
  readonly record: UsageRecord;
  /** For the case that its hour turns out to be frozen by now. */
  readonly asTooOld: () => QuarantinedRecord;
}

/** Reads one message by the same rules as the HTTP intake. Never rejects. */
export async function readMessage(message: SQSRecord, limits: AdmissionLimits): Promise<ReadMessage> {
  const { messageId } = message;
  const envelope = await parseEnvelope(message.body);
  if (!envelope.ok) return { messageId, problems: envelope.problems };

  // Direct senders do not say when: then it is when the queue took the message, which redelivery does not change.
  const receivedAtMs = envelope.receivedAtMs ?? Number(message.attributes.SentTimestamp);
  const admitted: AdmittedRecord[] = [];
  const refused: QuarantinedRecord[] = [];
  for (const [index, json] of envelope.records.entries()) {
    const refuse = (reason: string, problems: QuarantinedRecord['problems']): QuarantinedRecord => ({
      id: `${messageId}#${index}`,
      receivedAtMs,
      reason,
      problems: problems.map(({ path, message: text }) => ({ path, message: text })),
      record: describeRecord(json),
    });
    const tooOld = (limit: string) =>
      refuse('too_old', [{ path: '/occurredAt', message: `must not be before ${limit}` }]);
    const parsed = parseUsageRecord(json);
    if (!parsed.ok) {
      refused.push(refuse('invalid_record', parsed.problems));
      continue;
    }
    const admission = admit(parsed.usage, receivedAtMs, limits);
    if (admission.kind === 'admitted') {
      admitted.push({ record: admission.record, asTooOld: () => tooOld('what the retention still holds') });
    } else {
      refused.push(
        tooOld(`${new Date(admission.oldestAllowedMs).toISOString()}, the late limit at its receipt`),
      );
    }
  }
  return { messageId, admitted, refused };
}
