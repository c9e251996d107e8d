import type { AnthropicUsage } from '@token-ledger/core';

/** What a row of another product says about tokens, its prompt without the cache. */
interface RowCounts {
  readonly uncached: number;
  readonly output: number;
  readonly read: number;
  readonly write: number;
  readonly write5m: number;
  readonly write1h: number;
  readonly searches: number | undefined;
}

/** The same as Anthropic's usage object; cache writes by their time-to-live only where a row has these. */
export function usageOfCounts({
  uncached,
  output,
  read,
  write,
  write5m,
  write1h,
  searches,
}: RowCounts): AnthropicUsage {
  return {
    input_tokens: uncached,
    output_tokens: output,
    cache_read_input_tokens: read,
    cache_creation_input_tokens: write,
    ...(write5m + write1h > 0 && {
      cache_creation: { ephemeral_5m_input_tokens: write5m, ephemeral_1h_input_tokens: write1h },
    }),
    ...(searches !== undefined && { server_tool_use: { web_search_requests: searches } }),
  };
}
