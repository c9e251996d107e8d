import {
  type AdmittedRecord,
  type IntakeRules,
  judgeRecord,
  type Problem,
  parseEnvelope,
  type RejectedRecord,
} from '@token-ledger/contract';
import { DAY_MS, FUTURE_TOLERANCE_MS, LONGEST_QUEUE_DAYS, type QuarantinedRecord } from '@token-ledger/core';
import type { SQSRecord } from 'aws-lambda';
import { describeUsage, type RecordDescription } from '../shared/describe-usage.ts';
import { describeRecord } from './describe-record.ts';

/** What a message of the queue holds, sorted by what the handler does with it. */
export interface JudgedMessage {
  readonly messageId: string;
  readonly admitted: readonly CountableRecord[];
  readonly refused: readonly QuarantinedRecord[];
  /** The length of the JSON that it was read from. */
  readonly characters: number;
  /** Its records count only if no other access key has reported their calls. */
  readonly witness?: true;
  /** Why a record of it could not be judged, which is a defect here: the message has to come again. */
  readonly defect?: unknown;
}

export type ReadMessage =
  | JudgedMessage
  /** There was no time to read it: it has to come again. */
  | { readonly messageId: string; readonly unread: true }
  /** Unreadable as a whole: it is handed back until it lands in the dead-letter queue. */
  | { readonly messageId: string; readonly problems: readonly Problem[] };

export interface CountableRecord extends Pick<AdmittedRecord, 'record' | 'unknownFigures'> {
  /** For the case that its hour turns out to be frozen by now. */
  readonly asTooOld: () => QuarantinedRecord;
}

/** What a message must meet. */
export interface MessageRules extends IntakeRules {
  /** The access keys of records that name none, by the name of the queue that they came through. */
  readonly defaultAccessKeys?: Readonly<Record<string, string>>;
}

/** Reads one message by the same rules as the HTTP intake. Never rejects. */
export async function readMessage(
  message: SQSRecord,
  { defaultAccessKeys = {}, ...rules }: MessageRules,
): Promise<Exclude<ReadMessage, { unread: true }>> {
  const { messageId } = message;
  const envelope = await parseEnvelope(message.body);
  if (!envelope.ok) return { messageId, problems: envelope.problems };

  const receivedAtMs = receivedAt(message, envelope.receivedAtMs);
  const defaultAccessKeyId = defaultAccessKeys[message.eventSourceARN.split(':').at(-1) ?? ''];
  const context = { problemsAreKept: true, ...(defaultAccessKeyId !== undefined && { defaultAccessKeyId }) };
  const admitted: CountableRecord[] = [];
  const refused: QuarantinedRecord[] = [];
  let defect: unknown;
  for (const [index, json] of envelope.records.entries()) {
    try {
      const judged = judgeRecord(json, context, receivedAtMs, rules);
      const place = { id: `${messageId}#${index}`, receivedAtMs };
      if (judged.kind === 'admitted') admitted.push(countable(judged, place));
      else {
        const description = 'reported' in judged ? describeUsage(judged.reported) : describeRecord(json);
        refused.push(quarantined(judged, description, place));
      }
    } catch (error) {
      defect = error;
    }
  }
  const { characters, witness } = envelope;
  return {
    messageId,
    admitted,
    refused,
    characters,
    ...(witness && { witness }),
    ...(defect !== undefined && { defect }),
  };
}

type Place = Pick<QuarantinedRecord, 'id' | 'receivedAtMs'>;

function countable({ record, reported, unknownFigures }: AdmittedRecord, place: Place): CountableRecord {
  return {
    record,
    asTooOld: () => quarantined({ code: 'too_old', problems: [FROZEN] }, describeUsage(reported), place),
    ...(unknownFigures && { unknownFigures }),
  };
}

function quarantined(
  { code, problems }: Pick<RejectedRecord, 'code' | 'problems'>,
  description: RecordDescription,
  place: Place,
): QuarantinedRecord {
  return {
    ...place,
    reason: code,
    problems: problems.map(({ path, message }) => ({ path, message })),
    ...description,
  };
}

const FROZEN: Problem = {
  path: '/occurredAt',
  code: 'too_old',
  message:
    'must be in an hour that was not frozen when the message was consumed, as must the record that it completes',
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
