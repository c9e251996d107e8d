import type { ReadPrices } from '../../pricing/prices.ts';
import { BUCKET_PERIODS, type Bucket } from '../../time/bucket.ts';
import type { Calendar } from '../../time/calendar.ts';
import type { Clock } from '../../time/clock.ts';
import type { MarkStore, RecordStore, SegmentStore, StatisticsStore } from '../ledger-store.ts';
import { isFrozen, type Retention } from '../retention.ts';
import { CLOSING_GRACE_MS } from '../roll-up/closing-grace.ts';
import { type AuditDifference, isBefore } from './audit-difference.ts';
import {
  compareSlices,
  describeDifference,
  digestRecords,
  readRecords,
  type SliceDigests,
} from './audit-records.ts';
import { Repairs } from './audit-repairs.ts';
import { auditFinest, auditParent, isWithin } from './audit-statistics.ts';

/*
 * Whether everything agrees: raw records with segments, segments with the statistics of hours, hours with days, days with
 * months, and in each of them access keys and users with everything. It runs beside all other work, so what differs is read
 * again before it is reported: a record may just have been on its way.
 */

export interface AuditDeps {
  readonly store: RecordStore & SegmentStore & MarkStore & StatisticsStore;
  readonly clock: Clock;
  readonly newToken: () => string;
  readonly calendar: Calendar;
  readonly retention: Retention;
  readonly readPrices: ReadPrices;
}

export interface AuditOptions {
  /** The hours, days and months that intersect [fromMs, toMs) are audited. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Put records right, and have the roll-up compute again what differs. */
  readonly repair: boolean;
  /** Called with each difference as it is found. */
  readonly onDifference?: (difference: AuditDifference) => void;
}

export interface AuditReport {
  /** Hours whose statistics were compared with their records. */
  readonly comparedHours: number;
  /** Leaves, hours, days and months that wait for the roll-up: their statistics were not compared. */
  readonly pending: readonly Bucket[];
  /** Hours whose records expire or did: only their days and months were compared. */
  readonly frozenSkipped: number;
  readonly differences: number;
  /** The first in the order of time. */
  readonly first?: AuditDifference;
  /** Only of an audit that repairs. */
  readonly repaired?: { readonly records: number; readonly markedBuckets: number };
}

/** Statistics that differ so often in a row, while nothing is marked, are wrong. */
const READINGS = 3;

/** Compares everything in a range. Holds an hour's statistics at a time, and a digest of each slice. */
export async function audit(deps: AuditDeps, options: AuditOptions): Promise<AuditReport> {
  const { store, calendar, retention } = deps;
  const nowMs = deps.clock();
  const all = calendar.bucketsBetween('hour', options.fromMs, options.toMs);
  const hours = all.filter(({ startMs }) => !isFrozen(startMs, nowMs, retention));
  const findings = new Findings(options);
  const repairs = new Repairs(deps);

  const audited = new Set(hours.map(({ id }) => id));
  const claims = await digestRecords(store, ({ occurredAtMs }) =>
    audited.has(calendar.bucketAt('hour', occurredAtMs).id),
  );
  const suspects: { readonly sliceStartMs: number; readonly claims: number }[] = [];
  let comparedHours = 0;
  for (const hour of hours) {
    const leaves = calendar.children(hour);
    let compared = true;
    for (const finest of leaves.length > 0 ? leaves : [hour]) {
      const finding = await compareFinest(deps, finest, nowMs, findings, repairs);
      compared &&= finding.compared;
      for (const [sliceStartMs, digest] of finding.digests) {
        const claimed = claims.get(sliceStartMs);
        if (claimed ? !claimed.equals(digest) : digest.count > 0)
          suspects.push({ sliceStartMs, claims: claimed?.count ?? 0 });
      }
    }
    if (leaves.length > 0) {
      const compare = () => auditParent(deps, hour, leaves);
      compared = (await compareBucket(deps, hour, nowMs, findings, repairs, compare)) && compared;
    }
    if (compared) comparedHours += 1;
  }
  for await (const difference of compareSlices(store, suspects, nowMs)) {
    findings.add(describeDifference(difference, calendar));
    if (options.repair) await repairs.repairRecord(difference);
  }
  for (const period of ['day', 'month'] as const) {
    for (const bucket of calendar.bucketsBetween(period, options.fromMs, options.toMs)) {
      const children = calendar.children(bucket);
      if (!canSum(bucket, children, nowMs, retention)) continue;
      await compareBucket(deps, bucket, nowMs, findings, repairs, () => auditParent(deps, bucket, children));
    }
  }
  const repaired = options.repair && { records: repairs.records, markedBuckets: await repairs.mark() };
  return {
    comparedHours,
    frozenSkipped: all.length - hours.length,
    ...findings.result(),
    ...(repaired && { repaired }),
  };
}

/** Not when a part of an hour is needed whose records expire: only they show how the hour is divided. */
export function canSum(
  bucket: Bucket,
  children: readonly Bucket[],
  nowMs: number,
  retention: Retention,
): boolean {
  return children.every((child) => isWithin(child, bucket) || !isFrozen(child.startMs, nowMs, retention));
}

/** Compares an hour without leaves, or a leaf, with its records. */
async function compareFinest(
  deps: AuditDeps,
  bucket: Bucket,
  nowMs: number,
  findings: Findings,
  repairs: Repairs,
): Promise<{ readonly compared: boolean; readonly digests: SliceDigests }> {
  const read = async () => {
    const pricer = await (await deps.readPrices()).pricerAt(bucket.startMs);
    return readRecords(deps.store, bucket, pricer);
  };
  let { folded, digests } = await read();
  let readings = 0;
  const compared = await compareBucket(deps, bucket, nowMs, findings, repairs, async () => {
    readings += 1;
    if (readings > 1) ({ folded, digests } = await read());
    return auditFinest(deps.store, bucket, folded);
  });
  return { compared, digests };
}

/** Returns whether the bucket was compared. One that is not over has no statistics yet. */
async function compareBucket(
  { store, calendar }: AuditDeps,
  bucket: Bucket,
  nowMs: number,
  findings: Findings,
  repairs: Repairs,
  compare: () => Promise<readonly AuditDifference[]>,
): Promise<boolean> {
  let differences: readonly AuditDifference[] = [];
  for (let reading = 1; reading <= READINGS; reading += 1) {
    if (await isPending(store, calendar, bucket)) {
      findings.pending.push(bucket);
      return false;
    }
    if (nowMs < bucket.endMs + CLOSING_GRACE_MS) return false;
    differences = await compare();
    if (differences.length === 0) return true;
  }
  for (const difference of differences) findings.add(difference);
  repairs.addBucket(bucket);
  return true;
}

/** Whether the bucket or one within it is marked. Finest first: a mark moves upwards as its bucket is rolled up. */
async function isPending(store: MarkStore, calendar: Calendar, bucket: Bucket): Promise<boolean> {
  for (const period of BUCKET_PERIODS.slice(0, BUCKET_PERIODS.indexOf(bucket.period) + 1)) {
    for (const mark of await store.listMarks(period)) {
      const { startMs, endMs } = calendar.bucket(period, mark.bucketId);
      if (startMs < bucket.endMs && endMs > bucket.startMs) return true;
    }
  }
  return false;
}

class Findings {
  readonly pending: Bucket[] = [];
  readonly #onDifference: AuditOptions['onDifference'];
  #differences = 0;
  #first: AuditDifference | undefined;

  constructor({ onDifference }: Pick<AuditOptions, 'onDifference'>) {
    this.#onDifference = onDifference;
  }

  add(difference: AuditDifference): void {
    this.#differences += 1;
    if (!this.#first || isBefore(difference, this.#first)) this.#first = difference;
    this.#onDifference?.(difference);
  }

  result(): Pick<AuditReport, 'pending' | 'differences' | 'first'> {
    const { pending } = this;
    return { pending, differences: this.#differences, ...(this.#first && { first: this.#first }) };
  }
}
