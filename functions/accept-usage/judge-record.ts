import {
  disabledProblem,
  type Problem,
  parseUsageRecord,
  type RecordContext,
  type ResultCode,
  tooManyTokensProblem,
  tooOldProblem,
} from '@token-ledger/contract';
import {
  type AdmissionLimits,
  admit,
  type DisabledIds,
  disabledFields,
  type ReportedUsage,
  type UsageRecord,
} from '@token-ledger/core';

/** A record that may be stored: as reported, and as the ledger will hold it. */
export interface AdmittedRecord {
  readonly kind: 'admitted';
  readonly reported: ReportedUsage;
  readonly record: UsageRecord;
  /** Names of its figures that are not known. */
  readonly unknownFigures?: readonly string[] | undefined;
}

/** A record that will never count as it is. */
export interface RejectedRecord {
  readonly kind: 'rejected';
  readonly code: ResultCode;
  readonly requestId?: string;
  readonly problems: readonly Problem[];
}

/** A record that would count, had it not more tokens than one call can have used. */
export interface ImplausibleRecord {
  readonly kind: 'implausible';
  readonly code: 'too_many_tokens';
  readonly reported: ReportedUsage;
  readonly problems: readonly Problem[];
}

/** A record that a defect here kept from being judged; it may be sent again. */
export interface UnjudgedRecord {
  readonly kind: 'unjudged';
  readonly error: unknown;
}

/** What a record has to be besides valid. */
export interface IntakeRules {
  readonly limits: AdmissionLimits;
  readonly disabled: DisabledIds;
}

/** Whether one record is valid, permitted, recent enough, and of nobody who is disabled. */
export function judgeRecord(
  json: unknown,
  context: RecordContext,
  receivedAtMs: number,
  { limits, disabled }: IntakeRules,
): AdmittedRecord | RejectedRecord | ImplausibleRecord {
  const parsed = parseUsageRecord(json, context);
  if (!parsed.ok) {
    const { problems } = parsed;
    const onlyForbidden = problems.every(({ code }) => code === 'not_permitted');
    return { kind: 'rejected', code: onlyForbidden ? 'not_permitted' : 'invalid_record', problems };
  }
  const { usage, unknownFigures } = parsed;
  const admission = admit(usage, receivedAtMs, limits);
  if (admission.kind === 'admitted') {
    const refused = disabledFields(admission.record, disabled);
    if (refused.length === 0) {
      return { kind: 'admitted', reported: usage, record: admission.record, unknownFigures };
    }
    return {
      kind: 'rejected',
      code: 'disabled',
      requestId: usage.requestId,
      problems: refused.map((field) => disabledProblem(context.path ?? '', field)),
    };
  }
  if (admission.kind === 'too_many_tokens') {
    const { tokens, maxTokens } = admission;
    const problems = [tooManyTokensProblem(context.path ?? '', tokens, maxTokens)];
    return { kind: 'implausible', code: admission.kind, reported: usage, problems };
  }
  return {
    kind: 'rejected',
    code: 'too_old',
    requestId: usage.requestId,
    problems: [tooOldProblem(context.path ?? '', admission.oldestAllowedMs)],
  };
}
