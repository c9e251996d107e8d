import type { CellFilter } from '@token-ledger/core';

/** The models and features that a query names, for the domain. */
export function cellFilter({
  models,
  features,
}: {
  readonly models?: readonly string[] | undefined;
  readonly features?: readonly string[] | undefined;
}): CellFilter {
  return {
    ...(models && { models: new Set(models) }),
    ...(features && { features: new Set(features) }),
  };
}
