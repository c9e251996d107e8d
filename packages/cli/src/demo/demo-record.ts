import type { UsageRecord } from '@token-ledger/client';
import { BATCH_HOUR, exists, type Feature, JUMP, type Team } from './company.ts';
import type { Random } from './random.ts';

const ERROR_RATE = 0.02;
const PARTIAL_RATE = 0.01;
const CACHE_HIT_RATE = 0.85;
const LONG_ANSWER_RATE = 0.03;

/** The record of a call, but for the access key, which only the ledger can name. */
export type DemoRecord = UsageRecord & { readonly requestId: string; readonly occurredAt: number };

export interface DemoMoment {
  readonly team: Team;
  readonly atMs: number;
  /** How long ago it was when the month ended. */
  readonly agoMs: number;
}

/** Decides who of a team called at a moment, for what, and what the call used. */
export function demoRecord({ team, atMs, agoMs }: DemoMoment, requestId: string, random: Random): DemoRecord {
  const feature = featureOf(team, atMs, agoMs, random);
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

function featureOf({ features }: Team, atMs: number, agoMs: number, random: Random): Feature {
  const nightly = features.find(({ batch }) => batch);
  if (nightly && new Date(atMs).getUTCHours() === BATCH_HOUR) return nightly;
  const daily = features.filter((feature) => !feature.batch && exists(feature, agoMs));
  const newest = daily.find(({ sinceDaysAgo }) => sinceDaysAgo !== undefined);
  // What the additional calls of the team are made for.
  return newest && random.chance(1 - 1 / JUMP) ? newest : random.pickSkewed(daily);
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
