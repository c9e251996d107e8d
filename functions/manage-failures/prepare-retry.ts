import {
  MAX_MESSAGE_BYTES,
  type Problem,
  parseEnvelope,
  parseNotificationMessage,
  parseUsageRecord,
  tooManyTokensProblem,
  tooOldProblem,
} from '@token-ledger/contract';
import {
  type AdmissionLimits,
  admit,
  DAY_MS,
  type DeadLetter,
  frozenBefore,
  isFrozen,
  LONGEST_QUEUE_DAYS,
  type Preparation,
  type QuarantinedRecord,
  type Retention,
} from '@token-ledger/core';
import { NO_NOTIFICATION } from './describe-dead-letter.ts';

export type RetryPreparation = Preparation<readonly Problem[]>;

/** A dead letter of usage as it was, with when it was first received: retrying it must not make it look younger. */
export async function prepareUsage({ body, sentAtMs }: DeadLetter): Promise<RetryPreparation> {
  const envelope = await parseEnvelope(body);
  if (!envelope.ok) return refused(envelope.problems);
  if (envelope.receivedAtMs !== undefined) return { kind: 'ready', body };
  const said = `"receivedAt":${sentAtMs}`;
  // The text itself is kept: read and written anew, large numbers would not be the same.
  const dated = isEnvelope(body) ? body.replace('{', `{${said},`) : `{"v":1,${said},"records":[${body}]}`;
  return { kind: 'ready', body: Buffer.byteLength(dated) <= MAX_MESSAGE_BYTES ? dated : body };
}

export function prepareNotification({ body }: DeadLetter): RetryPreparation {
  try {
    parseNotificationMessage(body);
    return { kind: 'ready', body };
  } catch {
    return refused([{ path: '', code: 'wrong_type', message: NO_NOTIFICATION }]);
  }
}

export interface QuarantineRules {
  readonly limits: AdmissionLimits;
  readonly retention: Retention;
  readonly nowMs: number;
}

/** A quarantined record, if it is whole and by now nothing stands against counting it, by the rules of the queue's consumer. */
export function prepareQuarantined(
  { record, complete, receivedAtMs }: QuarantinedRecord,
  { limits, retention, nowMs }: QuarantineRules,
): RetryPreparation {
  if (!complete) return refused([INCOMPLETE]);
  const parsed = parseUsageRecord(JSON.parse(record), { problemsAreKept: true });
  if (!parsed.ok) return refused(parsed.problems);
  // The consumer does not believe in a receipt that is longer ago.
  const believed = receivedAtMs > nowMs - (LONGEST_QUEUE_DAYS - 1) * DAY_MS;
  const admission = admit(parsed.usage, believed ? receivedAtMs : nowMs, limits);
  if (admission.kind === 'too_old') return refused([tooOldProblem('', admission.oldestAllowedMs)]);
  if (admission.kind === 'too_many_tokens')
    return refused([tooManyTokensProblem('', admission.tokens, admission.maxTokens)]);
  if (isFrozen(admission.record.occurredAtMs, nowMs, retention))
    return refused([tooOldProblem('', frozenBefore(nowMs, retention))]);
  return { kind: 'ready', body: `{"v":1,"receivedAt":${receivedAtMs},"records":[${record}]}` };
}

const INCOMPLETE: Problem = {
  path: '',
  code: 'required',
  message: 'must be whole, and parts of it were not kept because they could be content; have it sent again',
};

function refused(refusal: readonly Problem[]): RetryPreparation {
  return { kind: 'refused', refusal };
}

function isEnvelope(body: string): boolean {
  return Object.hasOwn(JSON.parse(body) as object, 'v');
}
