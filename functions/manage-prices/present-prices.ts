import type { PricesResponse } from '@token-ledger/contract';
import { type CurrentPrices, iso } from '@token-ledger/core';

export function presentPrices({ current, fromMs }: CurrentPrices): PricesResponse {
  const { currency, entries, webSearches, overrides, modelAliases } = current.book;
  return {
    revision: current.revision,
    currency,
    createdAt: iso(current.createdAtMs),
    appliesFrom: iso(fromMs),
    models: entries,
    webSearches,
    overrides,
    ...(modelAliases && { modelAliases }),
  };
}
