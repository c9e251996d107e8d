import type { RecordCostResponse, RecordResponse, TokensResponse } from '@token-ledger/contract';
import {
  billedTokens,
  effectiveTokens,
  formatNanoDollars,
  haveSameTokens,
  iso,
  mapConcurrently,
  type ReadDeps,
  type RecordCost,
  type ShownIds,
  type ShownRecord,
  showRecords,
  sourceOf,
  type TokenCounts,
  totalTokens,
  type UsageRecord,
} from '@token-ledger/core';

/**
 * Records as the API shows them: as they were recorded and as far as the caller may see them, with names, instants as text,
 * the sums of their tokens and their cost.
 */
export async function presentRecords(
  { ledger }: { readonly ledger: Pick<ReadDeps, 'readPrices'> },
  ids: ShownIds,
  records: readonly UsageRecord[],
): Promise<RecordResponse[]> {
  if (records.length === 0) return [];
  const prices = await ledger.readPrices();
  return mapConcurrently(await showRecords(ids, records), 1, async (record) => {
    const pricer = await prices.pricerAt(record.occurredAtMs);
    return presentRecord(record, pricer.priceRecord(record));
  });
}

function presentRecord(shown: ShownRecord, cost: RecordCost): RecordResponse {
  const { occurredAtMs, receivedAtMs, tokens: reported, clockClamped, timeMissing, ...rest } = shown;
  const { userNamedLater: _later, mergedInto: _merged, ...record } = rest;
  const billed = billedTokens(shown);
  return {
    ...record,
    source: sourceOf(shown),
    ...(timeMissing ? { timeMissing } : clockClamped !== undefined && { clockClamped }),
    occurredAt: iso(occurredAtMs),
    receivedAt: iso(receivedAtMs),
    tokens: presentTokens(billed),
    ...(!haveSameTokens(billed, reported) && { reportedTokens: presentTokens(reported) }),
    cost: presentCost(cost),
  };
}

function presentTokens(tokens: TokenCounts): TokensResponse {
  return { ...tokens, total: totalTokens(tokens), effective: effectiveTokens(tokens) };
}

function presentCost({
  netNanoDollars,
  listNanoDollars,
  reasons,
  uncertain,
}: RecordCost): RecordCostResponse {
  return {
    usd: formatNanoDollars(netNanoDollars),
    listUsd: formatNanoDollars(listNanoDollars),
    unpriced: reasons,
    uncertain,
  };
}
