import { describe, expect, it } from '@jest/globals';
import {
  createPricer,
  mergePriceBooks,
  NO_TOKENS,
  SHIPPED_PRICE_BOOK,
  type UsageRecord,
} from '@token-ledger/core';
import { usageRecord } from '../../support/records.ts';

const MILLION = { ...NO_TOKENS, input: 1_000_000 };

describe('a million tokens of input through another provider', () => {
  it.each([
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 3_300_000_000n],
    ['eu.anthropic.claude-sonnet-4-5-20250929-v1:0', 3_300_000_000n],
    ['jp.anthropic.claude-sonnet-4-5-20250929-v1:0', 3_300_000_000n],
    ['au.anthropic.claude-sonnet-4-5-20250929-v1:0', 3_300_000_000n],
    ['apac.anthropic.claude-haiku-4-5-20251001-v1:0', 1_100_000_000n],
    ['us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0', 3_600_000_000n],
    ['global.anthropic.claude-sonnet-4-5-20250929-v1:0', 3_000_000_000n],
    ['us.anthropic.claude-fable-5-2', 8_800_000_000n],
    // Beyond 100,000 tokens of prompt, 0.5 USD.
    ['us-gov.anthropic.claude-haiku-5-5', 600_000_000n],
    ['us.anthropic.claude-opus-5-5[1m]', 4_400_000_000n],
    ['arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-opus-5-5', 4_400_000_000n],
    // From before 4.5.
    ['us.anthropic.claude-sonnet-4-20250514-v1:0', 3_000_000_000n],
    ['global.anthropic.claude-sonnet-4-20250514-v1:0', 3_000_000_000n],
    ['apac.anthropic.claude-3-5-sonnet-20240620-v1:0', 3_000_000_000n],
  ])('as %s costs %d nano-dollars, without doubt', (model, list) => {
    expect(priced({ model })).toEqual({ list, net: list, unpriced: false, uncertain: false });
  });

  it.each([
    // The id shows neither region nor profile.
    ['anthropic.claude-sonnet-4-5-20250929-v1:0', 3_000_000_000n],
    ['arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-6', 3_000_000_000n],
    ['claude-sonnet-4-5@20250929', 3_000_000_000n],
    ['ca.anthropic.claude-sonnet-4-6', 3_000_000_000n],
    // Public tables disagree about older models in GovCloud.
    ['us-gov.anthropic.claude-3-7-sonnet-20250219-v1:0', 3_000_000_000n],
  ])('as %s costs %d nano-dollars of the list, and is uncertain', (model, list) => {
    expect(priced({ model })).toEqual({ list, net: list, unpriced: false, uncertain: true });
  });

  it('costs half in a batch, and no surcharge of Anthropic’s own', () => {
    const model = 'us.anthropic.claude-sonnet-4-6';
    expect(priced({ model, serviceTier: 'batch' }).list).toBe(1_650_000_000n);
    expect(priced({ model, inferenceGeo: 'us' }).list).toBe(3_300_000_000n);
    // A geography that Anthropic does not know says nothing about another provider's price.
    expect(priced({ model, inferenceGeo: 'eu' })).toMatchObject({ list: 3_300_000_000n, unpriced: false });
  });

  it('costs the surcharge on every kind of tokens', () => {
    const tokens = { ...NO_TOKENS, output: 10, cacheCreation5m: 10, cacheCreation1h: 10, cacheRead: 10 };
    // (15,000 + 3,750 + 6,000 + 300) * 10 * 1.1
    expect(priced({ model: 'eu.anthropic.claude-sonnet-4-6', tokens }).list).toBe(275_550n);
  });

  it('is discounted as the model is', () => {
    const overrides = [{ model: 'claude-sonnet-4-6', discountBasisPoints: 1_000 }];
    expect(priced({ model: 'us.anthropic.claude-sonnet-4-6' }, overrides)).toEqual({
      list: 3_300_000_000n,
      net: 2_970_000_000n,
      unpriced: false,
      uncertain: false,
    });
  });

  it('is uncertain by prices that do not say what Bedrock charges', () => {
    const model = 'us.anthropic.claude-new';
    const prices = { input: '2', output: '10' };
    const costs = { list: 2_000_000_000n, net: 2_000_000_000n, unpriced: false };
    expect(priced({ model }, [{ model: 'claude-new', prices }])).toEqual({ ...costs, uncertain: true });
    const flat = { ...prices, bedrockSurcharge: false };
    expect(priced({ model }, [{ model: 'claude-new', prices: flat }])).toEqual({
      ...costs,
      uncertain: false,
    });
    const more = { ...prices, bedrockSurcharge: true };
    expect(priced({ model }, [{ model: 'claude-new', prices: more }]).net).toBe(2_200_000_000n);
  });

  it('leaves a step uncertain whose id is one of Anthropic’s own', () => {
    const advisor = { type: 'advisor_message', model: 'claude-opus-5-5', tokens: MILLION };
    const record = { tokens: NO_TOKENS, iterations: [advisor] };
    const bedrock = priced({ ...record, model: 'us.anthropic.claude-sonnet-4-6' });
    expect(bedrock).toMatchObject({ list: 4_000_000_000n, uncertain: true });
    expect(priced({ ...record, model: 'claude-sonnet-4-6' })).toMatchObject({ uncertain: false });
  });
});

it('prices about which the sources disagree make a record uncertain, unless the company pays its own', () => {
  const record = { model: 'claude-mythos-preview' };
  expect(priced(record)).toMatchObject({ list: 25_000_000_000n, uncertain: true });
  const prices = { input: '20', output: '100' };
  expect(priced(record, [{ ...record, prices }])).toMatchObject({ net: 20_000_000_000n, uncertain: false });
});

function priced(record: Partial<UsageRecord>, overrides: Parameters<typeof mergePriceBooks>[1] = []) {
  const merged = mergePriceBooks(SHIPPED_PRICE_BOOK, overrides);
  if (!merged.ok) throw new Error(JSON.stringify(merged.problems));
  const cost = createPricer(merged.book).priceRecord(usageRecord({ tokens: MILLION, ...record }));
  const { listNanoDollars: list, netNanoDollars: net, unpriced, uncertain } = cost;
  return { list, net, unpriced, uncertain };
}
