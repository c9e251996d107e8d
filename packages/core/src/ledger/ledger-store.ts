import type { BucketPeriod } from '../time/bucket.ts';
import type { UsageRecord } from '../usage/record.ts';
import type { Measures } from './measures.ts';
import type { Statistics } from './statistics.ts';

/** What became of one conditional insert. */
export type ClaimOutcome =
  | { readonly kind: 'claimed' }
  /** Someone was first; `canonical` is what they stored. */
  | { readonly kind: 'duplicate'; readonly canonical: UsageRecord }
  /** Someone was first, and what they stored was erased: the id never counts again. */
  | { readonly kind: 'erased' }
  /** Throttled or broken after retries; nothing is known, the claim may or may not have happened. */
  | { readonly kind: 'failed'; readonly error: unknown };

/** Raw records, one per request id, never updated; when one is erased, a tombstone keeps its id taken. */
export interface RecordStore {
  /**
   * Inserts each record unless its request id is taken. The request ids of one call are distinct. The outcomes are
   * independent and in the order of the records; the call itself does not reject.
   */
  claim(records: readonly UsageRecord[]): Promise<readonly ClaimOutcome[]>;
  /** Undefined also for a record that was erased. Strongly consistent. */
  getRecord(requestId: string): Promise<UsageRecord | undefined>;
  /**
   * Every record that is neither erased nor past its time to live, page by page, in no particular order. Not a snapshot:
   * of the records claimed meanwhile some may be among them, some not.
   */
  scanRecords(): AsyncIterable<readonly UsageRecord[]>;
  /**
   * Replaces the record by a tombstone if it is of this user: its id stays taken for as long as the record would have
   * kept it, and nothing else of it remains. Tells whether there was such a record.
   */
  eraseRecord(requestId: string, userId: string): Promise<boolean>;
}

/** Packed copies of canonical records, clustered by slice of five minutes; at least once, so readers unite them by id. */
export interface SegmentStore {
  /** Appends records that all occurred in the slice that starts at `sliceStartMs`. Splits what is too large for one item. */
  putSegment(sliceStartMs: number, records: readonly UsageRecord[]): Promise<void>;
  /** Every segment of the slice that was stored before the call, strongly consistent, page by page. */
  readSegments(sliceStartMs: number): AsyncIterable<readonly UsageRecord[]>;
  /**
   * Removes the records that are `unwanted` from every segment of the slice that was stored before the call, and returns
   * what it found of them, copies included. A segment is replaced in its place and at once, so whoever reads the slice
   * meanwhile meets each of its other records all the same.
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
   * What the bucket counts was corrected: all its statistics are written anew, even if they count less, or no other, than
   * before. Whoever corrects first makes sure that each item the old content counts in exists, if need be with count 0,
   * then changes the segments, then marks: a roll-up that read the old content is stopped by the new versions only.
   */
  readonly repair?: boolean;
}

export interface MarkStore {
  /** Creates the mark, or replaces its token and keeps `firstMarkedAtMs`; a `repair` once asked for stays asked for. */
  putMark(mark: Mark): Promise<void>;
  /** All marks of a period in the order of their bucket ids, strongly consistent. */
  listMarks(period: BucketPeriod): Promise<readonly Mark[]>;
  /** Deletes the mark if its token is still the one given; tells whether it did. */
  deleteMark(mark: Mark): Promise<boolean>;
}

/** What statistics are kept for: everything, each access key, each user. */
export const DIMENSIONS = ['all', 'access_key', 'user'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export interface StatisticsKey {
  readonly period: BucketPeriod;
  readonly bucketId: string;
  readonly dimension: Dimension;
  /** The access key id or user id; `*` for dimension `all`, `-` for records that name no user. */
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

/** One page of the totals of a bucket and dimension, in the order of their ids. */
export interface TotalsPage {
  readonly items: readonly StatisticsTotals[];
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
  /** Like `listStatistics`, and strongly consistent, but only the totals. */
  listTotals(
    bucket: Pick<StatisticsKey, 'period' | 'bucketId' | 'dimension'>,
    options?: { afterId?: string },
  ): Promise<TotalsPage>;
  /**
   * Compare-and-swap: stores the item if the stored one still has the version `replaces`, or, with `replaces` undefined,
   * if there is none. Tells whether this write (also one whose answer got lost and that was then retried) took effect.
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
   * `limit`; all of them unless told otherwise.
   */
  listQuarantined(
    utcDay: string,
    options?: { afterId?: string; limit?: number },
  ): Promise<readonly QuarantinedRecord[]>;
  getQuarantined(utcDay: string, id: string): Promise<QuarantinedRecord | undefined>;
  /** Deletes what was listed, if it still is there. */
  deleteQuarantined(record: Pick<QuarantinedRecord, 'id' | 'receivedAtMs'>): Promise<void>;
}

/** When the scheduled roll-up last completed a run. */
export interface Heartbeat {
  readonly completedAtMs: number;
}

export interface HeartbeatStore {
  putHeartbeat(heartbeat: Heartbeat): Promise<void>;
  getHeartbeat(): Promise<Heartbeat | undefined>;
}

/** That the statistics of a range were asked to be computed anew. */
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
   * `replaces` undefined, that there has been none. Tells whether.
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
    HeartbeatStore,
    RebuildStore {}
