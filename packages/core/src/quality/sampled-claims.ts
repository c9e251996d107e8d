import type { RecordStore, SegmentStore } from '../ledger/ledger-store.ts';
import type { AuditDifference } from '../ledger/repair/audit-difference.ts';
import { describeDifference, type RecordDifference, sameRecord } from '../ledger/repair/audit-records.ts';
import { uniteCopies } from '../ledger/unite-copies.ts';
import { hourStart, sliceStart } from '../time/bucket.ts';
import type { Calendar } from '../time/calendar.ts';
import { keyText } from '../usage/identity.ts';
import type { UsageRecord } from '../usage/record.ts';
import { mapConcurrently } from '../util/map-concurrently.ts';

const CONCURRENT_READS = 16;

export interface SampleDeps {
  readonly store: Pick<RecordStore, 'getRecord'> & Pick<SegmentStore, 'readSegments'>;
  readonly calendar: Calendar;
}

/** Sampled raw records, by the hour in which they occurred. */
export class SampledClaims {
  readonly #hours: ReadonlyMap<number, ReadonlyMap<string, UsageRecord>>;

  constructor(records: readonly UsageRecord[]) {
    this.#hours = new Map(
      [...Map.groupBy(records, ({ occurredAtMs }) => hourStart(occurredAtMs))].map(([hour, ofHour]) => [
        hour,
        new Map(ofHour.map((record) => [keyText(record), record])),
      ]),
    );
  }

  of(hourStartMs: number): ReadonlyMap<string, UsageRecord> {
    return this.#hours.get(hourStartMs) ?? new Map();
  }
}

/** The differences between raw records and `copies`, the records found in the segments of their hour. */
export async function compareClaims(
  deps: SampleDeps,
  claims: ReadonlyMap<string, UsageRecord>,
  copies: ReadonlyMap<string, UsageRecord>,
): Promise<readonly AuditDifference[]> {
  const suspects = [...claims].flatMap(([key, sampled]) => {
    const copied = copies.get(key);
    return copied && sameRecord(sampled, copied) ? [] : [sampled];
  });
  const differences = await findClaimDifferences(deps, suspects);
  return differences.map((difference) => describeDifference(difference, deps.calendar));
}

/** Those of the raw records whose copies are absent, older or others, each read now. */
export async function findClaimDifferences(
  { store }: Pick<SampleDeps, 'store'>,
  claims: readonly UsageRecord[],
): Promise<readonly RecordDifference[]> {
  const differences: RecordDifference[] = [];
  for (const claim of claims) {
    const difference = await compareNow(store, claim);
    if (difference) differences.push(difference);
  }
  return differences;
}

/** The differences between copies and their raw records. */
export async function compareCopies(
  deps: SampleDeps,
  copies: readonly UsageRecord[],
): Promise<readonly AuditDifference[]> {
  const differences: RecordDifference[] = [];
  await mapConcurrently(copies, CONCURRENT_READS, async (copied) => {
    const claimed = await deps.store.getRecord(copied);
    if (claimed && sameRecord(claimed, copied)) return;
    const difference = await compareNow(deps.store, copied);
    if (difference) differences.push(difference);
  });
  return differences.map((difference) => describeDifference(difference, deps.calendar));
}

/** Reads a record and its copy again: it may have been changed, or erased, first here and then in the segments. */
async function compareNow(
  store: SampleDeps['store'],
  record: UsageRecord,
): Promise<RecordDifference | undefined> {
  const claimed = await store.getRecord(record);
  const sliceStartMs = sliceStart(record.occurredAtMs);
  const copied = await readCopy(store, sliceStartMs, keyText(record));
  if (copied && claimed && sameRecord(claimed, copied)) return undefined;
  if (!claimed) return copied && { sliceStartMs, copied };
  return { sliceStartMs, claimed, ...(copied && { copied }) };
}

async function readCopy(
  store: SampleDeps['store'],
  sliceStartMs: number,
  key: string,
): Promise<UsageRecord | undefined> {
  for await (const page of uniteCopies(store, sliceStartMs)) {
    const copy = page.find((record) => keyText(record) === key);
    if (copy) return copy;
  }
  return undefined;
}
