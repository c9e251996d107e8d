/* Parts that the examples of several operations share. A test checks every example against its schema. */

export const NOTES = {
  asOf: '2026-11-21T12:30:00.000Z',
  exact: true,
  pendingHours: [],
  inexactHours: [],
  frozenBefore: '2026-08-26T12:00:00.000Z',
};

export const TOKENS = {
  input: 1000,
  output: 500,
  cacheCreation5m: 0,
  cacheCreation1h: 0,
  cacheCreationUnattributed: 100,
  cacheRead: 50,
  total: 1650,
  effective: 1500,
};

/** Of sums: the billed tokens, and the reported ones. */
export const BILLED_TOKENS = { ...TOKENS, reported: 1650 };

export const COST = {
  usd: '0.007255',
  listUsd: '0.007255',
  unpricedRequests: 0,
  uncertainRequests: 1,
  billedElsewhereRequests: 0,
};

export const MEASURES = {
  requests: 1,
  errors: 0,
  tokens: BILLED_TOKENS,
  cost: COST,
  averageTokensPerRequest: 1650,
  cacheHitRate: 0.043478,
};

/** A path parameter: an id that the ledger generated. */
export const madeId = (description: string, example: string) => ({ description, example, maxLength: 128 });
