import {
  disabledProblem,
  type Problem,
  parseEnvelope,
  parseUsageRecord,
  tooManyTokensProblem,
  tooOldProblem,
} from '@token-ledger/contract';
import {
  type AdmissionLimits,
  admit,
  DAY_MS,
  type DisabledIds,
  disabledFields,
  FUTURE_TOLERANCE_MS,
  LONGEST_QUEUE_DAYS,
  type QuarantinedRecord,
  type UsageRecord,
} from '@token-ledger/core';
import type { SQSRecord } from 'aws-lambda';
import { describeUsage, type RecordDescription } from '../shared/describe-usage.ts';
import { describeRecord } from './describe-record.ts';

/** What a message of the queue holds, sorted by what is to be done with it. */
export type ReadMessage =
  | {
      readonly messageId: string;
      readonly admitted: readonly AdmittedRecord[];
      readonly refused: readonly QuarantinedRecord[];
      /** The length of the JSON that it was read from. */
      readonly characters: number;
      /** Why a record of it could not be judged, which is a defect here: the message has to come again. */
      readonly defect?: unknown;
    }
  /** There was no time to read it: it has to come again. */
  | { readonly messageId: string; readonly unread: true }
  /** Unreadable as a whole: it is handed back until it lands in the dead-letter queue. */
  | { readonly messageId: string; readonly problems: readonly Problem[] };

export interface AdmittedRecord {
  readonly record: UsageRecord;
  /** For the case that its hour turns out to be frozen by now. */
  readonly asTooOld: () => QuarantinedRecord;
  /** Names of its figures that are not known; the intake over HTTP has reported them before. */
  readonly unknownFigures?: readonly string[] | undefined;
}

/** What a record has to be besides valid. */
export interface ConsumptionRules {
  readonly limits: AdmissionLimits;
  readonly disabled: DisabledIds;
}

/** Reads one message by the same rules as the HTTP intake. Never rejects. */
export async function readMessage(
  message: SQSRecord,
  { limits, disabled }: ConsumptionRules,
): Promise<Exclude<ReadMessage, { unread: true }>> {
  const { messageId } = message;
  const envelope = await parseEnvelope(message.body);
  if (!envelope.ok) return { messageId, problems: envelope.problems };

  const receivedAtMs = receivedAt(message, envelope.receivedAtMs);
  const admitted: AdmittedRecord[] = [];
  const refused: QuarantinedRecord[] = [];
  const judge = (json: unknown, index: number): void => {
    const refuse = (
      reason: string,
      problems: QuarantinedRecord['problems'],
      description: RecordDescription,
    ): QuarantinedRecord => ({
      id: `${messageId}#${index}`,
      receivedAtMs,
      reason,
      problems: problems.map(({ path, message: text }) => ({ path, message: text })),
      ...description,
    });
    const parsed = parseUsageRecord(json, { problemsAreKept: true });
    if (!parsed.ok) {
      refused.push(refuse('invalid_record', parsed.problems, describeRecord(json)));
      return;
    }
    const { usage, unknownFigures } = parsed;
    const tooOld = (problem: QuarantinedRecord['problems'][number]) =>
      refuse('too_old', [problem], describeUsage(usage));
    const admission = admit(usage, receivedAtMs, limits);
    if (admission.kind === 'too_old') {
      refused.push(tooOld(tooOldProblem('', admission.oldestAllowedMs)));
      return;
    }
    if (admission.kind === 'too_many_tokens') {
      const problem = tooManyTokensProblem('', admission.tokens, admission.maxTokens);
      refused.push(refuse(admission.kind, [problem], describeUsage(usage)));
      return;
    }
    const { record } = admission;
    const fields = disabledFields(record, disabled);
    if (fields.length === 0) admitted.push({ record, asTooOld: () => tooOld(frozenProblem), unknownFigures });
    else {
      const problems = fields.map((field) => disabledProblem('', field));
      refused.push(refuse('disabled', problems, describeUsage(usage)));
    }
  };
  let defect: unknown;
  for (const [index, json] of envelope.records.entries()) {
    try {
      judge(json, index);
    } catch (error) {
      defect = error;
    }
  }
  const { characters } = envelope;
  return { messageId, admitted, refused, characters, ...(defect !== undefined && { defect }) };
}

const frozenProblem = {
  path: '/occurredAt',
  message: 'must be, and complete a record, in an hour that was not frozen when the message was consumed',
};

/**
 * When the records were received, which redelivery must not change: as the intake says, or when the queue took the
 * message. What the intake says is believed only as far as a message can have waited in the queues before it was sent
 * on, because an invented time would lift the late limit.
 */
function receivedAt({ attributes }: SQSRecord, saidMs: number | undefined): number {
  const sentMs = Number(attributes.SentTimestamp);
  if (saidMs === undefined) return sentMs;
  const believed = saidMs >= sentMs - LONGEST_QUEUE_DAYS * DAY_MS && saidMs <= sentMs + FUTURE_TOLERANCE_MS;
  return believed ? saidMs : sentMs;
}
