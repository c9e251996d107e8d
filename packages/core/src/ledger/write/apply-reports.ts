import type { UsageRecord } from '../../usage/record.ts';
import type { ConflictReason } from '../ledger-store.ts';
import { conflictBetween, describeConflict } from './conflicts.ts';
import { join, merge } from './join.ts';
import type { CountedOutcome, RecordOutcome } from './record-outcome.ts';

/** What reports make of a record, and what became of each of them, in their order. */
export interface Applied {
  /** The record given, the same object, when nothing changes it. */
  readonly record: UsageRecord;
  readonly outcomes: readonly RecordOutcome[];
}

/** The first of the reports as the record that is claimed, with the others joined to it. */
export function recordReports(reports: readonly UsageRecord[]): Applied {
  const [first, ...others] = reports as readonly [UsageRecord, ...UsageRecord[]];
  const { record, outcomes } = applyReports(first, others, false);
  return { record, outcomes: [{ kind: 'recorded', record: first }, ...outcomes] };
}

/**
 * Joins reports to a record, one after the other. A report for another user changes nothing, even if it knows more. One that
 * agrees and names a user, where the record has none, gives it that user, at any rank: otherwise a later report could name
 * another user, and nobody would see the contradiction. A record of a frozen hour stays as it is: what would change it
 * is refused.
 */
export function applyReports(stored: UsageRecord, reports: readonly UsageRecord[], frozen: boolean): Applied {
  let record = stored;
  const outcomes = reports.map((report): RecordOutcome => {
    const reason = conflictBetween(record, report);
    const joined = joinedBy(record, report, reason);
    if (joined !== record && frozen) return { kind: 'frozen' };
    const before = record;
    record = joined;
    const effect: CountedOutcome =
      joined === before
        ? { kind: 'duplicate', canonical: before }
        : { kind: 'completed', before, canonical: joined };
    return reason ? contradiction(before, report, reason, effect) : effect;
  });
  return { record, outcomes };
}

function joinedBy(record: UsageRecord, report: UsageRecord, reason: ConflictReason | undefined): UsageRecord {
  if (reason === 'user') return record;
  return reason ? join(record, report) : merge(record, report);
}

function contradiction(
  record: UsageRecord,
  report: UsageRecord,
  reason: ConflictReason,
  effect: CountedOutcome,
): RecordOutcome {
  const tiedTo = reason === 'names' ? record.otherName : undefined;
  return { kind: 'conflict', conflict: describeConflict(record, report, reason, tiedTo), effect };
}
