import type { MarkStore } from '../ledger/ledger-store.ts';
import { BUCKET_PERIODS, type Bucket } from '../time/bucket.ts';
import type { Calendar } from '../time/calendar.ts';

/** The marked buckets at one time. */
export class PendingBuckets {
  readonly #marked: readonly Bucket[];

  private constructor(marked: readonly Bucket[]) {
    this.#marked = marked;
  }

  /** Finest first: a mark moves up as its bucket is rolled up. */
  static async read(store: MarkStore, calendar: Calendar): Promise<PendingBuckets> {
    const marked: Bucket[] = [];
    for (const period of BUCKET_PERIODS) {
      for (const { bucketId } of await store.listMarks(period))
        marked.push(calendar.bucket(period, bucketId));
    }
    return new PendingBuckets(marked);
  }

  /** Whether the bucket or a bucket within it is marked. */
  has({ period, startMs, endMs }: Bucket): boolean {
    const level = BUCKET_PERIODS.indexOf(period);
    return this.#marked.some(
      (other) =>
        BUCKET_PERIODS.indexOf(other.period) <= level && other.startMs < endMs && other.endMs > startMs,
    );
  }
}
