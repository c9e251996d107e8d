import type { UsageRecord } from '@token-ledger/client';
import { DAY_MS, HOUR_MS } from '@token-ledger/core';
import { Random } from '../random.ts';
import { type Feature, JUMP, TEAMS, type Team } from './company.ts';

export const DEMO_DAYS = 30;
const DEFAULT_CALLS = 4000;
const DEFAULT_SEED = 1;
const ERROR_RATE = 0.02;
const PARTIAL_RATE = 0.01;
const CACHE_HIT_RATE = 0.85;
const LONG_ANSWER_RATE = 0.03;
/** The share of a working hour's calls. People work by day, on five days. */
const NIGHT = 0.06;
const WEEKEND = 0.15;
const BATCH_HOUR = 2;

export interface DemoOptions {
  /** The month ends now. */
  readonly nowMs: number;
  /** Roughly how many calls. Default: 4,000. */
  readonly calls?: number;
  /** The same seed and the same `nowMs` make the same month. */
  readonly seed?: number;
}

export interface DemoCall {
  readonly team: Team;
  /** The record of the call, but for the access key, which only the ledger can name. */
  readonly record: UsageRecord & { readonly requestId: string; readonly occurredAt: number };
}

/** The calls of the last 30 days, in the order of time: with weekends, growth, a new feature, caches, batches and failures. */
export function demoMonth({
  nowMs,
  calls = DEFAULT_CALLS,
  seed = DEFAULT_SEED,
}: DemoOptions): readonly DemoCall[] {
  const random = new Random(seed);
  const slots = slotsUntil(nowMs);
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
      record: recordOf(team, atMs, nowMs, `req_demo_${seed}_${index}`, random),
    }));
}

interface Slot {
  readonly team: Team;
  readonly startMs: number;
  readonly endMs: number;
  readonly weight: number;
}

/** Every hour of every team, with how much it is used. The first and the last hour are cut. */
function slotsUntil(nowMs: number): readonly Slot[] {
  const fromMs = nowMs - DEMO_DAYS * DAY_MS;
  const slots: Slot[] = [];
  for (let hourMs = Math.floor(fromMs / HOUR_MS) * HOUR_MS; hourMs < nowMs; hourMs += HOUR_MS) {
    const [startMs, endMs] = [Math.max(hourMs, fromMs), Math.min(hourMs + HOUR_MS, nowMs)];
    const part = (endMs - startMs) / HOUR_MS;
    for (const team of TEAMS)
      slots.push({
        team,
        startMs,
        endMs,
        weight: part * team.share * activity(team, hourMs) * sizeOf(team, hourMs, nowMs),
      });
  }
  return slots;
}

function activity({ features }: Team, hourMs: number): number {
  const date = new Date(hourMs);
  const [hour, day] = [date.getUTCHours(), date.getUTCDay()];
  if (day === 0 || day === 6) return WEEKEND;
  if (hour === BATCH_HOUR && features.some(({ batch }) => batch)) return 1;
  return hour < 7 || hour > 18 ? NIGHT : Math.sin((Math.PI * (hour - 6)) / 13);
}

function sizeOf({ growthPerDay, features }: Team, atMs: number, nowMs: number): number {
  const jumped = features.some(
    (feature) => feature.sinceDaysAgo !== undefined && exists(feature, atMs, nowMs),
  );
  return (1 + growthPerDay) ** (DEMO_DAYS - (nowMs - atMs) / DAY_MS) * (jumped ? JUMP : 1);
}

function exists({ sinceDaysAgo = DEMO_DAYS + 1 }: Feature, atMs: number, nowMs: number): boolean {
  return nowMs - atMs < sinceDaysAgo * DAY_MS;
}

function recordOf(
  team: Team,
  atMs: number,
  nowMs: number,
  requestId: string,
  random: Random,
): DemoCall['record'] {
  const isNight = new Date(atMs).getUTCHours() === BATCH_HOUR;
  const possible = team.features.filter((feature) => exists(feature, atMs, nowMs) && !feature.batch);
  const batch = team.features.find((feature) => feature.batch);
  const newest = possible.find(({ sinceDaysAgo }) => sinceDaysAgo !== undefined);
  // A new feature is what the additional calls are made for.
  const daily = newest && random.chance(1 - 1 / JUMP) ? newest : random.pickSkewed(possible);
  const feature = isNight && batch ? batch : daily;
  const failed = random.chance(ERROR_RATE);
  const broken = !failed && random.chance(PARTIAL_RATE);
  const common = {
    requestId,
    occurredAt: atMs,
    userId: random.pickSkewed(team.users).id,
    model: random.pickSkewed(feature.models),
    feature: feature.name,
    endpoint: feature.batch ? '/v1/messages/batches' : '/v1/messages',
    metadata: { team: team.name },
  };
  if (failed) return { ...common, status: 'error' };
  const usage = usageOf(feature, random);
  if (broken) return { ...common, status: 'partial', usage };
  return { ...common, stopReason: random.chance(LONG_ANSWER_RATE) ? 'max_tokens' : 'end_turn', usage };
}

function usageOf({ input, output, cached, cacheTtl, batch }: Feature, random: Random) {
  const hit = random.chance(CACHE_HIT_RATE);
  const written = hit ? 0 : cached;
  return {
    input_tokens: between(input, random),
    output_tokens: between(output, random),
    cache_creation_input_tokens: written,
    cache_read_input_tokens: hit ? cached : 0,
    cache_creation: {
      ephemeral_5m_input_tokens: cacheTtl === '5m' ? written : 0,
      ephemeral_1h_input_tokens: cacheTtl === '1h' ? written : 0,
    },
    service_tier: batch ? 'batch' : 'standard',
  };
}

/** Many small numbers and few large ones. */
function between([least, most]: readonly [number, number], random: Random): number {
  return Math.round(least * (most / least) ** random.next());
}
