import type { CostResponse, JsonInteger, StatisticsResponseRow } from '@token-ledger/contract';
import {
  formatNanoDollars,
  type Measures,
  type StatisticsRow,
  sumOfEffectiveTokens,
  sumOfTokens,
  totalMeasures,
} from '@token-ledger/core';

/** A row as the API tells it. */
export function presentRow({ fromMs, toMs, id, statistics }: StatisticsRow): StatisticsResponseRow {
  const totals = totalMeasures(statistics);
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    id,
    requests: jsonInteger(totals.requests),
    errors: jsonInteger(totals.errors),
    tokens: {
      input: jsonInteger(totals.input),
      output: jsonInteger(totals.output),
      cacheCreation5m: jsonInteger(totals.cacheCreation5m),
      cacheCreation1h: jsonInteger(totals.cacheCreation1h),
      cacheCreationUnattributed: jsonInteger(totals.cacheCreationUnattributed),
      cacheRead: jsonInteger(totals.cacheRead),
      total: jsonInteger(sumOfTokens(totals)),
      effective: jsonInteger(sumOfEffectiveTokens(totals)),
    },
    cost: presentCost(totals),
  };
}

function presentCost({ cost, discount, unpricedRequests, uncertainRequests }: Measures): CostResponse {
  return {
    usd: formatNanoDollars(cost),
    listUsd: formatNanoDollars(cost + discount),
    unpricedRequests: jsonInteger(unpricedRequests),
    uncertainRequests: jsonInteger(uncertainRequests),
  };
}

/** JSON numbers are exact to 2^53 - 1; what is larger travels as a decimal string. */
function jsonInteger(value: bigint): JsonInteger {
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? value.toString() : Number(value);
}
