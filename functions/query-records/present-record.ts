import type { RecordCostResponse, RecordResponse } from '@token-ledger/contract';
import {
  effectiveTokens,
  formatNanoDollars,
  iso,
  mapConcurrently,
  type ReadDeps,
  type RecordCost,
  type ShownIds,
  type ShownRecord,
  showRecords,
  totalTokens,
  type UsageRecord,
} from '@token-ledger/core';

/**
 * Records as the API tells them: as they were recorded and the caller may see them, with names, instants as text, the sums of
 * their tokens and their cost.
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

function presentRecord(
  { occurredAtMs, receivedAtMs, tokens, ...record }: ShownRecord,
  cost: RecordCost,
): RecordResponse {
  return {
    ...record,
    occurredAt: iso(occurredAtMs),
    receivedAt: iso(receivedAtMs),
    tokens: { ...tokens, total: totalTokens(tokens), effective: effectiveTokens(tokens) },
    cost: presentCost(cost),
  };
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
