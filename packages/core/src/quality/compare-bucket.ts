import { ALL_ID } from '../ledger/fold.ts';
import { canSum } from '../ledger/repair/audit.ts';
import type { AuditDifference } from '../ledger/repair/audit-difference.ts';
import { auditParent } from '../ledger/repair/audit-statistics.ts';
import { CLOSING_GRACE_MS } from '../ledger/roll-up/roll-up.ts';
import type { Bucket, Period } from '../time/bucket.ts';
import { PendingBuckets } from './pending-buckets.ts';
import type { QualityFindings } from './quality-report.ts';
import type { QualityDeps } from './read-quality.ts';

/** Statistics that differ in this many consecutive readings, while the bucket is unmarked, are wrong. */
const READINGS = 3;

/** The differences in a bucket, confirmed by reading it again; undefined if it waits for the roll-up. */
export async function compareBucket(
  { store, calendar }: QualityDeps,
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
  deps: QualityDeps,
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
export async function countOf({ store }: Pick<QualityDeps, 'store'>, bucket: Bucket): Promise<number> {
  const { period, id } = bucket;
  const key = { period, bucketId: id, dimension: 'all', id: ALL_ID } as const;
  const [item] = await store.getStatistics([key], { consistent: true });
  return item?.statistics.count ?? 0;
}
