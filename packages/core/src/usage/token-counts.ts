/**
 * The token counters of one record, disjoint by construction: no token is in two of them.
 *
 * Anthropic's `input_tokens` excludes the cache, other conventions include it; keeping disjoint counters and adding
 * them up on demand is what makes double counting of cache tokens impossible.
 */
export interface TokenCounts {
  /** Uncached prompt tokens. */
  readonly input: number;
  /** All output tokens, thinking included. */
  readonly output: number;
  /** Written to the prompt cache with a time-to-live of five minutes. */
  readonly cacheCreation5m: number;
  /** Written to the prompt cache with a time-to-live of one hour. */
  readonly cacheCreation1h: number;
  /** Written to the prompt cache with a time-to-live that the response did not give. */
  readonly cacheCreationUnattributed: number;
  /** Read from the prompt cache. */
  readonly cacheRead: number;
}

export const TOKEN_KINDS = [
  'input',
  'output',
  'cacheCreation5m',
  'cacheCreation1h',
  'cacheCreationUnattributed',
  'cacheRead',
] as const satisfies readonly (keyof TokenCounts)[];

export type TokenKind = (typeof TOKEN_KINDS)[number];

/** The largest value one counter of one record may have: 2^40, far above any model's context, far below 2^53. */
export const MAX_TOKENS_PER_COUNTER = 2 ** 40;

export const NO_TOKENS: TokenCounts = {
  input: 0,
  output: 0,
  cacheCreation5m: 0,
  cacheCreation1h: 0,
  cacheCreationUnattributed: 0,
  cacheRead: 0,
};

export function addTokens(a: TokenCounts, b: TokenCounts): TokenCounts {
  return {
    input: a.input + b.input,
    output: a.output + b.output,
    cacheCreation5m: a.cacheCreation5m + b.cacheCreation5m,
    cacheCreation1h: a.cacheCreation1h + b.cacheCreation1h,
    cacheCreationUnattributed: a.cacheCreationUnattributed + b.cacheCreationUnattributed,
    cacheRead: a.cacheRead + b.cacheRead,
  };
}

export function haveSameTokens(a: TokenCounts, b: TokenCounts): boolean {
  return TOKEN_KINDS.every((kind) => a[kind] === b[kind]);
}

/** Everything written to the cache, of any time-to-live. */
export function cacheCreationTokens(counts: TokenCounts): number {
  return counts.cacheCreation5m + counts.cacheCreation1h + counts.cacheCreationUnattributed;
}

/** Input + output + cache creation + cache read. */
export function totalTokens(counts: TokenCounts): number {
  return counts.input + counts.output + cacheCreationTokens(counts) + counts.cacheRead;
}

/** Input + output: what was processed for this call, without the cache. */
export function effectiveTokens(counts: TokenCounts): number {
  return counts.input + counts.output;
}
