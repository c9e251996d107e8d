import { ALL_ID } from '../ledger/fold.ts';
import type { StatisticsStore } from '../ledger/ledger-store.ts';
import { frozenBefore, isFrozen, type Retention } from '../ledger/retention.ts';
import { type Bucket, DAY_MS, HOUR_MS } from '../time/bucket.ts';
import type { Calendar } from '../time/calendar.ts';
import type { DayAudit, OpenCheck } from './day-audit.ts';
import type { SourceMark, SourceStore } from './source-store.ts';

/*
 * What a day's audit looks at: the day itself, and two days of the past. Which two follows from the date alone. Each night the
 * choice moves two days on through the days whose records are kept, while these move on by one: so it overtakes each of them once
 * before its records expire, and no list of visited days has to be kept.
 */

export interface PlanDeps {
  readonly store: Pick<StatisticsStore, 'getStatistics'>;
  readonly sources: Pick<SourceStore, 'listSources'>;
  readonly calendar: Calendar;
  readonly retention: Retention;
  readonly clock: () => number;
}

/** A producer's clock may be so much ahead. */
const AHEAD_MS = HOUR_MS;

/** An audit of the last day that is over, of which nothing is done. */
export async function planAudit(deps: PlanDeps, day: Bucket): Promise<DayAudit> {
  const nowMs = deps.clock();
  const past = pastDays(deps, day);
  const marks = await deps.sources.listSources();
  const holding: Bucket[] = [];
  for (const each of [day, ...past]) if (await holdsUsage(deps, each, marks)) holding.push(each);
  const sample: OpenCheck[] = holding.length === 0 ? [] : [{ kind: 'records', id: day.id }];
  return {
    day: day.id,
    fromMs: day.startMs,
    toMs: day.endMs,
    revision: 0,
    startedAtMs: nowMs,
    updatedAtMs: nowMs,
    runs: 0,
    open: [...sample, ...holding.flatMap((each) => checksOf(deps.calendar, each))],
    pastDays: past.map(({ id }) => id),
    parts: { compared: 0, pending: 0, tooLarge: 0, frozen: 0, unchecked: 0 },
    figures: { compared: 0, repaired: 0, kept: 0 },
    outcomes: [],
    sources: {},
    quarantined: 0,
  };
}

/** The days of the past that are audited together with a day. */
export function pastDays(
  { calendar, retention }: Pick<PlanDeps, 'calendar' | 'retention'>,
  day: Bucket,
): readonly Bucket[] {
  // Frozen within a day of the audit: what the roll-up could not repair in time is left alone.
  const untilMs = day.endMs + 2 * DAY_MS;
  const kept = calendar
    .bucketsBetween('day', frozenBefore(untilMs, retention), day.startMs)
    .filter(({ startMs }) => !isFrozen(startMs, untilMs, retention));
  if (kept.length === 0) return [];
  const place = Math.round(day.startMs / DAY_MS) % kept.length;
  return kept.slice(place, place + 2);
}

/** The hours of a day, the day, and the month that ends with it. */
function checksOf(calendar: Calendar, day: Bucket): readonly OpenCheck[] {
  const months = calendar.parents(day).filter(({ endMs }) => endMs === day.endMs);
  const hours = calendar.bucketsBetween('hour', day.startMs, day.endMs);
  return [
    ...hours.map(({ id }) => ({ kind: 'hour', id }) as const),
    { kind: 'day', id: day.id },
    ...months.map(({ id }) => ({ kind: 'month', id }) as const),
  ];
}

/**
 * Whether a day may hold anything. Looking into each of its slices would cost an idle deployment more than all else; where nothing
 * was reported since the day began, and nothing is counted, there is nothing to compare.
 */
async function holdsUsage(
  { store }: Pick<PlanDeps, 'store'>,
  { id, startMs }: Bucket,
  marks: readonly SourceMark[],
): Promise<boolean> {
  if (marks.some(({ lastHeardAtMs }) => lastHeardAtMs >= startMs - AHEAD_MS)) return true;
  const key = { period: 'day', bucketId: id, dimension: 'all', id: ALL_ID } as const;
  return (await store.getStatistics([key])).length > 0;
}
