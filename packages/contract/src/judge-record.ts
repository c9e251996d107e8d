import {
  type AdmissionLimits,
  admit,
  type DisabledIds,
  disabledFields,
  type ReportedUsage,
  type UsageRecord,
} from '@token-ledger/core';
import { disabledProblem, type Problem, tooManyTokensProblem, tooOldProblem } from './problem.ts';
import { parseUsageRecord, type RecordContext } from './usage-record.ts';

/** Whether one record counts. Every way in decides by this: over HTTP, through the queue, and by retrying what failed. */
export type Judgement = AdmittedRecord | RejectedRecord;

/** A record that may be stored: as reported, and as the ledger will hold it. */
export interface AdmittedRecord {
  readonly kind: 'admitted';
  readonly reported: ReportedUsage;
  readonly record: UsageRecord;
  /** Names of its figures that are not known and therefore not counted; absent if there are none. */
  readonly unknownFigures?: readonly string[];
}

export type RejectedRecord = UnreadableRecord | RefusedRecord;

/** A record that breaks a rule of its form, or that its caller may not report. */
export interface UnreadableRecord {
  readonly kind: 'rejected';
  readonly code: 'invalid_record' | 'not_permitted';
  readonly problems: readonly Problem[];
}

/** A valid record that does not count under the present settings. */
export interface RefusedRecord {
  readonly kind: 'rejected';
  readonly code: 'disabled' | 'too_old' | 'too_many_tokens';
  readonly reported: ReportedUsage;
  readonly problems: readonly Problem[];
}

/** What a record must meet besides being valid. */
export interface IntakeRules {
  readonly limits: AdmissionLimits;
  readonly disabled: DisabledIds;
}

/**
 * Judges a record by when it was received, not by when this runs: for the same receipt and rules the outcome is the same, so
 * redelivery changes nothing.
 */
export function judgeRecord(
  json: unknown,
  context: RecordContext,
  receivedAtMs: number,
  { limits, disabled }: IntakeRules,
): Judgement {
  const { path = '' } = context;
  const parsed = parseUsageRecord(json, context);
  if (!parsed.ok) {
    const { problems } = parsed;
    const onlyForbidden = problems.every(({ code }) => code === 'not_permitted');
    return { kind: 'rejected', code: onlyForbidden ? 'not_permitted' : 'invalid_record', problems };
  }
  const { ok: _, usage: reported, ...figures } = parsed;
  const refused = (code: RefusedRecord['code'], ...problems: Problem[]): RefusedRecord => ({
    kind: 'rejected',
    code,
    reported,
    problems,
  });
  const admission = admit(reported, receivedAtMs, limits);
  switch (admission.kind) {
    case 'too_old':
      return refused('too_old', tooOldProblem(path, admission.oldestAllowedMs));
    case 'too_many_tokens':
      return refused('too_many_tokens', tooManyTokensProblem(path, admission.tokens, admission.maxTokens));
    case 'admitted': {
      const { record } = admission;
      const fields = disabledFields(record, disabled);
      return fields.length === 0
        ? { kind: 'admitted', reported, record, ...figures }
        : refused('disabled', ...fields.map((field) => disabledProblem(path, field)));
    }
  }
}
