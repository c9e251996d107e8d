import { sliceStart } from '../../time/bucket.ts';
import type { Calendar } from '../../time/calendar.ts';
import type { Clock } from '../../time/clock.ts';
import type { UsageRecord } from '../../usage/record.ts';
import { stableJson } from '../../util/json.ts';
import type { ClaimOutcome, MarkStore, RecordStore, SegmentStore } from '../ledger-store.ts';
import { isFrozen, type Retention } from '../retention.ts';

/*
 * How usage enters the ledger: claim, segment, mark, and only then may the caller acknowledge.
 *
 * Every step is repeated in full when a record is delivered again, also for records found already claimed: nobody can
 * know how far an earlier attempt came. Skipping the later steps for duplicates is the classic way to lose records.
 */

export interface RecordUsageDeps {
  readonly store: RecordStore & SegmentStore & MarkStore;
  readonly clock: Clock;
  /** A fresh random token for a mark, never repeated. */
  readonly newToken: () => string;
  readonly calendar: Calendar;
  readonly retention: Retention;
}

export type RecordOutcome =
  /** Counted now, by this call. */
  | { readonly kind: 'recorded'; readonly record: UsageRecord }
  /** Already stored: counted once, with its canonical content. `conflicting` when what was reported differs from it. */
  | { readonly kind: 'duplicate'; readonly canonical: UsageRecord; readonly conflicting: boolean }
  /** Its id was counted once and erased since: nothing was stored, and it never counts again. */
  | { readonly kind: 'erased' }
  /** Its hour is frozen: nothing was stored, and trying again is of no use. */
  | { readonly kind: 'frozen' }
  /** Nothing may be assumed; safe to try again. */
  | { readonly kind: 'failed'; readonly error: unknown };

/**
 * Records usage so that each request id counts exactly once, in the hour of its first accepted record. The outcomes are
 * in the order of the records; a request id that occurs again in one call is a duplicate of its first occurrence. Never
 * rejects: what goes wrong is the outcome of the records it concerns.
 */
export async function recordUsage(
  deps: RecordUsageDeps,
  records: readonly UsageRecord[],
): Promise<readonly RecordOutcome[]> {
  const nowMs = deps.clock();
  const frozen = (record: UsageRecord) => isFrozen(record.occurredAtMs, nowMs, deps.retention);

  const claimable = firstOccurrences(records.filter((record) => !frozen(record)));
  const claims = await deps.store.claim(claimable);
  const outcomes = new Map(
    claimable.map((record, index) => [record.requestId, fromClaim(record, claims[index])] as const),
  );

  const canonicals = [...outcomes.values()].map(canonicalOf).filter((record) => record !== undefined);
  // A canonical record of a frozen hour was counted long ago; its hour must not be touched any more.
  const failures = await storeCopies(
    deps,
    canonicals.filter((record) => !frozen(record)),
    nowMs,
  );
  for (const [requestId, error] of failures) outcomes.set(requestId, { kind: 'failed', error });

  const answered = new Set<string>();
  return records.map((record) => {
    if (frozen(record)) return { kind: 'frozen' };
    const outcome = outcomes.get(record.requestId) ?? noOutcome;
    const canonical = answered.has(record.requestId) ? canonicalOf(outcome) : undefined;
    answered.add(record.requestId);
    return canonical ? duplicateOf(canonical, record) : outcome;
  });
}

const noOutcome: RecordOutcome = {
  kind: 'failed',
  error: new Error('The store gave no outcome for a claim.'),
};

/** Segments by slice, then one mark per hour, or leaf, that any was stored of. Returns what failed, by request id. */
async function storeCopies(
  deps: RecordUsageDeps,
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
            for (const record of ofSlice) failures.set(record.requestId, error);
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
        for (const [, ofSlice] of slices) for (const { requestId } of ofSlice) failures.set(requestId, error);
      }
    }),
  );
  return failures;
}

function firstOccurrences(records: readonly UsageRecord[]): readonly UsageRecord[] {
  const byId = new Map<string, UsageRecord>();
  for (const record of records) if (!byId.has(record.requestId)) byId.set(record.requestId, record);
  return [...byId.values()];
}

function fromClaim(record: UsageRecord, claim: ClaimOutcome | undefined): RecordOutcome {
  switch (claim?.kind) {
    case 'claimed':
      return { kind: 'recorded', record };
    case 'duplicate':
      return duplicateOf(claim.canonical, record);
    default:
      return claim ?? noOutcome;
  }
}

function duplicateOf(canonical: UsageRecord, record: UsageRecord): RecordOutcome {
  return { kind: 'duplicate', canonical, conflicting: !sameUsage(canonical, record) };
}

function canonicalOf(outcome: RecordOutcome): UsageRecord | undefined {
  if (outcome.kind === 'recorded') return outcome.record;
  return outcome.kind === 'duplicate' ? outcome.canonical : undefined;
}

/** Whether two reports tell the same story; when they were received does not matter. */
function sameUsage(a: UsageRecord, b: UsageRecord): boolean {
  return fingerprint(a) === fingerprint(b);
}

function fingerprint(record: UsageRecord): string {
  const { clockClamped, occurredAtMs } = record;
  const told = {
    ...record,
    receivedAtMs: undefined,
    clockClamped: undefined,
    occurredAtMs: clockClamped ? undefined : occurredAtMs,
  };
  return stableJson(told);
}
