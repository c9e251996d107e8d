import type { ReadPrices } from '../../pricing/prices.ts';
import { BUCKET_PERIODS, type Bucket, type BucketPeriod, HOUR_MS } from '../../time/bucket.ts';
import type { Calendar } from '../../time/calendar.ts';
import type { Clock } from '../../time/clock.ts';
import type { HeartbeatStore, Mark, MarkStore, SegmentStore, StatisticsStore } from '../ledger-store.ts';
import { listsOf } from '../lists.ts';
import { isFrozen, type Retention } from '../retention.ts';
import { CLOSING_GRACE_MS } from './closing-grace.ts';
import { listsForLate } from './lists-for-late.ts';
import { recomputeBucket } from './recompute-bucket.ts';

/** The failure of a bucket whose records count less than its statistics: only a repair may store that. */
export const WOULD_SHRINK = 'would_shrink';

export type RollUpStore = MarkStore & SegmentStore & StatisticsStore & HeartbeatStore;

export interface RollUpDeps {
  readonly store: RollUpStore;
  readonly clock: Clock;
  readonly newToken: () => string;
  readonly calendar: Calendar;
  readonly retention: Retention;
  readonly readPrices: ReadPrices;
  /**
   * Called before the mark of a bucket is deleted, so at least once for each; if it rejects, the mark stays and the next run
   * calls it again.
   */
  readonly announce?: (aggregated: AggregatedBucket) => Promise<void>;
}

/** A bucket whose statistics contain everything that was stored when its mark was read. */
export interface AggregatedBucket {
  readonly bucket: Bucket;
  /** The same in every call for the same mark. */
  readonly markToken: string;
  readonly records: number;
  readonly durationMs: number;
  readonly unpricedByModel: ReadonlyMap<string, number>;
  readonly atMs: number;
}

/** [fromMs, toMs). */
interface HourRange {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface RollUpOptions {
  /** At most so many buckets of each period in this run. */
  readonly maxBuckets: number;
  /** No bucket is begun at or after this instant. */
  readonly deadlineMs: number;
  /** Leave what was marked again after it closed for a while, so that one recomputation serves many. */
  readonly coalesceLate: boolean;
  /** Only the hours in this range, and the days and months that they are part of; by default all. */
  readonly within?: HourRange;
  /** Is called with each bucket whose statistics are up to date from then on. */
  readonly onRolledUp?: (bucket: Bucket) => void;
}

export interface RollUpReport {
  readonly rolledUp: number;
  readonly failures: readonly {
    readonly period: BucketPeriod;
    readonly bucketId: string;
    readonly error: unknown;
  }[];
  /** Items whose recomputation counted fewer records than are stored: refused, the mark stays. */
  readonly shrinksRefused: number;
  /** Marks of frozen hours, deleted without a recomputation. */
  readonly frozenMarks: number;
  /** Requests of hours of which something has no price, and that no run had counted before. */
  readonly newlyUnpriced: number;
  /** Due buckets that did not fit into this run. */
  readonly postponed: number;
  /** Age of the oldest mark of a closed hour or leaf when the run began, 0 if there is none. */
  readonly oldestMarkAgeMs: number;
}

/**
 * Brings the statistics of closed hours up to date with what is stored, then those of closed days and months. Any
 * number of runs may overlap, and any of them may stop at any point: every write is a compare-and-swap and a mark goes
 * only when nothing came after what was read, so there is no lock to take or to lose.
 */
export async function rollUp(deps: RollUpDeps, options: RollUpOptions): Promise<RollUpReport> {
  const report = { rolledUp: 0, failures: [] as RollUpReport['failures'][number][], shrinksRefused: 0 };
  const counts = { frozenMarks: 0, newlyUnpriced: 0, postponed: 0, oldestMarkAgeMs: 0 };
  for (const period of BUCKET_PERIODS) {
    const nowMs = deps.clock();
    const closed = closedMarks(deps.calendar, await deps.store.listMarks(period), nowMs).filter(
      ({ bucket }) => !options.within || overlaps(bucket, options.within),
    );
    const ofHours = period === 'leaf' || period === 'hour';
    if (ofHours) counts.oldestMarkAgeMs = Math.max(counts.oldestMarkAgeMs, oldestAge(closed, nowMs));
    let begun = 0;
    // Newest first: what people look at most is current soonest.
    for (const { mark, bucket } of closed.toReversed()) {
      if (ofHours && isFrozen(bucket.startMs, nowMs, deps.retention)) {
        if (await deps.store.deleteMark(mark)) counts.frozenMarks += 1;
        continue;
      }
      if (options.coalesceLate && !isDue(mark, bucket, nowMs)) continue;
      if (begun >= options.maxBuckets || deps.clock() >= options.deadlineMs) {
        counts.postponed += 1;
        continue;
      }
      begun += 1;
      try {
        const { clean, shrinksRefused, newlyUnpriced } = await rollUpBucket(deps, mark, bucket);
        if (clean) {
          report.rolledUp += 1;
          options.onRolledUp?.(bucket);
        }
        if (period === 'hour') counts.newlyUnpriced += newlyUnpriced;
        report.shrinksRefused += shrinksRefused;
      } catch (error) {
        report.failures.push({ period, bucketId: bucket.id, error });
        await noteFailure(deps, mark, error instanceof Error ? error.name : 'unknown');
      }
    }
  }
  if (!options.within) await deps.store.putHeartbeat({ completedAtMs: deps.clock() });
  return { ...report, ...counts };
}

/** Recomputes one marked bucket; clears the mark if the result stands and nothing came in between. */
async function rollUpBucket(deps: RollUpDeps, mark: Mark, bucket: Bucket) {
  const begunAtMs = deps.clock();
  const renewMark = () => deps.store.putMark({ ...mark, token: deps.newToken() });
  const repair = mark.repair ?? false;
  const lists =
    repair || !isLate(mark, bucket) ? listsOf(bucket) : listsForLate(deps.calendar, bucket, deps.clock());
  const { written, moved, records, unpricedByModel, ...found } = await recomputeBucket(
    deps,
    bucket,
    { repair, lists },
    renewMark,
  );
  for (const parent of deps.calendar.parents(bucket)) {
    // Before the own mark goes, also when nothing was written: an earlier run may have stopped just here.
    await deps.store.putMark({
      period: parent.period,
      bucketId: parent.id,
      token: deps.newToken(),
      // What was in time for this bucket is not late for its parent.
      firstMarkedAtMs: isLate(mark, bucket) ? deps.clock() : mark.firstMarkedAtMs,
      ...(mark.repair ? { repair: true } : {}),
      ...(mark.prompt ? { prompt: true } : {}),
    });
  }
  if (found.shrinksRefused > 0) await noteFailure(deps, mark, WOULD_SHRINK);
  if (!written || moved) return { clean: false, ...found };
  const atMs = deps.clock();
  const durationMs = atMs - begunAtMs;
  await deps.announce?.({ bucket, markToken: mark.token, records, durationMs, unpricedByModel, atMs });
  return { clean: await deps.store.deleteMark(mark), ...found };
}

/** Stores why a bucket stays marked, for the person who waits for it. Fails silently: the failure is also in the report. */
async function noteFailure({ store, clock }: RollUpDeps, mark: Mark, code: string): Promise<void> {
  if (mark.failure?.code === code) return;
  try {
    await store.noteFailure(mark, { atMs: clock(), code });
  } catch {
    // The store is probably what failed before, too.
  }
}

function overlaps({ startMs, endMs }: Bucket, { fromMs, toMs }: HourRange): boolean {
  return startMs < toMs && endMs > fromMs;
}

interface MarkedBucket {
  readonly mark: Mark;
  readonly bucket: Bucket;
}

function closedMarks(calendar: Calendar, marks: readonly Mark[], nowMs: number): readonly MarkedBucket[] {
  return marks
    .map((mark) => ({ mark, bucket: calendar.bucket(mark.period, mark.bucketId) }))
    .filter(({ bucket }) => nowMs >= bucket.endMs + CLOSING_GRACE_MS);
}

function oldestAge(marked: readonly MarkedBucket[], nowMs: number): number {
  // Counted from when the hour could first have been recomputed, so that a healthy system shows minutes.
  return Math.max(
    0,
    ...marked.map(({ mark, bucket }) => nowMs - Math.max(mark.firstMarkedAtMs, bucket.endMs)),
  );
}

/** Whether a bucket was over, and could have been recomputed, when it was marked. */
function isLate({ firstMarkedAtMs }: Mark, { endMs }: Bucket): boolean {
  return firstMarkedAtMs >= endMs + CLOSING_GRACE_MS;
}

/**
 * A bucket that was marked before it closed is due at once. One that is marked again later waits, so that one recomputation
 * serves many late records: a quarter of its age, 15 minutes (days and months an hour) at least and 2 hours at most.
 * Recomputing a day reads all its hours, and would otherwise follow each of them. Answers are exact meanwhile: readers
 * fold marked hours themselves, and make up marked days and months from smaller buckets.
 */
function isDue(mark: Mark, bucket: Bucket, nowMs: number): boolean {
  if (mark.repair || mark.prompt || !isLate(mark, bucket)) return true;
  const shortestMs = bucket.period === 'leaf' || bucket.period === 'hour' ? HOUR_MS / 4 : HOUR_MS;
  const waitMs = Math.min(Math.max(shortestMs, (nowMs - bucket.endMs) / 4), 2 * HOUR_MS);
  return nowMs - mark.firstMarkedAtMs >= waitMs;
}
