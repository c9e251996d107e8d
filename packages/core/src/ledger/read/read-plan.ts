import { BUCKET_PERIODS, type Bucket, type BucketPeriod, HOUR_MS } from '../../time/bucket.ts';
import { type Calendar, hourBucket } from '../../time/calendar.ts';
import { iso } from '../../time/clock.ts';
import type { Mark, MarkStore } from '../ledger-store.ts';

/** Where a part of an answer comes from; the parts of a plan are disjoint in time. */
export type Source =
  /** The stored statistics of a whole bucket; a missing item counts nothing. */
  | { readonly kind: 'statistics'; readonly bucket: Bucket }
  /** The segments of an hour or leaf, between two instants within it. */
  | { readonly kind: 'segments'; readonly bucket: Bucket; readonly fromMs: number; readonly toMs: number };

/** Part of a frozen hour was asked for, whose records are expiring: only the whole hour can still be answered. */
export class FrozenPartialHourError extends RangeError {
  override name = 'FrozenPartialHourError';

  constructor(hour: Bucket) {
    super(
      `The hour of ${iso(hour.startMs)} is frozen: of it only statistics are kept, so from and to must be full hours there.`,
    );
  }
}

/** Whether the hour a bucket begins in is frozen when the answer is made. */
export type IsFrozen = (bucket: Bucket) => boolean;

/** The buckets whose statistics may not yet contain everything that was acknowledged. */
export class PendingBuckets {
  readonly #marked: Readonly<Record<BucketPeriod, Set<string>>> = {
    leaf: new Set(),
    hour: new Set(),
    day: new Set(),
    month: new Set(),
  };
  /** Hours with a mark on them or within, in order. */
  readonly hours: readonly Bucket[];

  constructor(calendar: Calendar, marks: readonly Mark[], isFrozen: IsFrozen) {
    const hours = new Map<string, Bucket>();
    for (const { period, bucketId } of marks) {
      const bucket = calendar.bucket(period, bucketId);
      if (bucket.endMs - bucket.startMs <= HOUR_MS) {
        // A frozen hour's segments are expiring: what its items count is all that can be known.
        if (isFrozen(bucket)) continue;
        const hour = hourBucket(bucket.startMs);
        hours.set(hour.id, hour);
      }
      this.#add(calendar, bucket);
    }
    this.hours = [...hours.values()].toSorted((a, b) => a.startMs - b.startMs);
  }

  #add(calendar: Calendar, bucket: Bucket): void {
    this.#marked[bucket.period].add(bucket.id);
    for (const parent of calendar.parents(bucket)) this.#add(calendar, parent);
  }

  /** Whether the bucket or one within it is marked. */
  has({ period, id }: Bucket): boolean {
    return this.#marked[period].has(id);
  }
}

/**
 * Reads the marks, finest first. A mark moves upwards as its bucket is rolled up (the parent's is written before the own
 * one goes), so this order cannot miss it; the other one can.
 */
export async function readPending(
  store: MarkStore,
  calendar: Calendar,
  isFrozen: IsFrozen,
): Promise<PendingBuckets> {
  const marks: Mark[] = [];
  for (const period of BUCKET_PERIODS) marks.push(...(await store.listMarks(period)));
  return new PendingBuckets(calendar, marks, isFrozen);
}

/**
 * Covers the part of [fromMs, toMs) that lies in a bucket by the fewest sources that hold everything acknowledged when the
 * marks were read: whole clean buckets from their statistics, everything else from smaller ones, down to segments.
 *
 * @throws FrozenPartialHourError
 */
export function planSources(
  context: { readonly calendar: Calendar; readonly pending: PendingBuckets; readonly isFrozen: IsFrozen },
  bucket: Bucket,
  fromMs: number,
  toMs: number,
): Source[] {
  const from = Math.max(fromMs, bucket.startMs);
  const to = Math.min(toMs, bucket.endMs);
  if (from >= to) return [];
  const whole = from === bucket.startMs && to === bucket.endMs;
  if (whole && !context.pending.has(bucket)) return [{ kind: 'statistics', bucket }];
  if (bucket.period === 'hour' && context.isFrozen(bucket)) throw new FrozenPartialHourError(bucket);
  const children = context.calendar.children(bucket);
  if (children.length === 0) return [{ kind: 'segments', bucket, fromMs: from, toMs: to }];
  // The parts of a day that begins or ends within frozen hours are nowhere but in its own statistics.
  const divided = children.some((child) => child.startMs < bucket.startMs || child.endMs > bucket.endMs);
  if (whole && divided && children.some(context.isFrozen)) return [{ kind: 'statistics', bucket }];
  return children.flatMap((child) => planSources(context, child, from, to));
}
