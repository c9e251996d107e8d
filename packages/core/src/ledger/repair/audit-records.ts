import type { Pricer } from '../../pricing/pricer.ts';
import { type Bucket, SLICE_MS, sliceStart } from '../../time/bucket.ts';
import type { Calendar } from '../../time/calendar.ts';
import { keyText } from '../../usage/identity.ts';
import type { UsageRecord } from '../../usage/record.ts';
import { stableJson } from '../../util/json.ts';
import { type FoldedStatistics, StatisticsFold } from '../fold.ts';
import type { RecordStore, SegmentStore } from '../ledger-store.ts';
import { uniteCopies } from '../unite-copies.ts';
import { revisionOf } from '../write/join.ts';
import type { AuditDifference } from './audit-difference.ts';
import { RecordDigest } from './audit-digest.ts';

/*
 * Raw records against the copies in the segments. The table of raw records can only be read as a whole and in no order, so
 * the first reading keeps a digest of each slice, a hundred bytes for five minutes of any traffic. Only where the
 * digest of the segments differs is the table read again for the records themselves, so many at a time as fit into memory.
 */

/** At most so many records are held at a time, unless a single slice has more. */
const MAX_RECORDS_HELD = 200_000;
/** What was received so lately may still be on its way from its claim to its segment. */
const UNDER_WAY_MS = 15 * 60_000;

export type SliceDigests = ReadonlyMap<number, RecordDigest>;

/** One digest for each slice, by its start, of the raw records that `isAudited` picks. */
export async function digestRecords(
  store: Pick<RecordStore, 'scanRecords'>,
  isAudited: (record: UsageRecord) => boolean,
): Promise<SliceDigests> {
  const digests = new Map<number, RecordDigest>();
  for await (const records of store.scanRecords()) {
    for (const record of records) {
      if (!isAudited(record)) continue;
      const sliceStartMs = sliceStart(record.occurredAtMs);
      const digest = digests.get(sliceStartMs) ?? new RecordDigest();
      digests.set(sliceStartMs, digest);
      digest.add(record);
    }
  }
  return digests;
}

/** The statistics of the segments of an hour, or leaf, and a digest of each of its slices. */
export async function readRecords(
  store: Pick<SegmentStore, 'readSegments'>,
  { startMs, endMs }: Bucket,
  pricer: Pricer,
): Promise<{ readonly folded: FoldedStatistics; readonly digests: SliceDigests }> {
  const fold = new StatisticsFold(pricer);
  const digests = new Map<number, RecordDigest>();
  for (let sliceStartMs = startMs; sliceStartMs < endMs; sliceStartMs += SLICE_MS) {
    const digest = new RecordDigest();
    digests.set(sliceStartMs, digest);
    for (const record of (await readSlice(store, sliceStartMs)).values()) {
      fold.add(record);
      digest.add(record);
    }
  }
  return { folded: fold.result(), digests };
}

/** A record that its claim and its segments do not agree about. */
export interface RecordDifference {
  readonly sliceStartMs: number;
  /** What was claimed; absent if nothing was, or if it was erased. */
  readonly claimed?: UsageRecord;
  /** What is in the segments of the slice; absent if nothing is. */
  readonly copied?: UsageRecord;
}

/** The records of the given slices, in order, that differ after all and are not just on their way. */
export async function* compareSlices(
  store: RecordStore & SegmentStore,
  slices: readonly { readonly sliceStartMs: number; readonly claims: number }[],
  nowMs: number,
): AsyncGenerator<RecordDifference> {
  for (let start = 0; start < slices.length; ) {
    let end = start;
    for (let held = 0; end < slices.length && (end === start || held < MAX_RECORDS_HELD); end += 1)
      held += slices[end]?.claims ?? 0;
    const part = slices.slice(start, end).map(({ sliceStartMs }) => sliceStartMs);
    const claims = await readClaims(store, new Set(part));
    for (const sliceStartMs of part)
      yield* compareSlice(store, sliceStartMs, claims.get(sliceStartMs) ?? new Map(), nowMs);
    start = end;
  }
}

async function* compareSlice(
  store: RecordStore & SegmentStore,
  sliceStartMs: number,
  claims: ReadonlyMap<string, UsageRecord>,
  nowMs: number,
): AsyncGenerator<RecordDifference> {
  const copies = await readSlice(store, sliceStartMs);
  let readAgain: Promise<ReadonlyMap<string, UsageRecord>> | undefined;
  for (const key of new Set([...claims.keys(), ...copies.keys()])) {
    const [scanned, copied] = [claims.get(key), copies.get(key)];
    if (scanned && copied && sameRecord(scanned, copied)) continue;
    // Perhaps claimed, changed or erased since the table was read: the claim always comes before the copy.
    const claimed = await store.getRecord((scanned ?? copied) as UsageRecord);
    if (!copied) {
      if (claimed && claimed.receivedAtMs < nowMs - UNDER_WAY_MS) yield { sliceStartMs, claimed };
      continue;
    }
    if (!claimed) {
      yield { sliceStartMs, copied };
      continue;
    }
    if (sameRecord(claimed, copied)) continue;
    // The copy of a change may have been on its way.
    const latest = (await (readAgain ??= readSlice(store, sliceStartMs))).get(key) ?? copied;
    if (!sameRecord(claimed, latest)) yield { sliceStartMs, claimed, copied: latest };
  }
}

/** A difference as it is shown: by the record's key alone, as a record may name a person. */
export function describeDifference(
  { sliceStartMs, claimed, copied }: RecordDifference,
  calendar: Calendar,
): AuditDifference {
  const { requestId, accessKeyId } = (claimed ?? copied) as UsageRecord;
  const bucket = calendar.bucketAt('hour', sliceStartMs);
  const place = { where: 'records', bucket, requestId, accessKeyId } as const;
  if (!copied) return { ...place, expected: 'the raw record in a segment', found: 'none' };
  if (!claimed)
    return { ...place, expected: 'a raw record for what is in a segment', found: 'none, or erased' };
  const found = isOlder(copied, claimed) ? 'an earlier revision' : 'another content';
  return { ...place, expected: 'the raw record in a segment', found };
}

async function readClaims(
  store: RecordStore,
  slices: ReadonlySet<number>,
): Promise<ReadonlyMap<number, Map<string, UsageRecord>>> {
  const claims = new Map<number, Map<string, UsageRecord>>();
  for await (const records of store.scanRecords()) {
    for (const record of records) {
      const sliceStartMs = sliceStart(record.occurredAtMs);
      if (!slices.has(sliceStartMs)) continue;
      const ofSlice = claims.get(sliceStartMs) ?? new Map<string, UsageRecord>();
      claims.set(sliceStartMs, ofSlice.set(keyText(record), record));
    }
  }
  return claims;
}

/** The records of a slice by key, each at its highest revision. */
async function readSlice(
  store: Pick<SegmentStore, 'readSegments'>,
  sliceStartMs: number,
): Promise<ReadonlyMap<string, UsageRecord>> {
  const records = new Map<string, UsageRecord>();
  for await (const page of uniteCopies(store, sliceStartMs))
    for (const record of page) records.set(keyText(record), record);
  return records;
}

/** Whether a copy is of an earlier revision than the record: then it only lacks the copy of the later one. */
export function isOlder(copied: UsageRecord, claimed: UsageRecord): boolean {
  return revisionOf(copied) < revisionOf(claimed);
}

export function sameRecord(a: UsageRecord, b: UsageRecord): boolean {
  return stableJson(a) === stableJson(b);
}
