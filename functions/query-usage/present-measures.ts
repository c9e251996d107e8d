import type {
  AnswerNotes,
  CostResponse,
  JsonInteger,
  MeasuresResponse,
  ShareResponse,
} from '@token-ledger/contract';
import {
  COST_MEASURES,
  type Freshness,
  formatNanoDollars,
  iso,
  type Magnitude,
  MEASURE_NAMES,
  type Measures,
  magnitudeOf,
  ratio,
  sumOfEffectiveTokens,
  sumOfTokens,
  TOKEN_KINDS,
} from '@token-ledger/core';
import { jsonInteger } from '../shared/http/json-values.ts';

type Name = (typeof MEASURE_NAMES)[number];

const TOKENS: ReadonlySet<Name> = new Set(TOKEN_KINDS);
const COSTS: ReadonlySet<Name> = new Set(COST_MEASURES);
const OTHERS = MEASURE_NAMES.filter(
  (name) => !TOKENS.has(name) && !COSTS.has(name) && name !== 'unreportedTokens',
);

/** Sums as the API shows them: a measure that is added to the ledger is in every answer, without a change here. */
export function presentMeasures(measures: Measures): MeasuresResponse {
  const present = (names: readonly Name[]) =>
    Object.fromEntries(names.map((name) => [name, jsonInteger(measures[name])])) as Record<Name, JsonInteger>;
  const total = sumOfTokens(measures);
  return {
    ...present(OTHERS),
    tokens: {
      ...present(TOKEN_KINDS),
      total: jsonInteger(total),
      effective: jsonInteger(sumOfEffectiveTokens(measures)),
      reported: jsonInteger(total - measures.unreportedTokens),
    },
    cost: presentCost(measures),
    averageTokensPerRequest: average(total, measures.requests),
    // Of the prompt: output is never read from the cache.
    cacheHitRate: ratio(measures.cacheRead, total - measures.output) ?? null,
  };
}

function presentCost(measures: Measures): CostResponse {
  const { cost, discount, unpricedRequests, uncertainRequests, billedElsewhereRequests } = measures;
  return {
    usd: formatNanoDollars(cost),
    listUsd: formatNanoDollars(cost + discount),
    unpricedRequests: jsonInteger(unpricedRequests),
    uncertainRequests: jsonInteger(uncertainRequests),
    billedElsewhereRequests: jsonInteger(billedElsewhereRequests),
  };
}

/** What something used, in relation to a whole. */
export function presentShare(measures: Measures, whole: Measures, by: Magnitude): Omit<ShareResponse, 'id'> {
  return {
    share: ratio(magnitudeOf(measures, by), magnitudeOf(whole, by)) ?? null,
    ...presentMeasures(measures),
  };
}

/** What an answer says about itself. */
export function presentNotes(freshness: Freshness): AnswerNotes {
  return {
    asOf: iso(freshness.asOfMs),
    exact: freshness.inexactHours.length === 0,
    pendingHours: freshness.pendingHours.map(({ startMs }) => iso(startMs)),
    inexactHours: freshness.inexactHours.map(({ startMs }) => iso(startMs)),
    frozenBefore: iso(freshness.frozenBeforeMs),
  };
}

/** Rounded to two decimal places, exactly for sums of any size. */
function average(sum: bigint, count: bigint): number | null {
  return count === 0n ? null : Number((sum * 200n + count) / (2n * count)) / 100;
}
