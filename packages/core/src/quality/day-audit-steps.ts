import type { Bucket } from '../time/bucket.ts';
import { RECORD_SOURCES } from '../usage/source.ts';
import type { CheckedPart } from './check-part.ts';
import {
  type AuditOutcome,
  type DayAudit,
  MAX_AUDIT_OUTCOMES,
  type OpenCheck,
  type PartResult,
} from './day-audit.ts';
import type { SampledRecords } from './sample-claims.ts';
import { addCounts, NO_RECORDS } from './source-counts.ts';

/*
 * How an audit continues after a part of it was checked. Nothing here reads or writes.
 */

/** A bucket that still differs after so many computations is left to a person. */
const MAX_ATTEMPTS = 2;

export interface AuditStep {
  readonly audit: DayAudit;
  /** What the roll-up must compute again, once the audit is stored. */
  readonly marks: readonly Bucket[];
}

export interface StepOptions {
  /** No later run will look whether a mark repaired what differed. */
  readonly isLast: boolean;
  /** Whether the part is of the audited day itself, whose records are judged. */
  readonly isOfDay: boolean;
}

export function afterPart(
  audit: DayAudit,
  check: OpenCheck,
  part: CheckedPart,
  { isLast, isOfDay }: StepOptions,
): AuditStep {
  const { attempts = 0, differed: before = 0 } = check;
  // A sum must not take over what is in doubt below it.
  const isMarkable = attempts < MAX_ATTEMPTS && (check.kind === 'hour' || !hasDoubts(audit, check));
  const marks = isMarkable ? part.marks : [];
  // What is in doubt at first may be a record on its way, or an erasure under way: a person is asked if it stays.
  const isNews = part.differing > 0 && attempts === 0;
  if ((marks.length > 0 || isNews) && !isLast) {
    const again = { ...check, differed: Math.max(before, part.differing), attempts: attempts + 1 };
    return { audit: { ...audit, open: audit.open.map((each) => (each === check ? again : each)) }, marks };
  }
  const isPending = part.result === 'pending';
  // Of one that waits for the roll-up, nothing but what was found before is known.
  const kept = isPending ? before : part.differing;
  const repaired = Math.max(0, before - kept);
  const isWaiting = isPending || marks.length > 0;
  const outcome: AuditOutcome = kept === 0 ? 'repaired' : isWaiting ? 'waiting' : 'kept';
  const closed = close(audit, check, part.result, { kept, repaired, compared: part.compared, outcome });
  return { audit: isOfDay ? withRecords(closed, part) : closed, marks };
}

/** Whether figures differ elsewhere, for good or for now. */
function hasDoubts({ figures, open }: DayAudit, check: OpenCheck): boolean {
  return figures.kept > 0 || open.some((other) => other !== check && other.differed !== undefined);
}

export function afterSample(
  audit: DayAudit,
  check: OpenCheck,
  { looked, repaired, doubtful }: SampledRecords,
): DayAudit {
  const outcome = doubtful > 0 ? 'kept' : 'repaired';
  return close(audit, check, 'compared', { kept: doubtful, repaired, compared: looked, outcome });
}

/** Time is over: what differed when it was last looked at is not taken for right. */
export function leaveUnchecked(audit: DayAudit): DayAudit {
  return audit.open.reduce(
    (left, check) =>
      close(left, check, 'unchecked', {
        kept: check.differed ?? 0,
        repaired: 0,
        compared: 0,
        outcome: 'waiting',
      }),
    audit,
  );
}

function close(
  audit: DayAudit,
  check: OpenCheck,
  result: PartResult,
  found: {
    readonly kept: number;
    readonly repaired: number;
    readonly compared: number;
    readonly outcome: AuditOutcome;
  },
): DayAudit {
  const { kind, id } = check;
  const { kept, repaired, compared, outcome } = found;
  const figures = kept + repaired;
  const outcomes = figures === 0 ? [] : [{ kind, id, figures, outcome }];
  return {
    ...audit,
    open: audit.open.filter((each) => each !== check),
    parts: { ...audit.parts, [result]: audit.parts[result] + 1 },
    figures: {
      compared: audit.figures.compared + compared,
      repaired: audit.figures.repaired + repaired,
      kept: audit.figures.kept + kept,
    },
    outcomes: [...audit.outcomes, ...outcomes].slice(0, MAX_AUDIT_OUTCOMES),
  };
}

function withRecords(audit: DayAudit, { sources }: CheckedPart): DayAudit {
  const sums = RECORD_SOURCES.flatMap((source) => {
    const [before, more] = [audit.sources[source], sources.get(source)];
    return before || more ? [[source, addCounts(before ?? NO_RECORDS, more ?? NO_RECORDS)] as const] : [];
  });
  return { ...audit, sources: Object.fromEntries(sums) };
}
