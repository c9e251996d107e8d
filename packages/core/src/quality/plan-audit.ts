import { ALL_ID } from '../ledger/fold.ts';
import type { StatisticsStore } from '../ledger/ledger-store.ts';
import { freezeMarginDays, isFrozen, type Retention } from '../ledger/retention.ts';
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
  const { retentionDays } = retention;
  const kept = Math.floor(retentionDays - freezeMarginDays(retentionDays)) - SPARE_DAYS;
  if (kept < 1) return [];
  const place = numberOf(day) % kept;
  return [kept - place, kept - place - 1]
    .filter((age) => age > 0)
    .map((age) => calendar.bucketAt('day', day.startMs - age * DAY_MS + NOON_MS))
    .filter(({ startMs }) => !isFrozen(startMs, day.endMs + AHEAD_OF_FREEZING_MS, retention));
}

/** A day is audited until two days after its own, and clocks change: so long before they freeze, hours are left alone. */
const AHEAD_OF_FREEZING_MS = 2 * DAY_MS;
const SPARE_DAYS = 4;
/** A day has 23 or 25 hours when clocks change: days are found by their middle. */
const NOON_MS = DAY_MS / 2;

/** The days since 1970, by the date. */
function numberOf({ id }: Bucket): number {
  const [year, month, date] = [id.slice(0, 4), id.slice(4, 6), id.slice(6)].map(Number);
  return Date.UTC(Number(year), Number(month) - 1, date) / DAY_MS;
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
