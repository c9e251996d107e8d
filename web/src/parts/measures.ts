import { type components, nanoDollars, wholeNumber } from '@token-ledger/client/query';

/*
 * What pages can compare usage by: the measures of the API's rankings, under the API's names.
 */

export type Sums = Pick<components['schemas']['Measures'], 'requests' | 'errors' | 'tokens' | 'cost'>;

const VALUES = {
  cost: ({ cost }: Sums) => nanoDollars(cost.usd),
  discount: ({ cost }: Sums) => nanoDollars(cost.listUsd) - nanoDollars(cost.usd),
  requests: ({ requests }: Sums) => wholeNumber(requests),
  errors: ({ errors }: Sums) => wholeNumber(errors),
  unpricedRequests: ({ cost }: Sums) => wholeNumber(cost.unpricedRequests),
  uncertainRequests: ({ cost }: Sums) => wholeNumber(cost.uncertainRequests),
  billedElsewhereRequests: ({ cost }: Sums) => wholeNumber(cost.billedElsewhereRequests),
  total: ({ tokens }: Sums) => wholeNumber(tokens.total),
  effective: ({ tokens }: Sums) => wholeNumber(tokens.effective),
  input: ({ tokens }: Sums) => wholeNumber(tokens.input),
  output: ({ tokens }: Sums) => wholeNumber(tokens.output),
  cacheRead: ({ tokens }: Sums) => wholeNumber(tokens.cacheRead),
  cacheCreation5m: ({ tokens }: Sums) => wholeNumber(tokens.cacheCreation5m),
  cacheCreation1h: ({ tokens }: Sums) => wholeNumber(tokens.cacheCreation1h),
  cacheCreationUnattributed: ({ tokens }: Sums) => wholeNumber(tokens.cacheCreationUnattributed),
} as const;

export type Measure = keyof typeof VALUES;

export const MEASURES = Object.keys(VALUES) as Measure[];

/** As a reader looks for them. */
export const MEASURE_GROUPS = [
  ['money', ['cost', 'discount']],
  ['requests', ['requests', 'errors', 'unpricedRequests', 'uncertainRequests', 'billedElsewhereRequests']],
  [
    'tokens',
    [
      'total',
      'effective',
      'input',
      'output',
      'cacheRead',
      'cacheCreation5m',
      'cacheCreation1h',
      'cacheCreationUnattributed',
    ],
  ],
] as const satisfies readonly (readonly [string, readonly Measure[]])[];

/** The value of a measure; of money in nano-dollars. */
export function measureOf(sums: Sums, measure: Measure): bigint {
  return VALUES[measure](sums);
}

/** Tokens written to the cache, of any lifetime: with input, output and cache reads the total. */
export function cacheWritesOf({ tokens }: Sums): bigint {
  const { cacheCreation5m, cacheCreation1h, cacheCreationUnattributed } = tokens;
  return wholeNumber(cacheCreation5m) + wholeNumber(cacheCreation1h) + wholeNumber(cacheCreationUnattributed);
}

/** How many requests a measure does not count, because they have no price: of sums of money only. */
export function unpricedIn(sums: Sums, measure: Measure): bigint {
  return isMoney(measure) ? measureOf(sums, 'unpricedRequests') : 0n;
}

/** In nano-dollars, to the nearest one. Undefined without requests, and where some have no price: their cost is unknown. */
export function spendPerRequest(sums: Sums): bigint | undefined {
  const requests = measureOf(sums, 'requests');
  if (requests === 0n || measureOf(sums, 'unpricedRequests') > 0n) return undefined;
  return (2n * measureOf(sums, 'cost') + requests) / (2n * requests);
}

export function isMoney(measure: Measure): boolean {
  return measure === 'cost' || measure === 'discount';
}

export function compareBigInts(a: bigint, b: bigint): number {
  return a < b ? -1 : Number(a > b);
}
