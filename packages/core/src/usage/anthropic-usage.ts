import { withoutAbsent } from '../util/without-absent.ts';
import type { ReportedUsage, UsageIteration } from './record.ts';
import type { TokenCounts } from './token-counts.ts';

/*
 * Anthropic's `usage` object and the disjoint counters the ledger keeps, in both directions. The field names are those
 * of the types of @anthropic-ai/sdk; a type test fails when they drift apart.
 *
 * Every field may be null or missing: the API fills what it knows, and older or other clients send less.
 */

type Optional<T> = T | null | undefined;

/** The token fields that a message's usage and each of its iterations share. */
export interface AnthropicTokens {
  /** Uncached prompt tokens only. */
  readonly input_tokens?: Optional<number>;
  readonly output_tokens?: Optional<number>;
  /** All cache writes, of any time-to-live. */
  readonly cache_creation_input_tokens?: Optional<number>;
  readonly cache_read_input_tokens?: Optional<number>;
  /** The same writes by time-to-live; may be missing, zero, or sum to less than the total. */
  readonly cache_creation?: Optional<{
    readonly ephemeral_5m_input_tokens?: Optional<number>;
    readonly ephemeral_1h_input_tokens?: Optional<number>;
  }>;
}

/** One step of a call. `compaction` and `advisor_message` tokens are not in the totals of the message. */
export interface AnthropicIteration extends AnthropicTokens {
  /** `message`, `compaction`, `advisor_message` or `fallback_message`, or what is added to them later. */
  readonly type: string;
  readonly model?: Optional<string>;
}

export interface AnthropicUsage extends AnthropicTokens {
  readonly output_tokens_details?: Optional<{ readonly thinking_tokens?: Optional<number> }>;
  readonly server_tool_use?: Optional<{
    readonly web_search_requests?: Optional<number>;
    readonly web_fetch_requests?: Optional<number>;
  }>;
  readonly service_tier?: Optional<string>;
  readonly inference_geo?: Optional<string>;
  readonly speed?: Optional<string>;
  readonly iterations?: Optional<readonly AnthropicIteration[]>;
  /** What became of the credit that a retry on another model presented. */
  readonly fallback_credit?: Optional<{ readonly status?: Optional<{ readonly type?: Optional<string> }> }>;
}

/** The part of a reported record that Anthropic's usage object decides. */
export type UsageFigures = Pick<
  ReportedUsage,
  | 'tokens'
  | 'thinkingTokens'
  | 'webSearchRequests'
  | 'webFetchRequests'
  | 'serviceTier'
  | 'inferenceGeo'
  | 'speed'
  | 'iterations'
  | 'fallbackCredit'
>;

/** Whether the writes by time-to-live sum to more than the total beside them. Such counts are invalid. */
export function cacheSplitExceedsTotal(tokens: AnthropicTokens): boolean {
  const total = tokens.cache_creation_input_tokens ?? undefined;
  return total !== undefined && cacheSplit(tokens) > total;
}

/**
 * The disjoint counters. What is missing is zero; cache writes of unknown time-to-live are kept as unattributed;
 * without a total, the split is the total. Throws a `RangeError` when the split exceeds the total.
 */
export function toTokenCounts(tokens: AnthropicTokens): TokenCounts {
  if (cacheSplitExceedsTotal(tokens)) {
    throw new RangeError('cache_creation sums to more than cache_creation_input_tokens.');
  }
  const split = cacheSplit(tokens);
  return {
    input: tokens.input_tokens ?? 0,
    output: tokens.output_tokens ?? 0,
    cacheCreation5m: tokens.cache_creation?.ephemeral_5m_input_tokens ?? 0,
    cacheCreation1h: tokens.cache_creation?.ephemeral_1h_input_tokens ?? 0,
    cacheCreationUnattributed: (tokens.cache_creation_input_tokens ?? split) - split,
    cacheRead: tokens.cache_read_input_tokens ?? 0,
  };
}

/** Reads a usage object. Throws a `RangeError` when a cache split exceeds its total. */
export function fromAnthropicUsage(usage: AnthropicUsage): UsageFigures {
  return {
    tokens: toTokenCounts(usage),
    ...withoutAbsent({
      thinkingTokens: usage.output_tokens_details?.thinking_tokens,
      webSearchRequests: usage.server_tool_use?.web_search_requests,
      webFetchRequests: usage.server_tool_use?.web_fetch_requests,
      serviceTier: usage.service_tier,
      inferenceGeo: usage.inference_geo,
      speed: usage.speed,
      iterations: usage.iterations?.length ? usage.iterations.map(toIteration) : undefined,
      fallbackCredit: usage.fallback_credit?.status?.type,
    }),
  };
}

/** Writes a usage object that `fromAnthropicUsage` reads back as exactly the same figures. */
export function toAnthropicUsage(figures: UsageFigures): AnthropicUsage {
  const { webSearchRequests, webFetchRequests, thinkingTokens } = figures;
  return {
    ...toAnthropicTokens(figures.tokens),
    ...withoutAbsent({
      output_tokens_details: thinkingTokens === undefined ? undefined : { thinking_tokens: thinkingTokens },
      server_tool_use:
        webSearchRequests === undefined && webFetchRequests === undefined
          ? undefined
          : withoutAbsent({ web_search_requests: webSearchRequests, web_fetch_requests: webFetchRequests }),
      service_tier: figures.serviceTier,
      inference_geo: figures.inferenceGeo,
      speed: figures.speed,
      iterations: figures.iterations?.map(({ type, model, tokens }) => ({
        type,
        ...withoutAbsent({ model }),
        ...toAnthropicTokens(tokens),
      })),
      fallback_credit:
        figures.fallbackCredit === undefined ? undefined : { status: { type: figures.fallbackCredit } },
    }),
  };
}

function cacheSplit({ cache_creation: split }: AnthropicTokens): number {
  return (split?.ephemeral_5m_input_tokens ?? 0) + (split?.ephemeral_1h_input_tokens ?? 0);
}

function toIteration(iteration: AnthropicIteration): UsageIteration {
  return {
    type: iteration.type,
    ...withoutAbsent({ model: iteration.model }),
    tokens: toTokenCounts(iteration),
  };
}

/** Zero counters are left out, except input and output, which every client expects. */
function toAnthropicTokens(counts: TokenCounts): AnthropicTokens {
  const split = counts.cacheCreation5m + counts.cacheCreation1h;
  return {
    input_tokens: counts.input,
    output_tokens: counts.output,
    // Only beside an unattributed rest: the split alone is its own total, which may exceed what one counter may hold.
    ...(counts.cacheCreationUnattributed > 0 && {
      cache_creation_input_tokens: split + counts.cacheCreationUnattributed,
    }),
    ...(split > 0 && {
      cache_creation: {
        ephemeral_5m_input_tokens: counts.cacheCreation5m,
        ephemeral_1h_input_tokens: counts.cacheCreation1h,
      },
    }),
    ...(counts.cacheRead > 0 && { cache_read_input_tokens: counts.cacheRead }),
  };
}
