import type { UsageRecord } from '../../usage/record.ts';
import type { Conflict } from '../ledger-store.ts';
import { conflictOfRecords, describeConflict } from './conflicts.ts';
import { merge, redirected, revised, revisionOf } from './join.ts';
import { putOnRecord, replace, type Steps } from './store-calls.ts';
import { type IsFrozen, MAX_TRIES } from './tie-names.ts';

export type Merged =
  | {
      readonly kind: 'merged';
      readonly record: UsageRecord;
      /** Absent when what was merged is gone. */
      readonly redirect?: UsageRecord;
      /** The two had other figures; those of the record count. On record already. */
      readonly conflict?: Conflict;
    }
  /** They stay two: they name different users or other names, or an hour of theirs never changes any more. */
  | {
      readonly kind: 'apart';
      readonly record: UsageRecord;
      readonly other: UsageRecord;
      readonly conflict: Conflict;
    }
  /** The one under the request's name was erased meanwhile. */
  | { readonly kind: 'erased'; readonly other: UsageRecord };

/**
 * Makes one record of two that were counted for one call. First the one under the request's name gets what only the other
 * one knows, then the other one becomes a redirect, if nobody changed it in between: so neither is lost.
 *
 * @param receivedAtMs when the report that ties them was received.
 */
export function* mergeRecords(
  counted: UsageRecord,
  countedToo: UsageRecord,
  receivedAtMs: number,
  isFrozen: IsFrozen,
): Steps<Merged> {
  let [record, other] = [counted, countedToo];
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const frozen = isFrozen(record) || isFrozen(other);
    const reason = conflictOfRecords(record, other) ?? (frozen ? 'names' : undefined);
    const tiedTo = reason === 'names' ? other.requestId : undefined;
    const conflict = reason && describeConflict(record, { ...other, receivedAtMs }, reason, tiedTo);
    if (conflict && (frozen || reason !== 'figures')) return { kind: 'apart', record, other, conflict };

    // Before anything is replaced: afterwards nobody could see any more what contradicted.
    if (conflict) yield* putOnRecord([conflict]);
    const merged = merge(record, other);
    if (merged !== record) {
      const next = revised(record, merged);
      const outcome = yield* replace(next, revisionOf(record));
      if (outcome.kind === 'changed') {
        if (outcome.place?.kind !== 'record') return { kind: 'erased', other };
        record = outcome.place.record;
        continue;
      }
      record = next;
    }
    const redirect = redirected(other, record.requestId);
    const outcome = yield* replace(redirect, revisionOf(other));
    const now = outcome.kind === 'replaced' ? redirect : recordOf(outcome.place);
    if (now && now.mergedInto === undefined) {
      other = now;
      continue;
    }
    return { kind: 'merged', record, ...(now && { redirect: now }), ...(conflict && { conflict }) };
  }
  throw new Error(`Two records of one call were changed ${MAX_TRIES} times while they were merged.`);
}

function recordOf(place: { kind: string; record?: UsageRecord } | undefined): UsageRecord | undefined {
  return place?.record;
}
