import type { AnthropicUsage } from './usage-record.ts';

/** The token counts of one call, as a value: missing counts are 0, and the sums have one meaning each. */
export class UsageData {
  /** Uncached prompt tokens. */
  readonly inputTokens: number;
  /** All output tokens, thinking included. */
  readonly outputTokens: number;
  /** Prompt tokens written to the cache. */
  readonly cacheCreationTokens: number;
  /** Prompt tokens read from the cache. */
  readonly cacheReadTokens: number;

  constructor(usage: AnthropicUsage) {
    this.inputTokens = usage.input_tokens ?? 0;
    this.outputTokens = usage.output_tokens ?? 0;
    this.cacheCreationTokens = usage.cache_creation_input_tokens ?? 0;
    this.cacheReadTokens = usage.cache_read_input_tokens ?? 0;
  }

  /** Input + output + cache creation + cache read. */
  get totalTokens(): number {
    return this.effectiveTokens + this.cacheCreationTokens + this.cacheReadTokens;
  }

  /** Input + output. */
  get effectiveTokens(): number {
    return this.inputTokens + this.outputTokens;
  }
}
