import { describe, expect, it } from '@jest/globals';
import {
  createPricer,
  NO_TOKENS,
  type PriceBook,
  SHIPPED_PRICE_BOOK,
  type TokenCounts,
  type UsageRecord,
} from '@token-ledger/core';
import { usageRecord } from '../../support/records.ts';

const pricer = createPricer(SHIPPED_PRICE_BOOK);
const FEBRUARY = Date.UTC(2026, 1, 1);

/** Of 1 US dollar per million tokens, a token costs 1,000 nano-dollars: so 2 USD are 2,000 each. */
const TOKENS: TokenCounts = {
  input: 1_000,
  output: 500,
  cacheCreation5m: 60,
  cacheCreation1h: 30,
  cacheCreationUnattributed: 0,
  cacheRead: 50,
};
// Sonnet 5.5 at 2, 10, 2.5, 4 and 0.1 USD.
const SONNET_5_5 = 1_000n * 2_000n + 500n * 10_000n + 60n * 2_500n + 30n * 4_000n + 50n * 100n; // 7,275,000

describe('the cost of a record', () => {
  it.each([
    ['input', 1, 2_000n],
    ['output', 1, 10_000n],
    ['cacheCreation5m', 1, 2_500n],
    ['cacheCreation1h', 1, 4_000n],
    ['cacheRead', 1, 100n],
  ] as const)('has %s at its own price', (kind, count, nanoDollars) => {
    expect(priced({ tokens: { ...NO_TOKENS, [kind]: count } })).toEqual({
      listNanoDollars: nanoDollars,
      netNanoDollars: nanoDollars,
      unpriced: false,
      reasons: [],
      uncertain: false,
    });
  });

  it('is the sum over all kinds of tokens', () => {
    expect(SONNET_5_5).toBe(7_275_000n);
    expect(listPrice({ tokens: TOKENS })).toBe(SONNET_5_5);
  });

  it('has cache writes of unknown time-to-live at the price of five minutes, and is uncertain', () => {
    expect(priced({ tokens: { ...NO_TOKENS, cacheCreationUnattributed: 10 } })).toMatchObject({
      listNanoDollars: 10n * 2_500n,
      unpriced: false,
      uncertain: true,
    });
  });

  it.each(['error', 'partial'] as const)('of a call that ended as %s is that of its tokens', (status) => {
    expect(listPrice({ tokens: TOKENS, status })).toBe(SONNET_5_5);
  });

  it('is nothing without tokens, also of a model without a price', () => {
    expect(priced({ model: 'none', tokens: NO_TOKENS })).toMatchObject({
      listNanoDollars: 0n,
      unpriced: false,
    });
  });

  it('of half a nano-dollar is rounded up, and below it down, once a record', () => {
    // Haiku 5.5 reads a token for 10 nano-dollars; in a US batch for 10 * 1.1 / 2 = 5.5.
    const us = { model: 'claude-haiku-5-5', serviceTier: 'batch', inferenceGeo: 'us' };
    expect(listPrice({ ...us, tokens: { ...NO_TOKENS, cacheRead: 1 } })).toBe(6n);
    expect(listPrice({ ...us, tokens: { ...NO_TOKENS, cacheRead: 2 } })).toBe(11n);
    // 5.5 + 1 * 100 * 0.55 = 60.5, not 6 + 55.
    expect(listPrice({ ...us, tokens: { ...NO_TOKENS, cacheRead: 1, input: 1 } })).toBe(61n);
    // 0.499 of a nano-dollar, and 0.5.
    expect(createPricer(bookOf('0.000499')).priceRecord(one('m')).listNanoDollars).toBe(0n);
    expect(createPricer(bookOf('0.0005')).priceRecord(one('m')).listNanoDollars).toBe(1n);
  });

  it('is exact beyond 2^53 nano-dollars', () => {
    const count = 2 ** 40;
    const tokens: TokenCounts = { ...NO_TOKENS, input: count, output: count - 1, cacheRead: count - 3 };
    expect(listPrice({ model: 'claude-opus-4-1', tokens })).toBe(
      2n ** 40n * 15_000n + (2n ** 40n - 1n) * 75_000n + (2n ** 40n - 3n) * 1_500n,
    );
  });

  it('has web searches at 10 USD per 1,000, in every tier and geography', () => {
    const search = { tokens: NO_TOKENS, webSearchRequests: 3 };
    expect(listPrice(search)).toBe(30_000_000n);
    expect(listPrice({ ...search, serviceTier: 'batch', inferenceGeo: 'us' })).toBe(30_000_000n);
    expect(listPrice({ ...search, tokens: TOKENS })).toBe(SONNET_5_5 + 30_000_000n);
    expect(listPrice({ tokens: NO_TOKENS, webFetchRequests: 3 })).toBe(0n);
  });
});

describe('the modifiers of a price', () => {
  // Opus 5.5 at 4, 20, 5, 8 and 0.2 USD; fast at 8 and 40, so 10 and 16 to write, and 8 * (0.2 / 4) = 0.4 to read.
  const OPUS = 1_000n * 4_000n + 500n * 20_000n + 60n * 5_000n + 30n * 8_000n + 50n * 200n; // 14,550,000
  const FAST = 1_000n * 8_000n + 500n * 40_000n + 60n * 10_000n + 30n * 16_000n + 50n * 400n; // 29,100,000

  it.each<[Partial<UsageRecord>, bigint]>([
    [{}, OPUS],
    [{ serviceTier: 'standard', inferenceGeo: 'global', speed: 'standard' }, OPUS],
    [{ inferenceGeo: 'not_available' }, OPUS],
    [{ serviceTier: 'batch' }, 7_275_000n], // 14,550,000 / 2
    [{ inferenceGeo: 'us' }, 16_005_000n], // 14,550,000 * 1.1
    [{ speed: 'fast' }, FAST],
    [{ serviceTier: 'batch', inferenceGeo: 'us' }, 8_002_500n], // 14,550,000 * 1.1 / 2
    [{ speed: 'fast', inferenceGeo: 'us' }, 32_010_000n], // 29,100,000 * 1.1
    [{ speed: 'fast', serviceTier: 'batch' }, 14_550_000n], // 29,100,000 / 2
    [{ speed: 'fast', serviceTier: 'batch', inferenceGeo: 'us' }, 16_005_000n], // 29,100,000 * 1.1 / 2
  ])('%j make it %d', (modifiers, nanoDollars) => {
    expect(priced({ model: 'claude-opus-5-5', tokens: TOKENS, ...modifiers })).toMatchObject({
      listNanoDollars: nanoDollars,
      netNanoDollars: nanoDollars,
      unpriced: false,
      uncertain: false,
    });
  });

  it('add nothing for the United States to models from before Opus 4.6', () => {
    const tokens = { ...NO_TOKENS, input: 10 };
    expect(listPrice({ model: 'claude-sonnet-4-5', tokens, inferenceGeo: 'us' })).toBe(30_000n);
    expect(listPrice({ model: 'claude-sonnet-4-6', tokens, inferenceGeo: 'us' })).toBe(33_000n);
  });

  it.each([
    ['claude-haiku-5-5', 100_000, { input: 100n, write5m: 125n, read: 10n, output: 500n }, 5n, undefined],
    [
      'claude-sonnet-4-5',
      200_000,
      { input: 3_000n, write5m: 3_750n, read: 300n, output: 15_000n },
      2n,
      FEBRUARY,
    ],
  ])(
    '%s charges the whole request more beyond %d tokens of prompt',
    (model, limit, rates, factor, occurredAtMs) => {
      const at = occurredAtMs === undefined ? {} : { occurredAtMs };
      const costOf = (input: number) =>
        listPrice({
          ...at,
          model,
          tokens: { ...NO_TOKENS, input, output: 100, cacheCreation5m: 7, cacheRead: 5 },
        });
      const rest = 7n * rates.write5m + 5n * rates.read;
      const atLimit = limit - 12;
      expect(costOf(atLimit)).toBe(BigInt(atLimit) * rates.input + rest + 100n * rates.output);
      // Output costs 5 times as much at Haiku, and 1.5 times at Sonnet.
      const outputAbove = factor === 5n ? 2_500n : 22_500n;
      expect(costOf(atLimit + 1)).toBe(
        factor * (BigInt(atLimit + 1) * rates.input + rest) + 100n * outputAbove,
      );
    },
  );

  it.each(['input', 'cacheCreation5m', 'cacheCreation1h', 'cacheCreationUnattributed', 'cacheRead'] as const)(
    'count %s as part of the prompt, but not output',
    (kind) => {
      const model = 'claude-haiku-5-5';
      const output = 1_000_000;
      const short = listPrice({ model, tokens: { ...NO_TOKENS, output, [kind]: 100_000 } });
      const long = listPrice({ model, tokens: { ...NO_TOKENS, output, [kind]: 100_001 } });
      expect(short).toBeLessThan(600_000_000n);
      expect(long).toBeGreaterThan(2_500_000_000n);
    },
  );
});

describe('a part without a price', () => {
  it.each<[Partial<UsageRecord>, string]>([
    [{ model: 'claude-fable-5-3' }, 'unknown_model'],
    [{ occurredAtMs: Date.UTC(2026, 8, 27) }, 'no_price_at_time'],
    [{ serviceTier: 'priority' }, 'no_price_for_service_tier'],
    [{ serviceTier: 'flex' }, 'no_price_for_service_tier'],
    [{ speed: 'fast' }, 'no_price_for_speed'],
    [{ speed: 'ludicrous' }, 'no_price_for_speed'],
    [{ inferenceGeo: 'eu' }, 'no_price_for_geography'],
  ])('%j counts nothing, with the reason %s; the rest is still added', (unknown, reason) => {
    expect(priced({ tokens: TOKENS, webSearchRequests: 1, ...unknown })).toEqual({
      listNanoDollars: 10_000_000n,
      netNanoDollars: 10_000_000n,
      unpriced: true,
      reasons: [reason],
      uncertain: false,
    });
  });

  it('has every reason, each once', () => {
    const tier = { serviceTier: 'priority', inferenceGeo: 'eu', speed: 'fast' };
    const compaction = { type: 'compaction', tokens: TOKENS };
    expect(priced({ tokens: TOKENS, ...tier, iterations: [compaction] }).reasons).toEqual([
      'no_price_for_service_tier',
      'no_price_for_geography',
      'no_price_for_speed',
    ]);
  });

  it('is one kind of tokens of a model whose others have a price', () => {
    const pricerOfOne = createPricer(bookOf('1'));
    expect(pricerOfOne.priceRecord(usageRecord({ model: 'm', tokens: TOKENS }))).toMatchObject({
      listNanoDollars: 1_000n * 1_000n + 500n * 1_000n,
      unpriced: true,
      reasons: ['missing_price_part'],
    });
    const tokens = { ...NO_TOKENS, input: 1 };
    expect(pricerOfOne.priceRecord(usageRecord({ model: 'm', tokens })).unpriced).toBe(false);
  });

  it('are web searches when none was known', () => {
    const noSearches = createPricer({ ...bookOf('1'), webSearches: [] });
    const record = usageRecord({ model: 'm', tokens: { ...NO_TOKENS, input: 1 }, webSearchRequests: 1 });
    expect(noSearches.priceRecord(record)).toMatchObject({
      listNanoDollars: 1_000n,
      reasons: ['no_price_for_web_search'],
    });
  });
});

function priced(overrides: Partial<UsageRecord>) {
  const { shares: _, ...cost } = pricer.priceRecord(usageRecord(overrides));
  return cost;
}

function listPrice(overrides: Partial<UsageRecord>): bigint {
  const { listNanoDollars, netNanoDollars, unpriced } = priced(overrides);
  expect(unpriced).toBe(false);
  expect(netNanoDollars).toBe(listNanoDollars);
  return listNanoDollars;
}

/** A book of one model with the same price for input and output, and none for the cache. */
function bookOf(price: string): PriceBook {
  const origin = { source: 'a test', asOf: '2026-11-21' };
  return { ...SHIPPED_PRICE_BOOK, entries: [{ model: 'm', input: price, output: price, ...origin }] };
}

function one(model: string): UsageRecord {
  return usageRecord({ model, tokens: { ...NO_TOKENS, input: 1 } });
}
