import { ALL_ID } from '../ledger/fold.ts';
import type { MarkStore, SegmentStore, StatisticsStore } from '../ledger/ledger-store.ts';
import { canSum } from '../ledger/repair/audit.ts';
import type { AuditDifference } from '../ledger/repair/audit-difference.ts';
import { auditParent } from '../ledger/repair/audit-statistics.ts';
import type { Retention } from '../ledger/retention.ts';
import { CLOSING_GRACE_MS } from '../ledger/roll-up/closing-grace.ts';
import type { ReadPrices } from '../pricing/prices.ts';
import type { Bucket, Period } from '../time/bucket.ts';
import type { Calendar } from '../time/calendar.ts';
import type { Clock } from '../time/clock.ts';
import { PendingBuckets } from './pending-buckets.ts';
import type { QualityFindings } from './quality-report.ts';

export interface CompareBucketDeps {
  readonly store: MarkStore & SegmentStore & StatisticsStore;
  readonly clock: Clock;
  readonly calendar: Calendar;
  readonly retention: Retention;
  readonly readPrices: ReadPrices;
}

/** Statistics that differ in this many consecutive readings, while the bucket is unmarked, are wrong. */
const READINGS = 3;

/** The differences in a bucket, confirmed by reading it again; undefined if it waits for the roll-up. */
export async function compareBucket(
  { store, calendar }: Pick<CompareBucketDeps, 'store' | 'calendar'>,
  bucket: Bucket,
  known: PendingBuckets,
  compare: () => Promise<readonly AuditDifference[]>,
): Promise<readonly AuditDifference[] | undefined> {
  let differences: readonly AuditDifference[] = [];
  for (let reading = 1; reading <= READINGS; reading += 1) {
    const pending = reading === 1 ? known : await PendingBuckets.read(store, calendar);
    if (pending.has(bucket)) return undefined;
    differences = await compare();
    if (differences.length === 0) return differences;
  }
  // The bucket may have been marked since the last reading began.
  return (await PendingBuckets.read(store, calendar)).has(bucket) ? undefined : differences;
}

/** Compares a day or month with the sum of its children, if it is over and its children are complete. */
export async function compareParent(
  deps: CompareBucketDeps,
  bucket: Bucket & { readonly period: Period },
  known: PendingBuckets,
  findings: QualityFindings,
): Promise<void> {
  const nowMs = deps.clock();
  const children = deps.calendar.children(bucket);
  if (nowMs < bucket.endMs + CLOSING_GRACE_MS || !canSum(bucket, children, nowMs, deps.retention)) return;
  const differences = await compareBucket(deps, bucket, known, () => auditParent(deps, bucket, children));
  if (!differences) return;
  findings.addDifferences(differences);
  findings.addCompared(bucket.period, await countOf(deps, bucket), differences);
}

/** The count of the statistics of everything. */
export async function countOf({ store }: Pick<CompareBucketDeps, 'store'>, bucket: Bucket): Promise<number> {
  const { period, id } = bucket;
  const key = { period, bucketId: id, dimension: 'all', id: ALL_ID } as const;
  const [item] = await store.getStatistics([key], { consistent: true });
  return item?.statistics.count ?? 0;
}
