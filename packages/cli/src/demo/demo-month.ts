import { DAY_MS, HOUR_MS } from '@token-ledger/core';
import { BATCH_HOUR, exists, JUMP, TEAMS, type Team } from './company.ts';
import { type DemoRecord, demoRecord } from './demo-record.ts';
import { Random } from './random.ts';

/** Why there are late records afterwards, which else point at a service that sends too late. */
export const LATE_DEMO =
  'Loaded at once, these calls of the past count as late in quality. Nothing is wrong.';

export const DEMO_DAYS = 30;
const DEFAULT_CALLS = 4000;
const DEFAULT_SEED = 1;
/** The share of a weekday's calls. */
const WEEKEND = 0.25;
/** In UTC. */
const WORK = { startHour: 7, endHour: 19 };

export interface DemoOptions {
  /** The month ends now. */
  readonly nowMs: number;
  /** When it begins. Default: `DEMO_DAYS` before. */
  readonly fromMs?: number;
  /** Roughly how many calls. Default: 4,000. */
  readonly calls?: number;
  /** The same seed and the same `nowMs` make the same month. */
  readonly seed?: number;
}

export interface DemoCall {
  readonly team: Team;
  readonly record: DemoRecord;
}

/** The calls of the last 30 days, or since an instant, in the order of time: with weekends, growth, a new feature, caches, batches and failures. */
export function demoMonth({
  nowMs,
  fromMs = nowMs - DEMO_DAYS * DAY_MS,
  calls = DEFAULT_CALLS,
  seed = DEFAULT_SEED,
}: DemoOptions): readonly DemoCall[] {
  const random = new Random(seed);
  const slots = slotsBetween(fromMs, nowMs);
  const total = slots.reduce((sum, { weight }) => sum + weight, 0);
  const made = slots.flatMap(({ team, startMs, endMs, weight }) => {
    // Rounded up or down at random, so that rare calls are made, too.
    const count = Math.floor((calls * weight) / total + random.next());
    return Array.from({ length: count }, () => ({ team, atMs: startMs + random.below(endMs - startMs) }));
  });
  return made
    .toSorted((a, b) => a.atMs - b.atMs)
    .map(({ team, atMs }, index) => ({
      team,
      record: demoRecord({ team, atMs, agoMs: nowMs - atMs }, `req_demo_${seed}_${index}`, random),
    }));
}

interface Slot {
  readonly team: Team;
  readonly startMs: number;
  readonly endMs: number;
  readonly weight: number;
}

/** Every hour of every team, with how much it is used. The first and the last hour are cut. */
function slotsBetween(fromMs: number, nowMs: number): readonly Slot[] {
  const slots: Slot[] = [];
  for (let hourMs = Math.floor(fromMs / HOUR_MS) * HOUR_MS; hourMs < nowMs; hourMs += HOUR_MS) {
    const [startMs, endMs] = [Math.max(hourMs, fromMs), Math.min(hourMs + HOUR_MS, nowMs)];
    const part = (endMs - startMs) / HOUR_MS;
    for (const team of TEAMS)
      slots.push({
        team,
        startMs,
        endMs,
        weight: part * team.share * activity(team, hourMs) * sizeOf(team, nowMs - hourMs),
      });
  }
  return slots;
}

/** People work by day, most of them at noon and few at weekends. Batches run in one hour of weekdays. */
function activity({ features }: Team, hourMs: number): number {
  const date = new Date(hourMs);
  const hour = date.getUTCHours();
  const isWeekend = date.getUTCDay() % 6 === 0;
  if (hour === BATCH_HOUR && features.some(({ batch }) => batch)) return isWeekend ? 0 : 1;
  if (hour < WORK.startHour || hour >= WORK.endHour) return 0;
  const done = (hour - WORK.startHour + 0.5) / (WORK.endHour - WORK.startHour);
  return Math.sin(Math.PI * done) * (isWeekend ? WEEKEND : 1);
}

function sizeOf({ growthPerDay, features }: Team, agoMs: number): number {
  const jumped = features.some((feature) => feature.sinceDaysAgo !== undefined && exists(feature, agoMs));
  return (1 + growthPerDay) ** (DEMO_DAYS - agoMs / DAY_MS) * (jumped ? JUMP : 1);
}
