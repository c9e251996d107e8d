import type Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from '@jest/globals';
import {
  type AnthropicIteration,
  type AnthropicUsage,
  cacheCreationTokens,
  effectiveTokens,
  fromAnthropicUsage,
  MAX_TOKENS_PER_COUNTER,
  NO_TOKENS,
  toAnthropicUsage,
  toTokenCounts,
  totalTokens,
} from '@token-ledger/core';
import fc from 'fast-check';
import { reportedUsage, tokenCounts } from '../../support/arbitrary-usage.ts';

/*
 * These do not compile when the field names drift from those of the SDK: its types must fit ours, and every field of
 * ours must be one of its.
 */
type BetaUsage = Anthropic.Beta.BetaUsage;
export const acceptsUsage = (usage: Anthropic.Usage): AnthropicUsage => usage;
export const acceptsBetaUsage = (usage: BetaUsage): AnthropicUsage => usage;
export const acceptsDeltaUsage = (usage: Anthropic.MessageDeltaUsage): AnthropicUsage => usage;
type Known<Ours, Theirs> = [keyof Ours] extends [keyof Theirs] ? true : never;
type Field<T, K extends keyof T> = NonNullable<T[K]>;
export const noFieldOfOurOwn: [
  Known<AnthropicUsage, BetaUsage>,
  Known<Field<AnthropicUsage, 'cache_creation'>, Field<BetaUsage, 'cache_creation'>>,
  Known<Field<AnthropicUsage, 'server_tool_use'>, Field<BetaUsage, 'server_tool_use'>>,
  Known<Field<AnthropicUsage, 'output_tokens_details'>, Field<BetaUsage, 'output_tokens_details'>>,
  Known<AnthropicIteration, Anthropic.Beta.BetaMessageIterationUsage>,
] = [true, true, true, true, true];

describe("Anthropic's usage", () => {
  it('of 1,000 in, 500 out, 100 written and 50 read is 1,650 in total and 1,500 effective tokens', () => {
    const tokens = toTokenCounts({
      input_tokens: 1000,
      output_tokens: 500,
      cache_creation_input_tokens: 100,
      cache_read_input_tokens: 50,
    });
    expect(totalTokens(tokens)).toBe(1650);
    expect(effectiveTokens(tokens)).toBe(1500);
  });

  it('without any field is no tokens', () => {
    expect(toTokenCounts({})).toEqual(NO_TOKENS);
    expect(
      toTokenCounts({ input_tokens: null, cache_creation: null, cache_creation_input_tokens: null }),
    ).toEqual(NO_TOKENS);
  });

  it.each([
    ['a total alone', { cache_creation_input_tokens: 100 }, [0, 0, 100]],
    [
      'a split that sums to the total',
      { cache_creation_input_tokens: 100, cache_creation: split(70, 30) },
      [70, 30, 0],
    ],
    [
      'a split that sums to less',
      { cache_creation_input_tokens: 100, cache_creation: split(60, 30) },
      [60, 30, 10],
    ],
    ['a split of zeros', { cache_creation_input_tokens: 100, cache_creation: split(0, 0) }, [0, 0, 100]],
    ['a split without a total', { cache_creation: split(70, 30) }, [70, 30, 0]],
    [
      'half a split',
      { cache_creation_input_tokens: 100, cache_creation: { ephemeral_1h_input_tokens: 30 } },
      [0, 30, 70],
    ],
  ])('with %s loses no cache write', (_, usage, [fiveMinutes, oneHour, unattributed]) => {
    expect(toTokenCounts(usage)).toEqual({
      ...NO_TOKENS,
      cacheCreation5m: fiveMinutes,
      cacheCreation1h: oneHour,
      cacheCreationUnattributed: unattributed,
    });
  });

  it('whose split exceeds its total by one is refused', () => {
    expect(() => toTokenCounts({ cache_creation_input_tokens: 99, cache_creation: split(70, 30) })).toThrow(
      RangeError,
    );
  });

  it('keeps what a price depends on, and the steps that are not in the totals', () => {
    const figures = fromAnthropicUsage({
      input_tokens: 10,
      output_tokens: 20,
      output_tokens_details: { thinking_tokens: 15 },
      server_tool_use: { web_search_requests: 2, web_fetch_requests: 0 },
      service_tier: 'batch',
      inference_geo: 'us',
      speed: 'fast',
      iterations: [
        { type: 'compaction', input_tokens: 7, output_tokens: 3 },
        { type: 'advisor_message', model: 'claude-opus-5-5', output_tokens: 4 },
      ],
    });
    expect(figures).toEqual({
      tokens: { ...NO_TOKENS, input: 10, output: 20 },
      thinkingTokens: 15,
      webSearchRequests: 2,
      webFetchRequests: 0,
      serviceTier: 'batch',
      inferenceGeo: 'us',
      speed: 'fast',
      iterations: [
        { type: 'compaction', tokens: { ...NO_TOKENS, input: 7, output: 3 } },
        { type: 'advisor_message', model: 'claude-opus-5-5', tokens: { ...NO_TOKENS, output: 4 } },
      ],
    });
  });

  it('never counts thinking tokens on top of the output', () => {
    const { tokens } = fromAnthropicUsage({
      output_tokens: 20,
      output_tokens_details: { thinking_tokens: 15 },
    });
    expect(totalTokens(tokens)).toBe(20);
  });

  it('has disjoint counters: they sum to prompt and output, for any split', () => {
    const reported = fc.integer({ min: 0, max: MAX_TOKENS_PER_COUNTER });
    fc.assert(
      fc.property(
        reported,
        reported,
        reported,
        reported,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (input, output, written, read, share) => {
          const tokens = toTokenCounts({
            input_tokens: input,
            output_tokens: output,
            cache_creation_input_tokens: written,
            cache_read_input_tokens: read,
            cache_creation: split(Math.floor(written * share * 0.5), Math.floor(written * share * 0.5)),
          });
          expect(cacheCreationTokens(tokens)).toBe(written);
          expect(totalTokens(tokens)).toBe(input + output + written + read);
        },
      ),
    );
  });

  it('stays exact when it is written and read again', () => {
    fc.assert(
      fc.property(tokenCounts, (tokens) => {
        expect(fromAnthropicUsage(toAnthropicUsage({ tokens }))).toEqual({ tokens });
      }),
    );
    fc.assert(
      fc.property(reportedUsage, (usage) => {
        const figures = fromAnthropicUsage(toAnthropicUsage(usage));
        expect({ ...usage, ...figures }).toEqual(usage);
      }),
    );
  });
});

function split(fiveMinutes: number, oneHour: number) {
  return { ephemeral_5m_input_tokens: fiveMinutes, ephemeral_1h_input_tokens: oneHour };
}
