import { isDeepStrictEqual } from 'node:util';
import {
  type Bucket,
  type BucketPeriod,
  type Dimension,
  keyText,
  type Mark,
  type RecordAlias,
  type RecordKey,
  type RecordOutcome,
  type StatisticsItem,
  type UsageRecord,
} from '@token-ledger/core';
import type { Watcher } from '../observed-store.ts';
import { Violation } from '../violation.ts';
import { BASE, bestOf, type Content, contentOf, covers, digitOf, sameContent } from './contents.ts';

/*
 * What the ledger ought to say about calls that are reported several times and under two names. It knows the reports, and
 * sees what is stored under each name, a *place*; it does not know the rules by which reports are joined. After each step it
 * says whether what is stored, summed up and read can be right: no call lost, none counted twice, nothing forgotten, and
 * every acknowledged report counted as it said or by one that outranks it.
 */

/** One revision of what is stored under a place. */
interface Revision {
  readonly record: UsageRecord;
  /** Absent of a record that was merged into another. */
  readonly content?: Content;
  readonly digit: number;
}

/** What the name of a call, under its access key, stands for. */
export interface Place {
  readonly index: number;
  readonly key: RecordKey;
  alias?: number;
  readonly revisions: Revision[];
  /** The buckets its record lies in, finest first. */
  buckets: readonly WatchedBucket[];
  /** Since when each of these holds, as the number of an event. */
  redirectCopied?: number;
  /** The consumer that copied it as a redirect, or with its user, has acknowledged. */
  redirectSettled?: number;
  userSettled?: number;
}

interface WatchedItem {
  readonly dimension: Dimension;
  readonly digits: readonly number[];
  readonly count: number;
  readonly revisions: number;
}

export interface WatchedBucket {
  readonly bucket: Bucket;
  /** The keys of itself and all buckets within it. */
  readonly marks: readonly string[];
  readonly items: Map<string, WatchedItem>;
}

/** An acknowledged report: where it was reported, and what has to be counted at least. */
interface Acknowledged {
  readonly place: Place;
  /** Absent when the report was found to contradict the record: then it is enough that the call is counted. */
  readonly content?: Content;
}

export interface Read {
  readonly startedAt: number;
  readonly acknowledged: number;
  readonly inRange: (record: UsageRecord) => boolean;
  readonly dimension: Dimension;
  readonly id: string | undefined;
}

export class TrueCalls implements Watcher {
  readonly places: readonly Place[];
  readonly #byKey: ReadonlyMap<string, Place>;
  readonly #bucketsOf: (ms: number) => readonly Bucket[];
  readonly #buckets = new Map<string, WatchedBucket>();
  readonly #marked = new Set<string>();
  readonly #delivered: UsageRecord[] = [];
  readonly #acknowledged: Acknowledged[] = [];
  readonly #agreeing: boolean;
  #events = 0;
  #violation: Violation | undefined;
  #changed = false;

  /**
   * @param agreeing the reports of a call do not contradict each other.
   * @param keys of the places; those of one call follow each other in pairs.
   */
  constructor(
    agreeing: boolean,
    keys: readonly RecordKey[],
    times: readonly number[],
    bucketsOf: (ms: number) => readonly Bucket[],
  ) {
    this.#agreeing = agreeing;
    this.#bucketsOf = bucketsOf;
    this.places = keys.map((key, index) => ({ index, key, revisions: [], buckets: [] }));
    this.#byKey = new Map(this.places.map((place) => [keyText(place.key), place]));
    const buckets = times.flatMap(bucketsOf);
    for (const bucket of buckets) {
      const within = buckets.filter(
        (other) => other.startMs >= bucket.startMs && other.endMs <= bucket.endMs,
      );
      const marks = [...new Set(within.map(({ period, id }) => nameOf(period, id)))];
      this.#buckets.set(nameOf(bucket.period, bucket.id), { bucket, marks, items: new Map() });
    }
  }

  /** Reports are on their way: what is stored from now on may come of them. */
  delivered(reports: readonly UsageRecord[]): void {
    this.#delivered.push(...reports);
  }

  placeOf(key: RecordKey): Place {
    return this.#byKey.get(keyText(key)) as Place;
  }

  /** The places of the records that a name leads to, the one that counts last. */
  chain(place: Place): readonly Place[] {
    if (place.alias !== undefined) return this.chain(this.places[place.alias] as Place);
    const { record } = place.revisions.at(-1) ?? {};
    if (!record) return [];
    if (record.mergedInto === undefined) return [place];
    return [place, ...this.chain(this.placeOf({ ...record, requestId: record.mergedInto }))];
  }

  claimed(entry: UsageRecord | RecordAlias): void {
    this.#events += 1;
    const place = this.placeOf(entry);
    if ('target' in entry) {
      place.alias = this.placeOf({ ...entry, requestId: entry.target }).index;
      return;
    }
    place.buckets = this.#bucketsOf(entry.occurredAtMs).map(
      ({ period, id }) => this.#buckets.get(nameOf(period, id)) as WatchedBucket,
    );
    this.#checkContent(place, contentOf(entry));
    place.revisions.push({ record: entry, content: contentOf(entry), digit: digitOf(contentOf(entry)) });
  }

  replaced(next: UsageRecord): void {
    this.#events += 1;
    const place = this.placeOf(next);
    const before = place.revisions.at(-1) as Revision;
    const name = describe(place);
    // Two that came to the same have both replaced it.
    if (isDeepStrictEqual(next, before.record)) return;
    if (next.revision !== (before.record.revision ?? 1) + 1) this.#violate(`${name} skips a revision`);
    if (next.occurredAtMs !== before.record.occurredAtMs) this.#violate(`${name} moves to another time`);
    if (before.record.userId !== undefined && next.userId !== before.record.userId)
      this.#violate(`${name} changes its user`);
    if (!before.content) return this.#violate(`${name} changes after it was merged`);
    if (next.mergedInto !== undefined) {
      const target = this.chain(this.placeOf({ ...next, requestId: next.mergedInto }))
        .at(-1)
        ?.revisions.at(-1);
      if (!target?.content || !covers(target.content, before.content))
        this.#violate(`${name} is merged into what does not know all of it`);
      const users = new Set([before.record.userId, target?.record.userId]);
      users.delete(undefined);
      if (users.size > 1) this.#violate(`${name} is merged into a record of another user`);
      place.revisions.push({ record: next, digit: 0 });
      return;
    }
    const content = contentOf(next);
    this.#checkContent(place, content);
    const complete = before.content.rank === 2 && !sameContent(content, before.content);
    if (complete || !covers(content, before.content)) this.#violate(`${name} gets worse`);
    place.revisions.push({ record: next, content, digit: digitOf(content) });
  }

  copied(records: readonly UsageRecord[]): void {
    this.#events += 1;
    for (const record of records)
      if (record.mergedInto !== undefined) this.placeOf(record).redirectCopied ??= this.#events;
  }

  marked(mark: Mark): void {
    this.#events += 1;
    this.#marked.add(nameOf(mark.period, mark.bucketId));
  }

  unmarked(mark: Mark): void {
    this.#events += 1;
    this.#marked.delete(nameOf(mark.period, mark.bucketId));
    this.#changed = true;
  }

  /** A write of statistics took effect: it counts what is or was stored, nothing twice, and goes back behind nothing. */
  wrote({ period, bucketId, dimension, id, statistics }: StatisticsItem): void {
    this.#events += 1;
    // Compared with the items at rest.
    if (dimension === 'list') return;
    const name = `${period} ${bucketId} ${dimension} ${id}`;
    const watched = this.#buckets.get(nameOf(period, bucketId));
    if (!watched) return this.#violate(`${name} is written, where no record can be`);
    let [sum, requests] = [0, 0];
    for (const { measures } of statistics.cells) {
      sum += Number(measures.cost);
      requests += Number(measures.requests);
    }
    const digits = this.#decode(sum);
    const { count, revisions = 0 } = statistics;
    const before = watched.items.get(`${dimension} ${id}`);
    if (requests !== digits.filter(Boolean).length || count < requests)
      return this.#violate(
        `${name} counts ${count} records and ${requests} requests for ${digits.join(', ')}`,
      );
    if (before && (count < before.count || revisions < before.revisions))
      return this.#violate(
        `${name} goes back from ${before.count}/${before.revisions} to ${count}/${revisions}`,
      );
    for (const place of this.places) {
      const [digit = 0, old = 0] = [digits[place.index], before?.digits[place.index]];
      const known =
        digit === 0 ? -1 : this.#lastRevision(place, digit, (record) => isOf(record, dimension, id));
      if (digit !== 0 && (known < 0 || !isIn(place, watched)))
        return this.#violate(`${name} counts ${digit} of ${describe(place)}`);
      if (old === 0) continue;
      if (digit === 0 && !mayLeave(place, dimension, id))
        return this.#violate(`${name} forgets ${describe(place)}`);
      if (digit !== 0 && known < place.revisions.findIndex((revision) => revision.digit === old))
        return this.#violate(`${name} goes back to an earlier revision of ${describe(place)}`);
    }
    watched.items.set(`${dimension} ${id}`, { dimension, digits, count, revisions });
    this.#changed = true;
  }

  /** @param copied what the one who acknowledges has written copies of, and then marks. */
  acknowledged(
    reports: readonly UsageRecord[],
    outcomes: readonly RecordOutcome[],
    copied: readonly UsageRecord[],
  ): void {
    this.#events += 1;
    for (const [index, report] of reports.entries()) {
      const outcome = outcomes[index];
      const unchanged = outcome?.kind === 'conflict' && outcome.effect.kind === 'duplicate';
      const place = this.placeOf(report);
      this.#acknowledged.push({ place, ...(!unchanged && { content: contentOf(report) }) });
      if (this.#agreeing && report.otherName !== undefined) this.#settleRedirects(report, report.otherName);
    }
    for (const record of copied) {
      const place = this.placeOf(record);
      if (record.mergedInto !== undefined) place.redirectSettled ??= this.#events;
      if (record.userId !== undefined) place.userSettled ??= this.#events;
    }
    this.#changed = true;
  }

  /** A consumer that acknowledges a report with two names has made them one, where nothing contradicts. */
  #settleRedirects(report: UsageRecord, otherName: string): void {
    for (const requestId of [report.requestId, otherName]) {
      const place = this.placeOf({ ...report, requestId });
      if (place.revisions.at(-1)?.record.mergedInto !== undefined) place.redirectSettled ??= this.#events;
    }
  }

  /** Throws the first violation seen, or what a reader of clean buckets would find wrong at this instant. */
  check(): void {
    if (this.#violation) throw this.#violation;
    if (!this.#changed) return;
    this.#changed = false;
    for (const acknowledged of this.#acknowledged) this.#checkAcknowledged(acknowledged);
    for (const place of this.places) for (const watched of place.buckets) this.#checkOnce(place, watched);
  }

  beginRead(question: Pick<Read, 'inRange' | 'dimension' | 'id'>): Read {
    return { ...question, startedAt: this.#events, acknowledged: this.#acknowledged.length };
  }

  /** Judges the rows of an answer by what had been acknowledged when the read began. */
  judge(rows: readonly { readonly id: string; readonly cost: bigint }[], read: Read): void {
    const seen = new Map<Place, Revision>();
    for (const { id, cost } of rows) {
      const digits = this.#decode(Number(cost));
      for (const place of this.places) {
        const digit = digits[place.index] ?? 0;
        if (digit === 0) continue;
        const matches = (record: UsageRecord) => read.inRange(record) && isOf(record, read.dimension, id);
        const revision = place.revisions[this.#lastRevision(place, digit, matches)];
        if (!revision) throw new Violation(`A reader sees ${digit} of ${describe(place)}`);
        if ((place.redirectSettled ?? Infinity) <= read.startedAt)
          throw new Violation(`A reader sees ${describe(place)}, which was merged before it began`);
        if (seen.has(place) && !this.#isMoving(place, read))
          throw new Violation(`A reader sees ${describe(place)} twice`);
        seen.set(place, revision);
      }
    }
    for (const { place, content } of this.#acknowledged.slice(0, read.acknowledged)) {
      const chain = this.chain(place);
      if (!chain.every((one) => this.#mustSee(one, read))) continue;
      const counts = chain.some((one) => this.#counts(one, seen.get(one)?.digit ?? 0, content));
      if (!counts) throw new Violation(`A reader does not see ${describe(place)}`);
    }
  }

  /** Whether a reader that sees the call nowhere else must see it here. */
  #mustSee(place: Place, { startedAt, inRange, dimension, id }: Read): boolean {
    if (!inRange((place.revisions[0] as Revision).record)) return false;
    // Overlapping a merge, a reader may see the call in neither of its hours.
    if ((place.redirectCopied ?? 0) > startedAt) return false;
    if (dimension === 'access_key') return id === undefined || place.key.accessKeyId === id;
    if (dimension === 'all') return true;
    // Overlapping the naming of its user, a reader by user may see the call with neither.
    if (this.#isMoving(place, { startedAt, dimension })) return false;
    const latest = place.revisions.at(-1)?.record.userId ?? '-';
    return id === undefined || latest === id;
  }

  /** Whether a call may move from one user to another while it is read by users. */
  #isMoving(
    { revisions, userSettled }: Place,
    { startedAt, dimension }: Pick<Read, 'startedAt' | 'dimension'>,
  ): boolean {
    const users = new Set(revisions.map(({ record }) => record.userId));
    const settled = (userSettled ?? Infinity) <= startedAt;
    return dimension === 'user' && users.size > 1 && !settled;
  }

  #checkAcknowledged({ place, content }: Acknowledged): void {
    const chain = this.chain(place);
    if (chain.length === 0) throw new Violation(`${describe(place)} was acknowledged and is not stored`);
    for (const [level, { bucket }] of (chain[0] as Place).buckets.entries()) {
      const buckets = chain.map((one) => one.buckets[level] as WatchedBucket);
      if (!buckets.every((one) => this.#isClean(one))) continue;
      for (const dimension of ['all', 'access_key', 'user'] as const) {
        const counted = chain.some((one, index) =>
          [...(buckets[index] as WatchedBucket).items.values()].some(
            (item) => item.dimension === dimension && this.#counts(one, item.digits[one.index] ?? 0, content),
          ),
        );
        if (!counted)
          throw new Violation(
            `${bucket.period} ${bucket.id} has no mark and lacks ${describe(place)} by ${dimension}`,
          );
      }
    }
  }

  #checkOnce(place: Place, watched: WatchedBucket): void {
    if (!this.#isClean(watched)) return;
    const counting = [...watched.items.values()].filter(({ digits }) => digits[place.index]);
    const name = `${watched.bucket.period} ${watched.bucket.id} has no mark and counts ${describe(place)}`;
    if (place.redirectSettled !== undefined && counting.length > 0)
      throw new Violation(`${name}, which was merged`);
    if (counting.filter(({ dimension }) => dimension === 'user').length > 1)
      throw new Violation(`${name} for two users`);
  }

  #isClean({ marks }: WatchedBucket): boolean {
    return !marks.some((mark) => this.#marked.has(mark));
  }

  #counts(place: Place, digit: number, content: Content | undefined): boolean {
    if (digit === 0) return false;
    const counted = place.revisions.findLast((revision) => revision.digit === digit)?.content;
    return counted !== undefined && (!content || covers(counted, content));
  }

  #lastRevision(place: Place, digit: number, matches: (record: UsageRecord) => boolean): number {
    return place.revisions.findLastIndex((revision) => revision.digit === digit && matches(revision.record));
  }

  /** What is stored comes of what was reported: nothing is made up, and nothing adds up. */
  #checkContent(place: Place, content: Content): void {
    const reports = this.#delivered.filter((report) =>
      this.#agreeing
        ? this.placeOf(report).index >> 1 === place.index >> 1
        : report.accessKeyId === place.key.accessKeyId,
    );
    const same = reports.map(contentOf).filter(({ rank }) => rank === content.rank);
    const reported =
      content.rank > 0
        ? same.some((one) => sameContent(one, content))
        : same.length > 0 && covers(bestOf(same), content);
    if (!reported)
      this.#violate(`${describe(place)} is stored as ${JSON.stringify(content)}, which nobody reported`);
  }

  #decode(sum: number): number[] {
    const digits: number[] = [];
    for (let rest = sum; rest > 0; rest = (rest - (digits.at(-1) as number)) / BASE) digits.push(rest % BASE);
    if (digits.length > this.places.length) this.#violate(`${sum} is more than there can be`);
    return digits;
  }

  #violate(what: string): void {
    this.#violation ??= new Violation(what);
  }
}

function isOf(record: UsageRecord, dimension: Dimension, id: string): boolean {
  if (dimension === 'all') return true;
  return id === (dimension === 'access_key' ? record.accessKeyId : (record.userId ?? '-'));
}

function isIn({ revisions: [first] }: Place, { bucket }: WatchedBucket): boolean {
  const ms = first?.record.occurredAtMs ?? 0;
  return ms >= bucket.startMs && ms < bucket.endMs;
}

/** Whether an item that counted a place may do so no longer. */
function mayLeave({ revisions }: Place, dimension: Dimension, id: string): boolean {
  return revisions.some(
    ({ record }) =>
      record.mergedInto !== undefined || (dimension === 'user' && id === '-' && record.userId !== undefined),
  );
}

function describe({ key, revisions }: Place): string {
  return `${key.accessKeyId}/${key.requestId} (${revisions.map(({ digit }) => digit).join(', ')})`;
}

function nameOf(period: BucketPeriod, id: string): string {
  return `${period} ${id}`;
}
