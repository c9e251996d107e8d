import { describe, expect, it } from '@jest/globals';
import { UsageData } from '@token-ledger/client';

describe('UsageData', () => {
  it('has one meaning for each sum', () => {
    const usage = new UsageData({
      input_tokens: 1000,
      output_tokens: 500,
      cache_creation_input_tokens: 100,
      cache_read_input_tokens: 50,
    });
    expect([usage.totalTokens, usage.effectiveTokens]).toEqual([1650, 1500]);
  });

  it('takes what is null or missing for nothing', () => {
    const usage = new UsageData({ input_tokens: 7, cache_read_input_tokens: null });
    expect([usage.totalTokens, usage.effectiveTokens]).toEqual([7, 7]);
  });
});
