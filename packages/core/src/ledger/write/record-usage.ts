import type { Calendar } from '../../time/calendar.ts';
import type { Clock } from '../../time/clock.ts';
import type { UsageRecord } from '../../usage/record.ts';
import type { ConflictStore, MarkStore, RecordStore, SegmentStore } from '../ledger-store.ts';
import { isFrozen, type Retention } from '../retention.ts';
import { groupReports } from './group-reports.ts';
import type { RecordOutcome } from './record-outcome.ts';
import { resolveCall } from './resolve-call.ts';
import { runSteps } from './store-calls.ts';
import { storeCopies } from './store-copies.ts';

/*
 * How usage enters the ledger: claim or join, segment, mark, and only then may the caller acknowledge.
 *
 * Every step is repeated in full when a report is delivered again, also for records found already stored: nobody can
 * know how far an earlier attempt came. Skipping the later steps for duplicates is the classic way to lose records.
 */

export interface RecordUsageDeps {
  readonly store: RecordStore & SegmentStore & MarkStore & ConflictStore;
  readonly clock: Clock;
  /** A fresh random token for a mark, never repeated. */
  readonly newToken: () => string;
  readonly calendar: Calendar;
  readonly retention: Retention;
}

/**
 * Records usage so that each call counts exactly once, in the hour of its first accepted report, with what its best report
 * knows. The outcomes are in the order of the reports. Never rejects: what goes wrong is the outcome of the reports it
 * concerns.
 *
 * @param hasTime false from when only copies and marks may still be written: calls that are not resolved by then fail, so
 * that one call with endless contradictions holds up no other.
 */
export async function recordUsage(
  deps: RecordUsageDeps,
  reports: readonly UsageRecord[],
  hasTime?: () => boolean,
): Promise<readonly RecordOutcome[]> {
  const nowMs = deps.clock();
  const frozen = (record: UsageRecord) => isFrozen(record.occurredAtMs, nowMs, deps.retention);
  const outcomes: RecordOutcome[] = reports.map((report) => (frozen(report) ? { kind: 'frozen' } : MISSING));

  // 1. Reports that share a name are of one call.
  const admitted = [...reports.keys()].filter((index) => outcomes[index] === MISSING);
  const groups = groupReports(admitted.map((index) => reports[index] as UsageRecord)).map((group) =>
    group.map((position) => admitted[position] as number),
  );

  // 2. Each call is claimed, or joined to what is stored of it.
  const resolved = await runSteps(
    deps.store,
    groups.map((group) =>
      resolveCall(
        group.map((index) => reports[index] as UsageRecord),
        frozen,
      ),
    ),
    hasTime,
  );

  // 3. Copies and marks of every record that was touched, those that were merged into others last. A record of a frozen
  // hour was counted long ago; its hour must not be touched any more.
  const calls = resolved.map((call) => (call.kind === 'done' ? call.result : { records: [], redirects: [] }));
  const failures = await storeCopies(
    deps,
    calls.map(({ records, redirects }) => ({
      records: records.filter((record) => !frozen(record)),
      redirects: redirects.filter((record) => !frozen(record)),
    })),
    nowMs,
  );

  // 4. Only what is stored in full may be acknowledged.
  for (const [position, group] of groups.entries()) {
    const call = resolved[position];
    for (const [place, index] of group.entries()) {
      const outcome = call?.kind === 'done' ? call.result.outcomes[place] : call;
      const failure = failures.get(position);
      outcomes[index] = failure ?? outcome ?? MISSING;
    }
  }
  return outcomes;
}

const MISSING: RecordOutcome = { kind: 'failed', error: new Error('A report has no outcome.') };
