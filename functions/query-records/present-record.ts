import type { RecordCostResponse, RecordResponse, TokensResponse } from '@token-ledger/contract';
import {
  billedTokens,
  effectiveTokens,
  haveSameTokens,
  iso,
  mapConcurrently,
  type ReadDeps,
  type ShownIds,
  type ShownRecord,
  showRecords,
  sourceOf,
  type TokenCounts,
  totalTokens,
  type UsageRecord,
} from '@token-ledger/core';
import { presentCost } from './present-cost.ts';

/**
 * Records as the API shows them: as they were recorded and as far as the caller may see them, with names, instants as text,
 * the sums of their tokens and their cost, on request line by line.
 */
export async function presentRecords(
  { ledger }: { readonly ledger: Pick<ReadDeps, 'readPrices'> },
  ids: ShownIds,
  records: readonly UsageRecord[],
  { withLines = false } = {},
): Promise<RecordResponse[]> {
  if (records.length === 0) return [];
  const prices = await ledger.readPrices();
  return mapConcurrently(await showRecords(ids, records), 1, async (record) => {
    const pricer = await prices.pricerAt(record.occurredAtMs);
    return presentRecord(record, presentCost(pricer, record, withLines));
  });
}

function presentRecord(shown: ShownRecord, cost: RecordCostResponse): RecordResponse {
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
    cost,
  };
}

function presentTokens(tokens: TokenCounts): TokensResponse {
  return { ...tokens, total: totalTokens(tokens), effective: effectiveTokens(tokens) };
}
