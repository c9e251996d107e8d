import {
  type IntakeRules,
  judgeRecord,
  MAX_MESSAGE_BYTES,
  type Problem,
  parseEnvelope,
  parseNotificationMessage,
  tooOldProblem,
} from '@token-ledger/contract';
import {
  type AdmissionLimits,
  type Clock,
  DAY_MS,
  type DeadLetter,
  type DisabledIds,
  frozenBefore,
  isFrozen,
  LONGEST_QUEUE_DAYS,
  type Preparation,
  type QuarantinedRecord,
  type Retention,
} from '@token-ledger/core';
import { NO_NOTIFICATION } from './describe-dead-letter.ts';

export type RetryPreparation = Preparation<readonly Problem[]>;

/** A dead letter of usage as it was, with the time of its first receipt: a retry must not make it look younger. */
export async function prepareUsage({ body, sentAtMs }: DeadLetter): Promise<RetryPreparation> {
  const envelope = await parseEnvelope(body);
  if (!envelope.ok) return refused(envelope.problems);
  if (envelope.receivedAtMs !== undefined) return { kind: 'ready', body };
  const said = `"receivedAt":${sentAtMs}`;
  // The text itself is kept: parsed and written again, large numbers would not be the same.
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

export interface QuarantineRules extends IntakeRules {
  readonly retention: Retention;
  readonly nowMs: number;
}

/** What a function that judges quarantined records needs. */
export interface QuarantineRulesDeps {
  readonly retention: () => Retention;
  readonly limits: AdmissionLimits;
  readonly disabledIds: () => Promise<DisabledIds>;
  readonly clock: Clock;
}

/** The rules as they are now. */
export async function quarantineRules({
  retention,
  limits,
  disabledIds,
  clock,
}: QuarantineRulesDeps): Promise<QuarantineRules> {
  return { limits, disabled: await disabledIds(), retention: retention(), nowMs: clock() };
}

/** A quarantined record, if all of it was kept and the queue's consumer would count it now. */
export function prepareQuarantined(
  { record, complete, receivedAtMs }: QuarantinedRecord,
  { retention, nowMs, ...rules }: QuarantineRules,
): RetryPreparation {
  if (!complete) return refused([INCOMPLETE]);
  // The consumer does not believe in a receipt that is longer ago.
  const believed = receivedAtMs > nowMs - (LONGEST_QUEUE_DAYS - 1) * DAY_MS;
  const judgedAtMs = believed ? receivedAtMs : nowMs;
  const judged = judgeRecord(JSON.parse(record), { problemsAreKept: true }, judgedAtMs, rules);
  if (judged.kind === 'rejected') return refused(judged.problems);
  if (isFrozen(judged.record.occurredAtMs, nowMs, retention))
    return refused([tooOldProblem('', frozenBefore(nowMs, retention))]);
  return { kind: 'ready', body: `{"v":1,"receivedAt":${receivedAtMs},"records":[${record}]}` };
}

const INCOMPLETE: Problem = {
  path: '',
  code: 'required',
  message:
    'must be whole, but parts of it were not kept because they could be content; have its sender report it again',
};

function refused(refusal: readonly Problem[]): RetryPreparation {
  return { kind: 'refused', refusal };
}

function isEnvelope(body: string): boolean {
  return Object.hasOwn(JSON.parse(body) as object, 'v');
}
