import type { UsageRecord } from '../../usage/record.ts';
import type { Conflict, Place, ReplaceOutcome } from '../ledger-store.ts';
import { applyReports, recordReports } from './apply-reports.ts';
import { describeConflict } from './conflicts.ts';
import { type AgreedNames, agreedNames } from './group-reports.ts';
import { otherNameThan, revised, revisionOf } from './join.ts';
import { mergeRecords } from './merge-records.ts';
import type { RecordOutcome } from './record-outcome.ts';
import { claim, putOnRecord, replace, type Steps } from './store-calls.ts';
import { type IsFrozen, MAX_TRIES, tieNames } from './tie-names.ts';

/** What became of the reports of a call, and what copies must be written of, also when nothing changed. */
export interface Resolved {
  /** In the order of the reports. */
  readonly outcomes: readonly RecordOutcome[];
  /** The records that count. */
  readonly records: readonly UsageRecord[];
  /** Records that were merged into them. Their copies come last: a reader could otherwise not see the call at all. */
  readonly redirects: readonly UsageRecord[];
}

/** Where a call will be recorded. */
interface Target {
  readonly name: string;
  /** What is stored there, if that is known by now. */
  readonly record?: UsageRecord | undefined;
  readonly redirect?: UsageRecord | undefined;
  /** Another record of which a copy must be written: it stays a call of its own, but was changed. */
  readonly touched?: UsageRecord | undefined;
  /** Its record was erased. */
  readonly erased?: true;
  /** The names that the reports tie do not belong together. */
  readonly apart?: true;
  /** What contradicts, given the record that the reports go to. */
  readonly conflict?: ((record: UsageRecord) => Conflict) | undefined;
}

/**
 * So many reports of a call are compared without a store call in between. A batch can hold tens of thousands that one caller
 * made of one call on purpose, and time can be looked at only between store calls.
 */
const MAX_REPORTS_TOGETHER = 256;

/** Records the reports of a call. What contradicts is on record when it ends. */
export function* resolveCall(reports: readonly UsageRecord[], isFrozen: IsFrozen): Steps<Resolved> {
  const names = agreedNames(reports);
  const [first] = reports;
  if (!names || !first) return yield* oneByOne(reports, isFrozen);
  if (reports.length > MAX_REPORTS_TOGETHER) return yield* inParts(reports, MAX_REPORTS_TOGETHER, isFrozen);

  // 1. Names: which one leads to the record, and what is under the other one?
  const target = yield* findTarget(first, names, isFrozen);
  if ((target.erased || target.apart) && reports.length > 1) return yield* oneByOne(reports, isFrozen);
  const touched = target.touched ? [target.touched] : [];
  if (target.erased) return { outcomes: [ERASED], records: touched, redirects: [] };

  // 2. Claim, or join what is there.
  const own = target.apart ? reports.map(withoutOtherName) : reports;
  const resolved = yield* recordUnder(target, own, isFrozen);

  // 3. Names that do not belong together, or what was merged and contradicts.
  const [record] = resolved.records;
  const conflict = record && target.conflict?.(record);
  if (conflict) yield* putOnRecord([conflict]);
  return {
    outcomes: resolved.outcomes.map((outcome) => contradicted(outcome, conflict)),
    records: [...resolved.records, ...touched],
    redirects: resolved.redirects,
  };
}

/** Reports that tie names differently, or whose names turned out not to belong together: each goes by what it knows. */
function oneByOne(reports: readonly UsageRecord[], isFrozen: IsFrozen): Steps<Resolved> {
  return inParts(reports, 1, isFrozen);
}

function* inParts(reports: readonly UsageRecord[], size: number, isFrozen: IsFrozen): Steps<Resolved> {
  const parts: Resolved[] = [];
  for (let start = 0; start < reports.length; start += size)
    parts.push(yield* resolveCall(reports.slice(start, start + size), isFrozen));
  return {
    outcomes: parts.flatMap(({ outcomes }) => outcomes),
    records: parts.flatMap(({ records }) => records),
    redirects: parts.flatMap(({ redirects }) => redirects),
  };
}

function* findTarget(first: UsageRecord, names: AgreedNames, isFrozen: IsFrozen): Steps<Target> {
  const { accessKeyId, occurredAtMs, receivedAtMs } = first;
  const tied = yield* tieNames(accessKeyId, names, occurredAtMs, isFrozen);
  switch (tied.kind) {
    case 'named': {
      const { name, redirect, tiedTo, touched } = tied;
      if (tiedTo === undefined) return { name, redirect };
      const conflict = (record: UsageRecord) => describeConflict(record, first, 'names', tiedTo);
      return { name, apart: true, conflict, touched };
    }
    case 'found':
      return { name: tied.record.requestId, record: tied.record };
    case 'both': {
      const merged = yield* mergeRecords(tied.record, tied.other, receivedAtMs, isFrozen);
      const { name } = names;
      if (merged.kind === 'erased') return { name, erased: true, touched: merged.other };
      const { record, conflict } = merged;
      const target = { name, record, conflict: conflict && (() => conflict) };
      return merged.kind === 'apart'
        ? { ...target, apart: true, touched: merged.other }
        : { ...target, redirect: merged.redirect };
    }
    case 'erased':
      return { name: names.name, erased: true, touched: tied.touched };
  }
}

/** Claims the name of the target for the reports; where something is stored already, joins them to it. */
function* recordUnder(target: Target, reports: readonly UsageRecord[], isFrozen: IsFrozen): Steps<Resolved> {
  const redirects = target.redirect ? [target.redirect] : [];
  let { name } = target;
  let place: Place | undefined = target.record && { kind: 'record', record: target.record };
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    if (!place) {
      const recorded = recordReports(reports.map((report) => under(name, report)));
      place = yield* claim(recorded.record);
      if (!place) {
        yield* putConflicts(recorded.outcomes);
        return { outcomes: recorded.outcomes, records: [recorded.record], redirects };
      }
    }
    if (place.kind === 'erased') return { outcomes: reports.map(() => ERASED), records: [], redirects };
    if (place.kind === 'alias') {
      name = place.target;
      place = undefined;
      continue;
    }
    const record: UsageRecord = place.record;
    if (record.mergedInto !== undefined) {
      redirects.push(record);
      name = record.mergedInto;
      place = undefined;
      continue;
    }
    const applied = applyReports(record, reports, isFrozen(record));
    // Before anything is replaced: afterwards nobody could see any more what a complete report contradicted.
    yield* putConflicts(applied.outcomes);
    if (applied.record === record) return { outcomes: applied.outcomes, records: [record], redirects };
    const next = revised(record, applied.record);
    const outcome: ReplaceOutcome = yield* replace(next, revisionOf(record));
    if (outcome.kind === 'replaced') return { outcomes: applied.outcomes, records: [next], redirects };
    place = outcome.place;
  }
  throw new Error(`A record was changed by others ${MAX_TRIES} times in a row.`);
}

function* putConflicts(outcomes: readonly RecordOutcome[]): Steps<void> {
  yield* putOnRecord(outcomes.flatMap((outcome) => (outcome.kind === 'conflict' ? [outcome.conflict] : [])));
}

const ERASED: RecordOutcome = { kind: 'erased' };

function contradicted(outcome: RecordOutcome, conflict: Conflict | undefined): RecordOutcome {
  switch (outcome.kind) {
    case 'recorded':
    case 'completed':
    case 'duplicate':
      return conflict ? { kind: 'conflict', conflict, effect: outcome } : outcome;
    default:
      return outcome;
  }
}

/** The report as a record under one of the call's names. */
function under(name: string, report: UsageRecord): UsageRecord {
  if (report.requestId === name) return report;
  const otherName = otherNameThan(name, report);
  return { ...withoutOtherName(report), requestId: name, ...(otherName !== undefined && { otherName }) };
}

function withoutOtherName({ otherName: _other, ...report }: UsageRecord): UsageRecord {
  return report;
}
