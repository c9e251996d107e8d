import { type Bucket, DAY_MS, HOUR_MS, hourStart, SLICE_MS } from '../../time/bucket.ts';
import { type Calendar, hourBucket } from '../../time/calendar.ts';
import type { Clock } from '../../time/clock.ts';
import { keyText } from '../../usage/identity.ts';
import type { UsageRecord } from '../../usage/record.ts';
import { mapConcurrently } from '../../util/map-concurrently.ts';
import type {
  ConflictStore,
  MarkStore,
  QuarantineStore,
  RecordStore,
  SegmentStore,
  StatisticsStore,
} from '../ledger-store.ts';
import { markBuckets, withLeaves } from '../mark-hours.ts';
import { isFrozen, type Retention } from '../retention.ts';
import { FUTURE_TOLERANCE_MS } from '../write/admission.ts';
import { revisionOf } from '../write/join.ts';

/*
 * Erasing a user: first the claims become tombstones, so that no later delivery brings a record back; then the segments lose
 * all copies of the records, of any revision; then the hours are marked for repair, so that their statistics, and those of their days and months, come to
 * count what is left. If it stops midway, running it again completes it: an hour is also marked when its statistics still count
 * the user.
 *
 * Who was at work meanwhile may undo part of it: a consumer that claimed a record before its tombstone and wrote its segment
 * afterwards, or a roll-up that had read the records before. Both are gone after minutes, so a second pass finds all they left,
 * except a late copy of a revision that named nobody yet: an audit finds that one.
 */

export interface EraseUserDeps {
  readonly store: RecordStore & SegmentStore & MarkStore & StatisticsStore & QuarantineStore & ConflictStore;
  readonly clock: Clock;
  readonly newToken: () => string;
  readonly calendar: Calendar;
  readonly retention: Retention;
}

export interface ErasureReport {
  /** Records that became tombstones. */
  readonly erasedRecords: number;
  /** Copies that were removed from segments. */
  readonly removedCopies: number;
  readonly deletedQuarantined: number;
  /** Conflicts one side of which named the user. */
  readonly deletedConflicts: number;
  /** Hours whose statistics will be computed again. */
  readonly repairedHours: number;
  /** Hours whose records were erased, but whose statistics are frozen: their sums still contain and name the user. */
  readonly frozenHours: number;
}

export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The longest that any record is kept. */
const LONGEST_RETENTION_MS = 3650 * DAY_MS;
/** Kept for 30 days, and expiry may take a few more. */
const QUARANTINE_MS = 40 * DAY_MS;
/** Kept for 90 days. */
const CONFLICTS_MS = 100 * DAY_MS;
const CONCURRENT_HOURS = 16;
const CONCURRENT_RECORDS = 16;

/**
 * Erases what the ledger holds of a user's calls that occurred in `range`, by default all of them. Their quarantined records
 * and conflicts are deleted whenever they occurred.
 */
export async function eraseUser(
  deps: EraseUserDeps,
  userId: string,
  range?: TimeRange,
): Promise<ErasureReport> {
  const nowMs = deps.clock();
  const { fromMs, toMs } = range ?? {
    fromMs: nowMs - LONGEST_RETENTION_MS,
    toMs: hourStart(nowMs + FUTURE_TOLERANCE_MS) + HOUR_MS,
  };
  const isUnwanted = (record: UsageRecord) =>
    record.userId === userId && record.occurredAtMs >= fromMs && record.occurredAtMs < toMs;

  const erased = await eraseRecords(deps, userId, isUnwanted);
  const unfrozen = deps.calendar
    .bucketsBetween('hour', fromMs, toMs)
    .filter(({ startMs }) => !isFrozen(startMs, nowMs, deps.retention));
  const hours = new Map([...unfrozen, ...erased.hours].map((hour) => [hour.id, hour] as const));
  const whole = unfrozen.filter(({ startMs, endMs }) => startMs >= fromMs && endMs <= toMs);
  const counted = await hoursCounting(deps, userId, whole);

  let { erasedRecords } = erased;
  let removedCopies = 0;
  let repairedHours = 0;
  let frozenHours = 0;
  const erasedHours = new Set(erased.hours.map(({ id }) => id));
  await mapConcurrently([...hours.values()], CONCURRENT_HOURS, async (hour) => {
    const removed = await removeCopies(deps.store, hour, erased.keys, isUnwanted);
    removedCopies += removed.length;
    const claims = await eraseAll(deps.store, userId, removed);
    erasedRecords += claims;
    if (removed.length === 0 && !erasedHours.has(hour.id) && !counted.has(hour.id)) return;
    if (isFrozen(hour.startMs, nowMs, deps.retention)) {
      frozenHours += 1;
      return;
    }
    await markBuckets(deps, withLeaves(deps.calendar, hour), true);
    repairedHours += 1;
  });
  const deletedQuarantined = await deleteQuarantined(deps.store, userId, nowMs);
  const deletedConflicts = await deleteConflicts(deps.store, userId, nowMs);
  return { erasedRecords, removedCopies, deletedQuarantined, deletedConflicts, repairedHours, frozenHours };
}

/** Looks through all records, as those of half-processed messages are in no segment. */
async function eraseRecords(
  { store, calendar }: EraseUserDeps,
  userId: string,
  isUnwanted: (record: UsageRecord) => boolean,
): Promise<{
  readonly erasedRecords: number;
  readonly hours: readonly Bucket[];
  readonly keys: ReadonlySet<string>;
}> {
  const hours = new Map<string, Bucket>();
  const keys = new Set<string>();
  let erasedRecords = 0;
  for await (const page of store.scanRecords()) {
    const records = page.filter(isUnwanted);
    erasedRecords += await eraseAll(store, userId, records);
    for (const record of records) {
      const hour = calendar.bucketAt('hour', record.occurredAtMs);
      hours.set(hour.id, hour);
      keys.add(keyText(record));
    }
  }
  return { erasedRecords, hours: [...hours.values()], keys };
}

async function eraseAll(
  store: RecordStore,
  userId: string,
  records: readonly UsageRecord[],
): Promise<number> {
  const keys = new Map(records.map((record) => [keyText(record), record]));
  const results = await mapConcurrently([...keys.values()], CONCURRENT_RECORDS, (key) =>
    store.eraseRecord(key, userId),
  );
  return results.filter(Boolean).length;
}

/** Removes every copy of the records, also those of revisions that did not name the user yet. */
async function removeCopies(
  store: SegmentStore,
  { startMs, endMs }: Bucket,
  erased: ReadonlySet<string>,
  isUnwanted: (record: UsageRecord) => boolean,
): Promise<readonly UsageRecord[]> {
  const removed: UsageRecord[] = [];
  for (let sliceStartMs = startMs; sliceStartMs < endMs; sliceStartMs += SLICE_MS) {
    const named = await keysNamedLater(store, sliceStartMs, isUnwanted);
    if (!named) continue;
    const isCopy = (record: UsageRecord) =>
      isUnwanted(record) || erased.has(keyText(record)) || named.has(keyText(record));
    removed.push(...(await store.removeFromSegments(sliceStartMs, isCopy)));
  }
  return removed;
}

/**
 * Of what an erasure that was interrupted left behind: only a later revision says whose record it is. These come first.
 *
 * @returns undefined if the slice has no records.
 */
async function keysNamedLater(
  store: SegmentStore,
  sliceStartMs: number,
  isUnwanted: (record: UsageRecord) => boolean,
): Promise<ReadonlySet<string> | undefined> {
  const keys = new Set<string>();
  let hasRecords = false;
  for await (const page of store.readSegments(sliceStartMs)) {
    for (const record of page) {
      hasRecords = true;
      if (revisionOf(record) === 1) return keys;
      if (isUnwanted(record)) keys.add(keyText(record));
    }
  }
  return hasRecords ? keys : undefined;
}

/** The hours whose statistics, or those of their leaves, count the user. */
async function hoursCounting(
  { store, calendar }: EraseUserDeps,
  userId: string,
  hours: readonly Bucket[],
): Promise<ReadonlySet<string>> {
  const items = await store.getStatistics(
    hours
      .flatMap((hour) => withLeaves(calendar, hour))
      .map(({ period, id }) => ({ period, bucketId: id, dimension: 'user', id: userId })),
    { consistent: true },
  );
  const counting = items.filter(({ statistics }) => statistics.count > 0);
  return new Set(
    counting.map(({ period, bucketId }) => hourBucket(calendar.bucket(period, bucketId).startMs).id),
  );
}

async function deleteQuarantined(store: QuarantineStore, userId: string, nowMs: number): Promise<number> {
  let deleted = 0;
  for (let ms = nowMs - QUARANTINE_MS; ms < nowMs + DAY_MS; ms += DAY_MS) {
    for (const quarantined of await store.listQuarantined(utcDayOf(ms))) {
      if (userOf(quarantined.record) !== userId) continue;
      await store.deleteQuarantined(quarantined);
      deleted += 1;
    }
  }
  return deleted;
}

async function deleteConflicts(store: ConflictStore, userId: string, nowMs: number): Promise<number> {
  let deleted = 0;
  for (let ms = nowMs - CONFLICTS_MS; ms < nowMs + DAY_MS; ms += DAY_MS) {
    for (const conflict of await store.listConflicts(utcDayOf(ms))) {
      if (conflict.recorded.userId !== userId && conflict.reported.userId !== userId) continue;
      await store.deleteConflict(conflict);
      deleted += 1;
    }
  }
  return deleted;
}

function utcDayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10).replaceAll('-', '');
}

/** As the record was sent, so it may be anything. */
function userOf(json: string): unknown {
  try {
    return (JSON.parse(json) as { userId?: unknown } | null)?.userId;
  } catch {
    return undefined;
  }
}
