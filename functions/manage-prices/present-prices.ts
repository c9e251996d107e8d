import type { PricesResponse } from '@token-ledger/contract';
import type { CurrentPrices } from '@token-ledger/core';

export function presentPrices({ current, fromMs }: CurrentPrices): PricesResponse {
  const { currency, entries, webSearches, overrides, modelAliases } = current.book;
  return {
    revision: current.revision,
    currency,
    createdAt: new Date(current.createdAtMs).toISOString(),
    appliesFrom: new Date(fromMs).toISOString(),
    models: entries,
    webSearches,
    overrides,
    ...(modelAliases && { modelAliases }),
  };
}
