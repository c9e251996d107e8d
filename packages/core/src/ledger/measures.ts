import { TOKEN_KINDS } from '../usage/token-counts.ts';

/** What the calls cost, in nano-dollars, and how many of them that says not quite enough of. */
export const COST_MEASURES = [
  /** Net: after discounts. */
  'cost',
  /** List price less `cost`. */
  'discount',
  /** Requests something of which has no price, so that it is in neither sum. */
  'unpricedRequests',
  /** Requests that were priced by an assumption, such as the time-to-live of a cache write. */
  'uncertainRequests',
  /** Requests that another organization pays for: their tokens count, their cost is 0. */
  'billedElsewhereRequests',
] as const;

export type CostMeasure = (typeof COST_MEASURES)[number];

/** What is summed, in the order it is stored in. Names are appended, never reordered or reused. */
export const MEASURE_NAMES = [
  'requests',
  'errors',
  ...TOKEN_KINDS,
  ...COST_MEASURES,
  /**
   * Billed tokens less those that the responses' own counters hold: what compaction, advisors and declined attempts used, less
   * what calls used that are not billed. 0 for calls of one step.
   */
  'unreportedTokens',
] as const;
export type MeasureName = (typeof MEASURE_NAMES)[number];

/** Exact sums: a company's month exceeds 2^53 tokens long before it exceeds a bigint. */
export type Measures = Readonly<Record<MeasureName, bigint>>;

export const NO_MEASURES: Measures = Object.freeze(
  Object.fromEntries(MEASURE_NAMES.map((name) => [name, 0n])) as Record<MeasureName, bigint>,
);

/** Associative and commutative, with `NO_MEASURES` as its unit. */
export function addMeasures(a: Measures, b: Measures): Measures {
  return {
    requests: a.requests + b.requests,
    errors: a.errors + b.errors,
    input: a.input + b.input,
    output: a.output + b.output,
    cacheCreation5m: a.cacheCreation5m + b.cacheCreation5m,
    cacheCreation1h: a.cacheCreation1h + b.cacheCreation1h,
    cacheCreationUnattributed: a.cacheCreationUnattributed + b.cacheCreationUnattributed,
    cacheRead: a.cacheRead + b.cacheRead,
    cost: a.cost + b.cost,
    discount: a.discount + b.discount,
    unpricedRequests: a.unpricedRequests + b.unpricedRequests,
    uncertainRequests: a.uncertainRequests + b.uncertainRequests,
    billedElsewhereRequests: a.billedElsewhereRequests + b.billedElsewhereRequests,
    unreportedTokens: a.unreportedTokens + b.unreportedTokens,
  };
}

/** Whether neither a request nor a token is counted. */
export function countsNothing(sums: Measures): boolean {
  return sums.requests === 0n && sumOfTokens(sums) === 0n;
}

/** Input, output, cache creation and cache read together. */
export function sumOfTokens(sums: Measures): bigint {
  return TOKEN_KINDS.reduce((sum, kind) => sum + sums[kind], 0n);
}

/** Input and output: what was processed for this call, without the cache. */
export function sumOfEffectiveTokens(sums: Measures): bigint {
  return sums.input + sums.output;
}
