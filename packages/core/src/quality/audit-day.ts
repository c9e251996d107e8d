import type { QuarantineStore } from '../ledger/ledger-store.ts';
import { markBuckets } from '../ledger/mark-hours.ts';
import { CLOSING_GRACE_MS } from '../ledger/roll-up/closing-grace.ts';
import type { Bucket } from '../time/bucket.ts';
import type { CheckHourDeps } from './check-hour.ts';
import { checkPart } from './check-part.ts';
import { countQuarantined } from './count-quarantined.ts';
import type { DayAudit, DayAuditStore, OpenCheck } from './day-audit.ts';
import { type AuditStep, afterPart, afterSample, leaveUnchecked } from './day-audit-steps.ts';
import { PendingBuckets } from './pending-buckets.ts';
import { type PlanDeps, planAudit } from './plan-audit.ts';
import { type SampleClaimsDeps, sampleClaims } from './sample-claims.ts';

/*
 * Audits the last day that is over, and some of the past, a part at a time. What differs and is safe to compute again is marked for
 * the roll-up; whether that repaired it, a later run of the same night finds out by comparing it again. What may be the
 * trace of lost records stays as it is, and is reported.
 */

export interface AuditDayDeps
  extends CheckHourDeps,
    Omit<PlanDeps, 'store'>,
    Omit<SampleClaimsDeps, 'store'> {
  readonly store: CheckHourDeps['store'] &
    SampleClaimsDeps['store'] &
    Pick<QuarantineStore, 'listQuarantined'>;
  readonly audits: DayAuditStore;
}

export interface AuditDayOptions {
  /** No part is begun at or after this instant. */
  readonly deadlineMs: number;
  /** After so many runs the audit is over, with what it has found by then. */
  readonly maxRuns: number;
  readonly maxRecords?: number;
  /** Called with each part that could not be checked. The next run tries again. */
  readonly onFailure?: (check: OpenCheck, error: unknown) => void;
  /** Called with the audit of the day before, if its last run could not end it: with what it had found. */
  readonly onEnded?: (audit: DayAudit) => void;
}

export interface AuditDayRun {
  /** `overtaken`: another run works on the same audit, and continues it. */
  readonly kind: 'finished' | 'unfinished' | 'overtaken' | 'finishedBefore';
  readonly audit: DayAudit;
}

/** The last day that is over, and that the roll-up could have closed. */
export function dayToAudit({ calendar, clock }: Pick<AuditDayDeps, 'calendar' | 'clock'>): Bucket {
  const today = calendar.bucketAt('day', clock() - CLOSING_GRACE_MS);
  return calendar.bucketAt('day', today.startMs - 1);
}

export async function auditDay(deps: AuditDayDeps, options: AuditDayOptions): Promise<AuditDayRun> {
  const day = dayToAudit(deps);
  const stored = await deps.audits.getDayAudit(day.id);
  if (stored?.finishedAtMs !== undefined) return { kind: 'finishedBefore', audit: stored };
  const begun = stored ?? (await begin(deps, day, options));
  let audit: DayAudit = { ...begun, runs: begun.runs + 1 };
  const put = async (next: DayAudit): Promise<boolean> => {
    audit = { ...next, revision: next.revision + 1, updatedAtMs: deps.clock() };
    return deps.audits.putDayAudit(audit);
  };
  const isLast = audit.runs >= options.maxRuns;
  const known = begun.open.length === 0 ? undefined : await PendingBuckets.read(deps.store, deps.calendar);
  for (const check of begun.open) {
    if (!known || deps.clock() >= options.deadlineMs) break;
    const step = await tryToTake(deps, audit, check, known, isLast, options);
    if (!step) continue;
    // Stored before it is marked: the next run finds out whether the mark was lost, or repaired what differed.
    if (!(await put(step.audit))) return { kind: 'overtaken', audit };
    await markBuckets(deps, step.marks, false, true);
  }
  const isDone = audit.open.length === 0 || isLast;
  if (!(await put(isDone ? await finished(deps, audit) : audit))) return { kind: 'overtaken', audit };
  return { kind: isDone ? 'finished' : 'unfinished', audit };
}

/** The audit of a day, after that of the day before: if its last run was killed, it ends with what it has found. */
async function begin(deps: AuditDayDeps, day: Bucket, { onEnded }: AuditDayOptions): Promise<DayAudit> {
  const before = await deps.audits.getDayAudit(deps.calendar.bucketAt('day', day.startMs - 1).id);
  if (before && before.finishedAtMs === undefined) {
    const ended = {
      ...(await finished(deps, before)),
      revision: before.revision + 1,
      updatedAtMs: deps.clock(),
    };
    if (await deps.audits.putDayAudit(ended)) onEnded?.(ended);
  }
  return planAudit(deps, day);
}

/** One part that cannot be read must not keep the others from being compared. */
async function tryToTake(...[deps, audit, check, known, isLast, options]: Parameters<typeof take>) {
  try {
    return await take(deps, audit, check, known, isLast, options);
  } catch (error) {
    options.onFailure?.(check, error);
    return undefined;
  }
}

/** Nothing for a part that waits for the roll-up: it is left to the next run, and the last one takes what is there. */
async function take(
  deps: AuditDayDeps,
  audit: DayAudit,
  check: OpenCheck,
  known: PendingBuckets,
  isLast: boolean,
  { maxRecords }: AuditDayOptions,
): Promise<AuditStep | undefined> {
  const { kind, id } = check;
  if (kind === 'records') return { audit: afterSample(audit, check, await sampleClaims(deps)), marks: [] };
  const bucket = deps.calendar.bucket(kind, id);
  if (known.has(bucket) && !isLast) return undefined;
  const part = await checkPart(deps, bucket, known, maxRecords);
  if (part.result === 'pending' && !isLast) return undefined;
  const isOfDay = kind === 'hour' && bucket.startMs < audit.toMs && bucket.endMs > audit.fromMs;
  return afterPart(audit, check, part, { isLast, isOfDay });
}

async function finished(deps: AuditDayDeps, audit: DayAudit): Promise<DayAudit> {
  const { records } = await countQuarantined(deps.store, audit.fromMs, audit.toMs);
  return { ...leaveUnchecked(audit), quarantined: records, finishedAtMs: deps.clock() };
}
