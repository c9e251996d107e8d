import { sliceStart } from '../../time/bucket.ts';
import type { Calendar } from '../../time/calendar.ts';
import { keyText } from '../../usage/identity.ts';
import type { UsageRecord } from '../../usage/record.ts';
import type { MarkStore, SegmentStore } from '../ledger-store.ts';
import { revisionOf } from './join.ts';
import type { RecordOutcome } from './record-outcome.ts';

export interface CopyDeps {
  readonly store: SegmentStore & MarkStore;
  readonly newToken: () => string;
  readonly calendar: Calendar;
}

/** The records of a call whose copies must be written. */
interface TouchedRecords {
  readonly records: readonly UsageRecord[];
  readonly redirects: readonly UsageRecord[];
}

type Failed = Extract<RecordOutcome, { readonly kind: 'failed' }>;

/**
 * Writes copies and marks: first of the records that count, then of those that were merged into them. In the other order a
 * reader could find that a call has moved before it is where it moved to.
 *
 * @returns the calls that failed, by their position.
 */
export async function storeCopies(
  deps: CopyDeps,
  calls: readonly TouchedRecords[],
  nowMs: number,
): Promise<ReadonlyMap<number, Failed>> {
  const failed = new Map<number, Failed>();
  for (const kind of ['records', 'redirects'] as const) {
    const going = [...calls.entries()].filter(([position]) => !failed.has(position));
    const latest = latestOf(going.flatMap(([, call]) => call[kind]));
    const errors = await storeTogether(deps, [...latest.values()], nowMs);
    for (const [position, call] of going) {
      const key = call[kind].map(keyText).find((touched) => errors.has(touched));
      if (key !== undefined) failed.set(position, { kind: 'failed', error: errors.get(key) });
    }
  }
  return failed;
}

/** Of records that several calls of the batch changed one after the other, the last revision. */
function latestOf(records: readonly UsageRecord[]): ReadonlyMap<string, UsageRecord> {
  const latest = new Map<string, UsageRecord>();
  for (const record of records) {
    const known = latest.get(keyText(record));
    if (!known || revisionOf(known) < revisionOf(record)) latest.set(keyText(record), record);
  }
  return latest;
}

/** Segments by slice, then one mark per hour, or leaf, that any was stored of. Returns what failed, by key. */
async function storeTogether(
  deps: CopyDeps,
  records: readonly UsageRecord[],
  nowMs: number,
): Promise<ReadonlyMap<string, unknown>> {
  const failures = new Map<string, unknown>();
  const slicesOfAll = Map.groupBy(records, (record) => sliceStart(record.occurredAtMs));
  const buckets = Map.groupBy(slicesOfAll, ([sliceStartMs]) => deps.calendar.finestAt(sliceStartMs).startMs);
  await Promise.all(
    [...buckets].map(async ([bucketStartMs, slices]) => {
      const stored = await Promise.all(
        slices.map(async ([sliceStartMs, ofSlice]) => {
          try {
            await deps.store.putSegment(sliceStartMs, ofSlice);
            return true;
          } catch (error) {
            for (const record of ofSlice) failures.set(keyText(record), error);
            return false;
          }
        }),
      );
      if (!stored.includes(true)) return;
      try {
        // Only after the segments: a mark that came first could be cleared before there is anything to find.
        const { period, id } = deps.calendar.finestAt(bucketStartMs);
        await deps.store.putMark({ period, bucketId: id, token: deps.newToken(), firstMarkedAtMs: nowMs });
      } catch (error) {
        for (const [, ofSlice] of slices) for (const record of ofSlice) failures.set(keyText(record), error);
      }
    }),
  );
  return failures;
}
