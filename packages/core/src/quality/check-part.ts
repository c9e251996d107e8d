import { canSum } from '../ledger/repair/audit.ts';
import type { AuditDifference } from '../ledger/repair/audit-difference.ts';
import { auditParent } from '../ledger/repair/audit-statistics.ts';
import { BUCKET_PERIODS, type Bucket } from '../time/bucket.ts';
import type { RecordSource } from '../usage/source.ts';
import { type CheckHourDeps, checkHour } from './check-hour.ts';
import { compareBucket } from './compare-bucket.ts';
import type { PartResult } from './day-audit.ts';
import type { PendingBuckets } from './pending-buckets.ts';
import { QualityFindings } from './quality-report.ts';
import { TooManyRecordsError } from './read-records.ts';
import { SampledClaims } from './sampled-claims.ts';
import type { SourceCounts } from './source-counts.ts';

/*
 * One part of an audit: an hour against its records, or a day or month against what it is the sum of.
 */

/** What a check found. Nothing is changed by it. */
export interface CheckedPart {
  readonly result: PartResult;
  /** Figures that were compared. */
  readonly compared: number;
  readonly differing: number;
  /** The buckets to compute again; none if that might not be right, and a person must decide. */
  readonly marks: readonly Bucket[];
  /** Of an hour: what its records lack. */
  readonly sources: ReadonlyMap<RecordSource, SourceCounts>;
}

/** A larger hour is left out: a run has a quarter of an hour, and less memory than that many keys need. */
export const MAX_AUDITED_RECORDS = 2_000_000;
const SAMPLED_PER_HOUR = 5;

export async function checkPart(
  deps: CheckHourDeps,
  bucket: Bucket,
  known: PendingBuckets,
  maxRecords = MAX_AUDITED_RECORDS,
): Promise<CheckedPart> {
  return bucket.period === 'hour'
    ? checkHourPart(deps, bucket, known, maxRecords)
    : checkSum(deps, bucket, known);
}

async function checkHourPart(
  deps: CheckHourDeps,
  hour: Bucket,
  known: PendingBuckets,
  maxRecords: number,
): Promise<CheckedPart> {
  const differences: AuditDifference[] = [];
  const findings = new QualityFindings((some) => differences.push(...some));
  const limits = { sampledPerHour: SAMPLED_PER_HOUR, maxRecords };
  try {
    const outcome = await checkHour(deps, limits, hour, known, new SampledClaims([]), findings);
    const { sampled, sources } = findings.result();
    // The hours of a day that is over are over.
    const result = outcome === 'open' ? 'pending' : outcome;
    return { result, ...found(differences), compared: findings.figures + sampled.copies, sources };
  } catch (error) {
    if (error instanceof TooManyRecordsError) return nothing('tooLarge');
    throw error;
  }
}

async function checkSum(deps: CheckHourDeps, bucket: Bucket, known: PendingBuckets): Promise<CheckedPart> {
  const children = deps.calendar.children(bucket);
  if (!canSum(bucket, children, deps.clock(), deps.retention)) return nothing('frozen');
  let compared = 0;
  const differences = await compareBucket(deps, bucket, known, () => {
    compared = 0;
    return auditParent(deps, bucket, children, (figures) => (compared += figures));
  });
  if (!differences) return nothing('pending');
  return { result: 'compared', ...found(differences), compared, sources: new Map() };
}

function nothing(result: PartResult): CheckedPart {
  return { result, compared: 0, differing: 0, marks: [], sources: new Map() };
}

/**
 * The roll-up computes a bucket again and stores what counts the same or more, and refuses what would count less: that may be the
 * only trace of records that were lost. So nothing is marked of an hour in which any item would count less, or in which
 * records and copies differ: what it is computed from is in doubt then.
 */
function found(differences: readonly AuditDifference[]): Pick<CheckedPart, 'differing' | 'marks'> {
  const items = differences.filter(isOfItem);
  const isDoubtful = differences.some((each) => each.where === 'records' || wouldShrink(each));
  const buckets = new Map(items.map(({ bucket }) => [`${bucket.period} ${bucket.id}`, bucket]));
  return { differing: differences.length, marks: isDoubtful ? [] : [...buckets.values()] };
}

function isOfItem({ where }: AuditDifference): boolean {
  return BUCKET_PERIODS.some((period) => period === where);
}

function wouldShrink(difference: AuditDifference): boolean {
  const { measure, expected, found } = difference;
  return isOfItem(difference) && (measure === 'count' || measure === 'revisions') && expected < found;
}
