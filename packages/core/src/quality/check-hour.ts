import { ALL_ID } from '../ledger/fold.ts';
import type { RecordStore } from '../ledger/ledger-store.ts';
import type { AuditDifference } from '../ledger/repair/audit-difference.ts';
import { auditFinest, auditParent } from '../ledger/repair/audit-statistics.ts';
import { isFrozen } from '../ledger/retention.ts';
import { CLOSING_GRACE_MS } from '../ledger/roll-up/closing-grace.ts';
import type { Bucket } from '../time/bucket.ts';
import { keyText } from '../usage/identity.ts';
import type { UsageRecord } from '../usage/record.ts';
import { type CompareBucketDeps, compareBucket, countOf } from './compare-bucket.ts';
import type { PendingBuckets } from './pending-buckets.ts';
import type { HourOutcome, QualityFindings } from './quality-report.ts';
import { readRecords } from './read-records.ts';
import { Reservoir } from './record-sampler.ts';
import { compareClaims, compareCopies, type SampledClaims } from './sampled-claims.ts';

export interface CheckHourDeps extends CompareBucketDeps {
  readonly store: CompareBucketDeps['store'] & Pick<RecordStore, 'getRecord'>;
  /** Returns a number from 0 to below 1. */
  readonly random: () => number;
}

export interface CheckHourOptions {
  /** The number of copies per hour whose raw records are looked up. */
  readonly sampledPerHour: number;
  /** An hour with more records is not compared. */
  readonly maxRecords: number;
}

/**
 * Checks one hour: compares statistics with the records of its segments, and a sample of these with the raw records, in
 * both directions.
 *
 * @throws TooManyRecordsError before anything of the hour is added to the findings.
 */
export async function checkHour(
  deps: CheckHourDeps,
  options: CheckHourOptions,
  hour: Bucket,
  known: PendingBuckets,
  claims: SampledClaims,
  findings: QualityFindings,
): Promise<HourOutcome> {
  const nowMs = deps.clock();
  if (nowMs < hour.endMs + CLOSING_GRACE_MS) return 'open';
  if (isFrozen(hour.startMs, nowMs, deps.retention)) {
    await addStoredUsage(deps, hour, findings);
    return 'frozen';
  }
  const wanted = claims.of(hour.startMs);
  const copies = new Map<string, UsageRecord>();
  const reservoir = new Reservoir<UsageRecord>(options.sampledPerHour, deps.random);
  const read = async (
    bucket: Bucket,
    limit: number,
    visit: (record: UsageRecord) => void = () => undefined,
  ) => {
    // Each reading has the prices of its own time: they may have changed since the last one, as the statistics then did.
    const pricer = await (await deps.readPrices()).pricerAt(hour.startMs);
    return readRecords(deps.store, bucket, pricer, limit, visit);
  };

  const leaves = deps.calendar.children(hour);
  const differences: AuditDifference[] = [];
  let compared = true;
  let records = 0;
  // Of the last reading alone.
  let figures = 0;
  const count = (some: number) => (figures += some);
  const reads = [];
  for (const bucket of leaves.length > 0 ? leaves : [hour]) {
    const first = await read(bucket, options.maxRecords - records, (record) => {
      if (wanted.has(keyText(record))) copies.set(keyText(record), record);
      reservoir.add(record);
    });
    records += first.records;
    reads.push(first);
    let latest: typeof first | undefined = first;
    const found = await compareBucket(deps, bucket, known, async () => {
      const { folded } = latest ?? (await read(bucket, options.maxRecords));
      latest = undefined;
      figures = 0;
      return auditFinest(deps.store, bucket, folded, count);
    });
    if (found) findings.addFigures(figures);
    if (found) differences.push(...found);
    compared &&= found !== undefined;
  }
  if (leaves.length > 0) {
    const found = await compareBucket(deps, hour, known, () => {
      figures = 0;
      return auditParent(deps, hour, leaves, count);
    });
    if (found) findings.addFigures(figures);
    if (found) differences.push(...found);
    compared &&= found !== undefined;
  }

  for (const each of reads) {
    findings.addRead(each);
    const everything = each.folded.all.get(ALL_ID);
    if (everything) findings.addUsage(everything);
  }
  if (compared) findings.addCompared('hour', await countOf(deps, hour), differences);
  const sample = reservoir.values();
  findings.addSampled('copies', sample.length);
  findings.addSampled('claims', wanted.size);
  findings.addDifferences([
    ...(await compareCopies(deps, sample)),
    ...(await compareClaims(deps, wanted, copies)),
    ...differences,
  ]);
  return compared ? 'compared' : 'pending';
}

/** The statistics are all that is left of hours whose records expire. */
async function addStoredUsage({ store }: CheckHourDeps, hour: Bucket, findings: QualityFindings) {
  const key = { period: 'hour', bucketId: hour.id, dimension: 'all', id: ALL_ID } as const;
  const [item] = await store.getStatistics([key]);
  if (item) findings.addUsage(item.statistics);
}
