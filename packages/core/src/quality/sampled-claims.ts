import type { RecordStore, SegmentStore } from '../ledger/ledger-store.ts';
import type { AuditDifference } from '../ledger/repair/audit-difference.ts';
import { describeDifference, type RecordDifference } from '../ledger/repair/audit-records.ts';
import { hourStart, sliceStart } from '../time/bucket.ts';
import type { Calendar } from '../time/calendar.ts';
import type { UsageRecord } from '../usage/record.ts';
import { stableJson } from '../util/json.ts';
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
        new Map(ofHour.map((record) => [record.requestId, record])),
      ]),
    );
  }

  of(hourStartMs: number): ReadonlyMap<string, UsageRecord> {
    return this.#hours.get(hourStartMs) ?? new Map();
  }
}

/** The differences between raw records and `copies`, the records found in the segments of their hour. */
export async function compareClaims(
  { store, calendar }: SampleDeps,
  claims: ReadonlyMap<string, UsageRecord>,
  copies: ReadonlyMap<string, UsageRecord>,
): Promise<readonly AuditDifference[]> {
  const differences: RecordDifference[] = [];
  for (const [requestId, claimed] of claims) {
    const copied = copies.get(requestId);
    if (copied && sameRecord(claimed, copied)) continue;
    const sliceStartMs = sliceStart(claimed.occurredAtMs);
    // Otherwise the record was erased after it was read.
    if (await store.getRecord(requestId))
      differences.push({ sliceStartMs, claimed, ...(copied && { copied }) });
  }
  return differences.map((difference) => describeDifference(difference, calendar));
}

/** The differences between copies and their raw records. */
export async function compareCopies(
  { store, calendar }: SampleDeps,
  copies: readonly UsageRecord[],
): Promise<readonly AuditDifference[]> {
  const differences: RecordDifference[] = [];
  await mapConcurrently(copies, CONCURRENT_READS, async (copied) => {
    const claimed = await store.getRecord(copied.requestId);
    if (claimed && sameRecord(claimed, copied)) return;
    const sliceStartMs = sliceStart(copied.occurredAtMs);
    // Otherwise the record was erased after it was read: first here, then in the segments.
    if (await isCopied(store, sliceStartMs, copied.requestId))
      differences.push({ sliceStartMs, copied, ...(claimed && { claimed }) });
  });
  return differences.map((difference) => describeDifference(difference, calendar));
}

async function isCopied(
  store: SampleDeps['store'],
  sliceStartMs: number,
  requestId: string,
): Promise<boolean> {
  for await (const page of store.readSegments(sliceStartMs))
    if (page.some((record) => record.requestId === requestId)) return true;
  return false;
}

function sameRecord(a: UsageRecord, b: UsageRecord): boolean {
  return stableJson(a) === stableJson(b);
}
