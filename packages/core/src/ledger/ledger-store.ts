import type { BucketPeriod } from '../time/bucket.ts';
import type { UsageRecord } from '../usage/record.ts';
import type { RecordSource } from '../usage/source.ts';
import type { Amounts } from './amounts.ts';
import type { CellColumns } from './cell-columns.ts';
import type { Measures } from './measures.ts';
import type { CellFilter } from './read/cell-filter.ts';
import type { Statistics } from './statistics.ts';

/** Where a record is stored, and under what a call counts once: the access key it is for, and a name of the call. */
export interface RecordKey {
  readonly accessKeyId: string;
  /** The name the record is stored under. */
  readonly requestId: string;
}

/** A second name of a call, written before its record: what is reported under it counts under `target`. Never changes. */
export interface RecordAlias extends RecordKey {
  /** The other name, under the same access key. */
  readonly target: string;
  /** When the call occurred; the alias is kept as long as a record of that time. */
  readonly occurredAtMs: number;
}

/** What is stored under a key. A key holds a record for ever, or the tombstone it became, or else an alias for ever. */
export type Place =
  /** Also a record that was merged into another. */
  | { readonly kind: 'record'; readonly record: UsageRecord }
  | { readonly kind: 'alias'; readonly target: string }
  /** What was stored was erased: the key never counts again. */
  | { readonly kind: 'erased' };

/** The outcome of one conditional insert. */
export type ClaimOutcome =
  | { readonly kind: 'claimed' }
  /** Something was stored under the key before. */
  | { readonly kind: 'taken'; readonly place: Place }
  /** Throttled or broken after retries; nothing is known, the claim may or may not have happened. */
  | { readonly kind: 'failed'; readonly error: unknown };

/** The outcome of one compare-and-swap of a record. */
export type ReplaceOutcome =
  | { readonly kind: 'replaced' }
  /** Another revision, or something else, is stored; undefined when nothing is. */
  | { readonly kind: 'changed'; readonly place: Place | undefined };

/** An access key that has counted a call. */
export interface CallHolder {
  readonly accessKeyId: string;
  /** How the report was captured whose figures count; absent if the record was erased, after which the call never counts again. */
  readonly source?: RecordSource;
}

/** Raw records, one per key. Each change is a revision; when one is erased, a tombstone keeps its key taken. */
export interface RecordStore {
  /**
   * Inserts each record or alias unless its key is taken. The keys of one call are distinct. The outcomes are
   * independent and in the order of the entries; the call itself does not reject.
   */
  claim(entries: readonly (UsageRecord | RecordAlias)[]): Promise<readonly ClaimOutcome[]>;
  /**
   * Compare-and-swap: stores `next` if the stored record has the revision `replacesRevision`. A retried write whose answer
   * got lost counts as replaced: what is stored then equals `next`.
   */
  replaceRecord(next: UsageRecord, replacesRevision: number): Promise<ReplaceOutcome>;
  /** The record under exactly this key, also one that was merged; undefined for an alias or a tombstone. Strongly consistent. */
  getRecord(key: RecordKey): Promise<UsageRecord | undefined>;
  /**
   * The records of the calls that have this name, of all access keys, each once: aliases and merged records are followed,
   * and are not among the answers. May lag behind by seconds.
   */
  findRecords(name: string): Promise<readonly UsageRecord[]>;
  /**
   * The access keys that have counted the call of this name, request id or message id, each once: aliases and merged records
   * are followed, and an alias that leads to nothing yet counts for nothing. For reports that do not know whose call it was.
   * May lag behind by seconds.
   */
  findAcrossKeys(name: string): Promise<readonly CallHolder[]>;
  /**
   * Every record that is neither erased nor past its time to live, those that were merged included, page by page, in no
   * particular order. Not a snapshot: of the records claimed meanwhile some may be among them, some not.
   */
  scanRecords(): AsyncIterable<readonly UsageRecord[]>;
  /**
   * Replaces the record by a tombstone if it is of this user: its key stays taken for as long as the record would have
   * kept it, and nothing else of it remains. Returns whether there was such a record. Aliases stay: they name no user.
   */
  eraseRecord(key: RecordKey, userId: string): Promise<boolean>;
}

/**
 * Packed copies of records, clustered by slice of five minutes; at least once, so readers unite them by key and revision
 * (`uniteCopies`).
 */
export interface SegmentStore {
  /**
   * Appends records that all occurred in the slice that starts at `sliceStartMs`. Splits what is too large for one item,
   * and stores records of a revision above 1 apart, where `readSegments` finds them first.
   */
  putSegment(sliceStartMs: number, records: readonly UsageRecord[]): Promise<void>;
  /**
   * Every segment of the slice that was stored before the call, strongly consistent, page by page. All copies of a revision
   * above 1 come before all others: so a reader that unites them holds only the revised ones, and can pass on the rest.
   */
  readSegments(sliceStartMs: number): AsyncIterable<readonly UsageRecord[]>;
  /**
   * Removes the records that are `unwanted` from every segment of the slice that was stored before the call, and returns
   * what it found of them, copies included. A segment is replaced in its place and at once, so a reader of the slice
   * still meets each of its other records meanwhile. The revised copies go last: while an earlier copy of a record
   * is left, so is the revision that replaces it.
   */
  removeFromSegments(
    sliceStartMs: number,
    unwanted: (record: UsageRecord) => boolean,
  ): Promise<readonly UsageRecord[]>;
}

/** A note that a bucket's statistics may not contain everything stored for it. */
export interface Mark {
  readonly period: BucketPeriod;
  readonly bucketId: string;
  /** Fresh and random with every write: who deletes the mark proves by it that nothing came in between. */
  readonly token: string;
  /** When the bucket was first marked since it was last clean, milliseconds since the epoch. */
  readonly firstMarkedAtMs: number;
  /**
   * What the bucket counts was corrected: all its statistics are written again, even if they count less than before, or
   * the same. A correction first creates every item that counted the old content, with count 0 if new, then changes the
   * segments, then marks: only the new versions stop a roll-up that read the old content.
   */
  readonly repair?: boolean;
  /** A person waits for the statistics: the next run recomputes them, and no later record delays that. */
  readonly prompt?: boolean;
  /** Why a run could not recompute the bucket; absent until that happens. */
  readonly failure?: MarkFailure;
}

export interface MarkFailure {
  /** When it first failed in this way. */
  readonly atMs: number;
  /** `would_shrink`, or the name of the error: never its message, which could quote data. */
  readonly code: string;
}

export interface MarkStore {
  /**
   * Creates the mark, or replaces its token and keeps `firstMarkedAtMs`. A `repair` or `prompt` once requested stays
   * requested. Stores no `failure`, and keeps the one that is stored.
   */
  putMark(mark: Mark): Promise<void>;
  /** Stores why a bucket is still marked, if its token is still the one given. */
  noteFailure(mark: Mark, failure: MarkFailure): Promise<void>;
  /** All marks of a period in the order of their bucket ids, strongly consistent. */
  listMarks(period: BucketPeriod): Promise<readonly Mark[]>;
  /** Deletes the mark if its token is still the one given; returns whether it did. */
  deleteMark(mark: Mark): Promise<boolean>;
}

/** What statistics are kept for: everything, each access key, each user. */
export const DIMENSIONS = ['all', 'access_key', 'user'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export interface StatisticsKey {
  readonly period: BucketPeriod;
  readonly bucketId: string;
  /** `list`: what all values of a dimension used, in one item (`lists.ts`). */
  readonly dimension: Dimension | 'list';
  /** The access key id or user id; `*` for dimension `all`, `-` for records that name no user; the name of a list. */
  readonly id: string;
}

export interface StatisticsItem extends StatisticsKey {
  readonly statistics: Statistics;
  /** When nobody reads it any more; absent of what is kept for ever. */
  readonly expiresAtMs?: number;
}

/** An item as it was read, with what a compare-and-swap compares. */
export interface StoredStatisticsItem extends StatisticsItem {
  /** Opaque; never the same for two writes. */
  readonly version: string;
}

/** One page of the items of a bucket and dimension, in the order of their ids. */
export interface StatisticsPage {
  readonly items: readonly StoredStatisticsItem[];
  /** Pass as `afterId` to read on; absent on the last page. */
  readonly nextAfterId?: string;
}

/** What one item counts, without its cells. */
export interface StatisticsTotals {
  readonly id: string;
  readonly totals: Measures;
}

/** What one item counts, with only the cells that were asked for. */
export interface StatisticsExcerpt extends StatisticsKey {
  readonly version: string;
  /** Of the whole item. */
  readonly count: number;
  readonly revisions: number;
  readonly totals: Measures;
  readonly cells: CellColumns;
}

/** What one item of a page counts, as it is stored. */
export interface ListedTotals {
  readonly id: string;
  readonly amounts: Amounts;
}

/** One page of the totals of a bucket and dimension, in the order of their ids. */
export interface TotalsPage {
  readonly items: readonly ListedTotals[];
  /** Pass as `afterId` to read on; absent on the last page. */
  readonly nextAfterId?: string;
}

export interface StatisticsStore {
  /** The items that exist among `keys` (any number, distinct), in no particular order. Strongly consistent if asked. */
  getStatistics(
    keys: readonly StatisticsKey[],
    options?: { consistent?: boolean },
  ): Promise<readonly StoredStatisticsItem[]>;
  /** The items of one bucket and dimension with ids after `afterId`, strongly consistent if asked. */
  listStatistics(
    bucket: Pick<StatisticsKey, 'period' | 'bucketId' | 'dimension'>,
    options?: { afterId?: string; limit?: number; consistent?: boolean },
  ): Promise<StatisticsPage>;
  /** Like `getStatistics`, strongly consistent, but only the totals: reading costs the same, unpacking next to nothing. */
  getTotals(keys: readonly StatisticsKey[]): Promise<readonly (StatisticsKey & StatisticsTotals)[]>;
  /**
   * Like `getStatistics`, strongly consistent, but of the cells only those of `cells`, and none without it. The sums of others
   * are not even read, which is most of the work where an item has thousands.
   */
  getExcerpts(keys: readonly StatisticsKey[], cells?: CellFilter): Promise<readonly StatisticsExcerpt[]>;
  /** Like `listStatistics`, and strongly consistent, but only the totals. */
  listTotals(
    bucket: Pick<StatisticsKey, 'period' | 'bucketId' | 'dimension'>,
    options?: { afterId?: string },
  ): Promise<TotalsPage>;
  /**
   * Compare-and-swap: stores the item if the stored one still has the version `replaces`, or, with `replaces` undefined,
   * if there is none. Returns whether this write (also one whose answer got lost and that was then retried) took effect.
   */
  putStatistics(item: StatisticsItem, replaces: string | undefined): Promise<boolean>;
}

/** A record that can never be counted, kept for 30 days so that a person can see what and why. */
export interface QuarantinedRecord {
  /** Stable over redelivery, so that quarantining twice stores one. At most 200 characters. */
  readonly id: string;
  /** When the product received it; decides the day it is listed under, so that redelivery does not list it twice. */
  readonly receivedAtMs: number;
  /** A stable code, such as `invalid_record` or `too_old`. */
  readonly reason: string;
  readonly problems: readonly { readonly path: string; readonly message: string }[];
  /** The record without anything that could be content: JSON, at most 4 KB. */
  readonly record: string;
  /** True if nothing had to be left out of `record`, so that it could be counted from it. */
  readonly complete?: boolean;
}

export interface QuarantineStore {
  quarantine(record: QuarantinedRecord): Promise<void>;
  /**
   * The quarantined records received on a UTC day (`20261121`), in the order of their ids: those behind `afterId`, at most
   * `limit`; by default all of them.
   */
  listQuarantined(
    utcDay: string,
    options?: { afterId?: string; limit?: number },
  ): Promise<readonly QuarantinedRecord[]>;
  getQuarantined(utcDay: string, id: string): Promise<QuarantinedRecord | undefined>;
  /** Deletes what was listed, if it still is there. */
  deleteQuarantined(record: Pick<QuarantinedRecord, 'id' | 'receivedAtMs'>): Promise<void>;
}

/** Why a report changed nothing, or was kept apart, although it has a name in common with a record. */
export const CONFLICT_REASONS = [
  /** It names another user. */
  'user',
  /** It has other figures, at the same rank or as totals beside a complete record. */
  'figures',
  /** It ties a name to a call that another report tied to another one. */
  'names',
] as const;
export type ConflictReason = (typeof CONFLICT_REASONS)[number];

/** What one side of a conflict says. */
export type ConflictSide = Pick<
  UsageRecord,
  | 'requestId'
  | 'otherName'
  | 'userId'
  | 'model'
  | 'tokens'
  | 'status'
  | 'detail'
  | 'source'
  | 'occurredAtMs'
  | 'receivedAtMs'
  | 'serviceTier'
  | 'inferenceGeo'
  | 'speed'
  | 'webSearchRequests'
  | 'fallbackCredit'
  | 'billedTo'
  | 'iterations'
  | 'revision'
>;

/** A report that contradicts a record, with both sides, so that a person can decide who is right. Kept for 90 days. */
export interface Conflict {
  /** Stable over redelivery: a digest of the key, what was reported, and what that contradicts. At most 64 characters. */
  readonly id: string;
  readonly accessKeyId: string;
  readonly reason: ConflictReason;
  /** When the report was received; decides the UTC day the conflict is listed under. */
  readonly receivedAtMs: number;
  /** What counts. */
  readonly recorded: ConflictSide;
  /** What was reported and does not count, or counts as another call. */
  readonly reported: ConflictSide;
  /** Of `names`: what the name that both share stood for before, another name or the record under it. */
  readonly tiedTo?: string;
}

/** A conflict as it is found again. */
export type ConflictKey = Pick<Conflict, 'id' | 'receivedAtMs'>;

export interface ConflictStore {
  /** Puts a conflict on record. One of the same id and day that is there stays as it is. */
  putConflict(conflict: Conflict): Promise<void>;
  /** The conflicts of a UTC day (`20261121`), in the order of their ids: those behind `afterId`, at most `limit`, all by default. */
  listConflicts(utcDay: string, options?: { afterId?: string; limit?: number }): Promise<readonly Conflict[]>;
  /** Deletes what was listed, if it is still there. */
  deleteConflict(conflict: ConflictKey): Promise<void>;
}

/** When the scheduled roll-up last completed a run. */
export interface Heartbeat {
  readonly completedAtMs: number;
}

export interface HeartbeatStore {
  putHeartbeat(heartbeat: Heartbeat): Promise<void>;
  getHeartbeat(): Promise<Heartbeat | undefined>;
}

/** A request to compute the statistics of a range again. */
export interface Rebuild {
  readonly id: string;
  /** Whole hours, [fromMs, toMs). */
  readonly fromMs: number;
  readonly toMs: number;
  /** Whether statistics may also come to count less. */
  readonly repair: boolean;
  readonly markedHours: number;
  /** Hours of the range whose records expire or did, which therefore stay as they are. */
  readonly skippedFrozenHours: number;
  readonly startedAtMs: number;
  /** When the last of its marks was written; absent until then. */
  readonly markedAtMs?: number;
}

export interface RebuildStore {
  /**
   * Stores a rebuild as the current one, provided that the current one still is the one with the id `replaces`, or, with
   * `replaces` undefined, that there has been none. Returns whether it did.
   */
  startRebuild(rebuild: Rebuild, replaces: string | undefined): Promise<boolean>;
  /** Stores a rebuild's new state, whether or not it is the current one. */
  updateRebuild(rebuild: Rebuild): Promise<void>;
  /** Strongly consistent. */
  getRebuild(id: string): Promise<Rebuild | undefined>;
  /** The one started last. Strongly consistent. */
  getCurrentRebuild(): Promise<Rebuild | undefined>;
}

export interface LedgerStore
  extends RecordStore,
    SegmentStore,
    MarkStore,
    StatisticsStore,
    QuarantineStore,
    ConflictStore,
    HeartbeatStore,
    RebuildStore {}
