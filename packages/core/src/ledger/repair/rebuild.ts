import { HOUR_MS } from '../../time/bucket.ts';
import type { Calendar } from '../../time/calendar.ts';
import type { MarkStore, Rebuild, RebuildStore, StatisticsStore } from '../ledger-store.ts';
import { type MarkHoursDeps, markBuckets, recomputableHours, withLeaves } from '../mark-hours.ts';
import { type RangeError, readRangeProgress } from '../range-progress.ts';
import type { Retention } from '../retention.ts';

/*
 * A rebuild marks hours, and the roll-up does the rest: online, in any order, however often, without being able to lose
 * anything. What is kept of a rebuild is only there to follow its progress, and to have one at a time.
 */

export interface RebuildDeps extends MarkHoursDeps {
  readonly store: MarkStore & RebuildStore & Pick<StatisticsStore, 'getTotals'>;
  readonly calendar: Calendar;
  readonly retention: Retention;
}

export interface RebuildRange {
  /** Whole hours, [fromMs, toMs). */
  readonly fromMs: number;
  readonly toMs: number;
  /** Let statistics also come to count less: for after a correction of the records. */
  readonly repair: boolean;
}

/**
 * `marking`: its marks are being written. `interrupted`: writing them stopped midway, start it again. `running`: hours wait
 * for the roll-up. `stalled`: they have waited too long. `finished`: every hour that is over was recomputed; days and months
 * follow within the same roll-up. The hour under way keeps its mark until it is over, which would be long to keep others away.
 */
export const REBUILD_STATUSES = ['marking', 'interrupted', 'running', 'stalled', 'finished'] as const;
export type RebuildStatus = (typeof REBUILD_STATUSES)[number];

export interface RebuildProgress extends Rebuild {
  readonly status: RebuildStatus;
  /** Hours that are over and wait for the roll-up since the rebuild, or longer. */
  readonly pendingHours: number;
  /** 1 if the hour under way is in the range: it is recomputed once it is over. */
  readonly openHours: number;
  /** The requests that the statistics of the recomputed hours count. */
  readonly processedRecords: number;
  /** The hours that a run could not recompute. */
  readonly errors: readonly RangeError[];
}

export type RebuildStart =
  | { readonly kind: 'started'; readonly progress: RebuildProgress }
  /** Another one is not finished yet. */
  | { readonly kind: 'running'; readonly progress: RebuildProgress }
  /** No hour of the range can still be recomputed. */
  | { readonly kind: 'frozen' };

/** Longer than any function may run. */
const MARKING_MS = 15 * 60_000;
/** Several thousand hours take a while. After that, a rebuild keeps no other away. */
const RUNNING_MS = 3 * HOUR_MS;

/** Has every hour of the range recomputed that still can be. A second call has them recomputed again. */
export async function startRebuild(deps: RebuildDeps, range: RebuildRange): Promise<RebuildStart> {
  const nowMs = deps.clock();
  const { hours, frozen } = recomputableHours(deps, range.fromMs, range.toMs, nowMs);
  if (hours.length === 0) return { kind: 'frozen' };

  const current = await readCurrent(deps);
  if (current && isUnderWay(current)) return { kind: 'running', progress: current };
  const rebuild: Rebuild = {
    ...range,
    id: deps.newToken(),
    markedHours: hours.length,
    skippedFrozenHours: frozen,
    startedAtMs: nowMs,
  };
  if (!(await deps.store.startRebuild(rebuild, current?.id))) {
    const other = await readCurrent(deps);
    if (!other) throw new Error('A rebuild was refused for the sake of another one that does not exist.');
    return { kind: 'running', progress: other };
  }
  const buckets = hours.flatMap((hour) => withLeaves(deps.calendar, hour));
  await markBuckets(deps, buckets, range.repair, true);
  const marked = { ...rebuild, markedAtMs: deps.clock() };
  await deps.store.updateRebuild(marked);
  return { kind: 'started', progress: await withProgress(deps, marked) };
}

/** How far a rebuild has come, or undefined if there is none of this id. */
export async function readRebuild(deps: ProgressDeps, id: string): Promise<RebuildProgress | undefined> {
  const rebuild = await deps.store.getRebuild(id);
  return rebuild && withProgress(deps, rebuild);
}

async function readCurrent(deps: RebuildDeps): Promise<RebuildProgress | undefined> {
  const current = await deps.store.getCurrentRebuild();
  return current && withProgress(deps, current);
}

function isUnderWay({ status }: RebuildProgress): boolean {
  return status === 'marking' || status === 'running';
}

type ProgressDeps = Pick<RebuildDeps, 'store' | 'clock' | 'calendar' | 'retention'>;

async function withProgress(deps: ProgressDeps, rebuild: Rebuild): Promise<RebuildProgress> {
  const { markedAtMs, startedAtMs, fromMs, toMs, markedHours } = rebuild;
  const ageMs = deps.clock() - startedAtMs;
  if (markedAtMs === undefined) {
    const status = ageMs < MARKING_MS ? 'marking' : 'interrupted';
    return { ...rebuild, status, pendingHours: markedHours, openHours: 0, processedRecords: 0, errors: [] };
  }
  const { hours } = recomputableHours(deps, fromMs, toMs, startedAtMs);
  // A mark keeps its first time until it is cleared, so one that is newer was not there when the rebuild wrote its own.
  const progress = await readRangeProgress(deps, hours, (firstMarkedAtMs) => firstMarkedAtMs <= markedAtMs);
  const unfinished = ageMs < RUNNING_MS ? 'running' : 'stalled';
  return { ...rebuild, ...progress, status: progress.pendingHours > 0 ? unfinished : 'finished' };
}
