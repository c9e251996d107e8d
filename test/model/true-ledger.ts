import {
  type Bucket,
  type BucketPeriod,
  DIMENSIONS,
  dimensionId,
  isKeptCurrent,
  keyText,
  LISTED_DIMENSIONS,
  listKey,
  listsOf,
  type Mark,
  type RecordKey,
  type Statistics,
  type StatisticsItem,
  totalMeasures,
  type UsageRecord,
} from '@token-ledger/core';
import { Violation } from './violation.ts';

/*
 * What the ledger ought to say: the first accepted record of each key, in the hour it occurred in. It watches every
 * effect on the store and checks after each step whether the promise still holds, in sets of records rather than in sums.
 * Record number i costs `variant * 32 ** i`, so that a sum shows which records it counts, how often, and with whose content
 * or at which price.
 */

/** Contents of a record: as sent first, as sent again under the same id, as corrected. No two or three add up to another. */
export const VARIANTS = { first: 1, conflicting: 5, corrected: 13 } as const;
const BASE = 32;

interface Truth {
  readonly record: UsageRecord;
  current: UsageRecord | undefined;
  /** 0 once erased. */
  variant: number;
  /** What it was before it was corrected or erased. */
  formerVariant: number | undefined;
}

interface WatchedItem {
  /** What it is a part of: the counts of all parts together are complete. */
  readonly part: string;
  /** Bit i: record i is counted. */
  readonly counts: number;
  /** Bit i: with the content it had before it was corrected. */
  readonly outdated: number;
}

interface WatchedBucket {
  readonly bucket: Bucket;
  /** The keys of itself and all buckets within it. */
  readonly marks: readonly string[];
  readonly items: Map<string, WatchedItem>;
}

export class TrueLedger {
  readonly #indexes: ReadonlyMap<string, number>;
  readonly #truths: (Truth | undefined)[] = [];
  readonly #buckets = new Map<string, WatchedBucket>();
  readonly #marked = new Set<string>();
  #acknowledged = 0;
  /** What a token costs: 1 at first, `VARIANTS.corrected` once everything is priced again. */
  #price = 1;
  /** Hours for which a repair was asked for after the correction was complete. */
  #repairAsked = false;
  #violation: Violation | undefined;
  #changed = false;

  /**
   * @param buckets all that a record may be in.
   * @param keys of the records, by their numbers.
   */
  constructor(buckets: readonly Bucket[], keys: readonly RecordKey[]) {
    this.#indexes = new Map(keys.map((key, index) => [keyText(key), index]));
    for (const bucket of buckets) {
      const within = buckets.filter(
        (other) => other.startMs >= bucket.startMs && other.endMs <= bucket.endMs,
      );
      this.#buckets.set(keyOf(bucket.period, bucket.id), {
        bucket,
        marks: within.map(({ period, id }) => keyOf(period, id)),
        items: new Map(),
      });
    }
  }

  static tokensOf(index: number, variant: number): number {
    return variant * BASE ** index;
  }

  /** A claim took effect. Only the first one per key is true. */
  claimed(record: UsageRecord): void {
    const index = this.#indexOf(record);
    const sent = variantOf(index, record);
    const formerVariant = this.#price === 1 ? undefined : sent;
    this.#truths[index] ??= { record, current: record, variant: sent * this.#price, formerVariant };
  }

  acknowledged(records: readonly UsageRecord[]): void {
    for (const record of records) this.#acknowledged |= 1 << this.#indexOf(record);
    this.#changed = true;
  }

  isAcknowledged(index: number): boolean {
    return (this.#acknowledged & (1 << index)) !== 0;
  }

  /** The first accepted record number i. */
  record(index: number): UsageRecord | undefined {
    return this.#truths[index]?.record;
  }

  /** Record number i as it must be counted now; nothing if it was erased, or never accepted. */
  current(index: number): UsageRecord | undefined {
    return this.#truths[index]?.current;
  }

  /** From now on record number i must be counted like this, or not at all. */
  corrected(index: number, record: UsageRecord | undefined): void {
    const truth = this.#truths[index] as Truth;
    truth.current = record;
    truth.formerVariant = truth.variant;
    truth.variant = record ? variantOf(index, record) : 0;
    this.#changed = true;
  }

  /** From now on everything costs what it costs once corrected. */
  repriced(): void {
    this.#price = VARIANTS.corrected;
    for (const truth of this.#truths) {
      if (!truth) continue;
      truth.formerVariant = truth.variant;
      truth.variant *= this.#price;
    }
    this.#changed = true;
  }

  marked(mark: Mark): void {
    this.#marked.add(keyOf(mark.period, mark.bucketId));
    if (mark.repair) this.#repairAsked = true;
  }

  unmarked(mark: Mark): void {
    this.#marked.delete(keyOf(mark.period, mark.bucketId));
    this.#changed = true;
  }

  /** A write of statistics took effect: it may count only what is true, nothing twice, and forget nothing. */
  wrote({ period, bucketId, dimension, id, statistics }: StatisticsItem): void {
    const watched = this.#buckets.get(keyOf(period, bucketId));
    const name = `${period} ${bucketId} ${dimension} ${id}`;
    if (!watched) return this.#violate(`${name} is written, where no record can be`);
    let [counts, outdated, requests] = [0, 0, 0];
    for (const part of dimension === 'list' ? rowsOf(id, statistics) : [{ ...statistics, dimension, id }]) {
      const sums = totalMeasures(part);
      requests += Number(sums.requests);
      const found = this.#decode(
        Number(sums.cost),
        ({ record }) => isIn(record, watched.bucket) && dimensionId(part.dimension, record) === part.id,
      );
      if (found.wrong !== undefined) return this.#violate(`${name} counts ${found.wrong}`);
      counts |= found.counts;
      outdated |= found.outdated;
    }
    if (requests !== statistics.count || statistics.count !== bits(counts)) {
      return this.#violate(`${name} counts ${statistics.count} records, its cells add up to ${requests}`);
    }
    const itemKey = `${dimension} ${id}`;
    // A list that a repair could not make is empty: no reader uses it.
    const withdrawn = dimension === 'list' && statistics.count === 0;
    const forgotten = (watched.items.get(itemKey)?.counts ?? 0) & ~counts & ~this.#erased();
    if (forgotten !== 0 && !withdrawn) this.#violate(`${name} forgets ${names(forgotten)}`);
    watched.items.set(itemKey, { part: dimension === 'list' ? itemKey : dimension, counts, outdated });
    this.#changed = true;
  }

  /**
   * Throws the first violation that a reader would find at this instant: a bucket without a mark on it or within
   * it must count everything acknowledged, in each dimension and in the lists that are kept current, and after a repair nothing as it
   * was before.
   */
  check(): void {
    if (this.#violation) throw this.#violation;
    if (!this.#changed) return;
    this.#changed = false;
    for (const { bucket, marks, items } of this.#buckets.values()) {
      if (marks.some((key) => this.#marked.has(key))) continue;
      const expected = this.#acknowledgedIn((record) => isIn(record, bucket));
      const current = listsOf(bucket).filter((name) => isKeptCurrent(bucket, name));
      const lists = current.map((name) => `list ${listKey(bucket, name).id}`);
      const counted = new Map<string, number>([...DIMENSIONS, ...lists].map((part) => [part, 0]));
      for (const { part, counts, outdated } of items.values()) {
        // Other lists may be behind.
        if (counted.has(part)) counted.set(part, (counted.get(part) ?? 0) | counts);
        // What is not acknowledged has its mark still to come, and with it what makes it right.
        const wrong = outdated & this.#acknowledged;
        if (this.#repairAsked && wrong !== 0) {
          throw new Violation(
            `${bucket.period} ${bucket.id} has no mark and counts ${names(wrong)} as it was`,
          );
        }
      }
      for (const [part, counts] of counted) {
        const hidden = expected & ~counts;
        if (hidden !== 0) {
          throw new Violation(
            `${bucket.period} ${bucket.id} has no mark and lacks ${names(hidden)} by ${part}`,
          );
        }
      }
    }
  }

  /** What a reader of these records that starts now has to see at least. */
  expectedBy(matches: (record: UsageRecord) => boolean): number {
    return this.#acknowledgedIn(matches);
  }

  /** Judges the sum of an answer by what had been acknowledged when the read began. */
  judge(sum: bigint, atLeast: number, matches: (record: UsageRecord) => boolean): void {
    const { counts, wrong } = this.#decode(Number(sum), (truth) => matches(truth.record));
    if (wrong !== undefined) throw new Violation(`A reader sees ${wrong}`);
    const hidden = atLeast & ~counts & ~this.#erased();
    if (hidden !== 0) throw new Violation(`A reader does not see ${names(hidden)}`);
  }

  #indexOf(record: UsageRecord): number {
    return this.#indexes.get(keyText(record)) as number;
  }

  #decode(sum: number, belongs: (truth: Truth) => boolean) {
    let [counts, outdated] = [0, 0];
    let rest = sum;
    for (let index = 0; rest > 0; index += 1) {
      const digit = rest % BASE;
      rest = (rest - digit) / BASE;
      if (digit === 0) continue;
      const truth = this.#truths[index];
      const known = truth && (digit === truth.variant || digit === truth.formerVariant) && belongs(truth);
      if (!known) return { counts, outdated, wrong: `${digit} of record ${index}` };
      counts |= 1 << index;
      if (digit !== truth.variant) outdated |= 1 << index;
    }
    return { counts, outdated, wrong: undefined };
  }

  #acknowledgedIn(matches: (record: UsageRecord) => boolean): number {
    let found = 0;
    for (const [index, truth] of this.#truths.entries()) {
      const bit = 1 << index;
      if (truth && truth.variant !== 0 && (this.#acknowledged & bit) !== 0 && matches(truth.record))
        found |= bit;
    }
    return found;
  }

  #erased(): number {
    return this.#truths.reduce((sum, truth, index) => (truth?.variant === 0 ? sum | (1 << index) : sum), 0);
  }

  #violate(what: string): void {
    this.#violation ??= new Violation(what);
  }
}

/** What a list says of each dimension value. */
function rowsOf(listId: string, { cells }: Statistics) {
  const dimension = LISTED_DIMENSIONS.find((each) => listId.startsWith(each)) ?? 'user';
  return [...Map.groupBy(cells, ({ model }) => model)].map(([id, rows]) => ({
    dimension,
    id,
    count: 0,
    cells: rows,
  }));
}

function keyOf(period: BucketPeriod, id: string): string {
  return `${period} ${id}`;
}

function variantOf(index: number, { tokens }: UsageRecord): number {
  return tokens.input / BASE ** index;
}

function isIn({ occurredAtMs }: UsageRecord, { startMs, endMs }: Bucket): boolean {
  return occurredAtMs >= startMs && occurredAtMs < endMs;
}

function bits(set: number): number {
  let count = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

function names(set: number): string {
  const indexes = Array.from({ length: 31 }, (_, index) => index).filter((index) => set & (1 << index));
  return `record ${indexes.join(', ')}`;
}
