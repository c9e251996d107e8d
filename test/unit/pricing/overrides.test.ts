import { describe, expect, it } from '@jest/globals';
import {
  createPricer,
  mergePriceBooks,
  NO_TOKENS,
  type PriceOverride,
  SHIPPED_PRICE_BOOK,
  type UsageRecord,
} from '@token-ledger/core';
import { usageRecord } from '../../support/records.ts';

/** Sonnet 5.5 at 2 and 0.1 USD: 10 * 2,000 + 7 * 100. */
const LIST = 20_700n;
const TOKENS = { ...NO_TOKENS, input: 10, cacheRead: 7 };

describe("a company's overrides", () => {
  it.each([
    [0, LIST],
    [1, 20_698n], // 20,697.93
    [1_250, 18_113n], // 18,112.5, half up
    [10_000, 0n],
  ])('of %d basis points are taken off the net cost only', (discountBasisPoints, net) => {
    expect(priced([{ model: 'claude-sonnet-5-5', discountBasisPoints }])).toMatchObject({ list: LIST, net });
  });

  it('for every model apply to those that no other one names, and to web searches', () => {
    const overrides = [
      { model: '*', discountBasisPoints: 1_000 },
      { model: 'claude-sonnet-5-5', discountBasisPoints: 5_000 },
    ];
    expect(priced(overrides).net).toBe(10_350n);
    // Sonnet 5: 10 * 2,000 + 7 * 200, and 10,000,000 a search, less a tenth.
    expect(priced(overrides, { model: 'claude-sonnet-5', webSearchRequests: 1 })).toMatchObject({
      list: 10_021_400n,
      net: 9_019_260n,
    });
  });

  it('for every model give no price to one that has none, under any name', () => {
    for (const model of ['*', 'claude-fable-5-3']) {
      const overrides = [{ model: '*', discountBasisPoints: 1_000 }];
      expect(priced(overrides, { model })).toMatchObject({ list: 0n, net: 0n, reasons: ['unknown_model'] });
    }
  });

  it('of one model do not reach web searches', () => {
    const overrides = [{ model: 'claude-sonnet-5-5', discountBasisPoints: 10_000 }];
    expect(priced(overrides, { webSearchRequests: 1 })).toMatchObject({
      list: 10_020_700n,
      net: 10_000_000n,
    });
  });

  it('reach a model under all of its names', () => {
    const overrides = [{ model: 'claude-sonnet-5-5', discountBasisPoints: 10_000 }];
    expect(priced(overrides, { model: 'claude-sonnet-5-5-20260928' }).net).toBe(0n);
    expect(priced(overrides, { model: 'claude-sonnet-5' }).net).toBeGreaterThan(0n);
  });

  it('may have prices of their own, which leave the list price unchanged', () => {
    // 10 * 1,500 + 7 * 50
    const prices = { input: '1.5', output: '8', cacheRead: '0.05' };
    expect(priced([{ model: 'claude-sonnet-5-5', prices }])).toMatchObject({ list: LIST, net: 15_350n });
  });

  it('may replace the list price, which a discount on everything then reduces', () => {
    // 10 * 1,000 + 7 * 500
    const listPrices = { input: '1', output: '8', cacheRead: '0.5' };
    const overrides = [
      { model: 'claude-sonnet-5-5', listPrices },
      { model: '*', discountBasisPoints: 1_000 },
    ];
    expect(priced(overrides)).toMatchObject({ list: 13_500n, net: 12_150n });
  });

  it('may give a price to a model that has none', () => {
    const model = 'claude-fable-5-3';
    const prices = { input: '10', output: '50', cacheRead: '0.2' };
    const expected = { list: 101_400n, net: 101_400n, unpriced: false };
    expect(priced([{ model, prices }], { model })).toMatchObject(expected);
    expect(priced([{ model, listPrices: prices }], { model })).toMatchObject(expected);
  });

  it('price an id of another provider when they name it exactly, without uncertainty', () => {
    const model = 'eu.anthropic.claude-sonnet-4-6';
    const listPrices = { input: '3.3', output: '16.5', cacheRead: '0.33' };
    // 10 * 3,300 + 7 * 330
    expect(priced([{ model, listPrices }], { model })).toMatchObject({ list: 35_310n, uncertain: false });
  });

  it('apply from midnight UTC to midnight UTC', () => {
    const overrides = [
      { model: '*', discountBasisPoints: 10_000, effectiveFrom: '2026-11-20', effectiveTo: '2026-11-21' },
    ];
    const netAt = (iso: string) => priced(overrides, { occurredAtMs: Date.parse(iso) }).net;
    expect(netAt('2026-11-19T23:59:59.999Z')).toBe(LIST);
    expect(netAt('2026-11-20T00:00:00.000Z')).toBe(0n);
    expect(netAt('2026-11-20T23:59:59.999Z')).toBe(0n);
    expect(netAt('2026-11-21T00:00:00.000Z')).toBe(LIST);
  });

  it('leave tokens they have no price for out of both sums', () => {
    expect(priced([{ model: 'claude-sonnet-5-5', prices: { input: '1', output: '8' } }])).toMatchObject({
      list: 20_000n,
      net: 10_000n,
      unpriced: true,
    });
    const fast = { model: 'claude-opus-5-5', speed: 'fast' };
    const prices = { input: '3', output: '15', cacheRead: '0.1' };
    expect(priced([{ model: 'claude-opus-5-5', prices }], fast)).toMatchObject({
      list: 0n,
      net: 0n,
      unpriced: true,
    });
  });

  it('are modified like list prices: by tier, by geography if they say so, and by prompt size', () => {
    const usBatch = { serviceTier: 'batch', inferenceGeo: 'us' };
    const prices = { input: '1', output: '8', cacheRead: '0.1' };
    // List 20,700 * 1.1 / 2, net (10 * 1,000 + 7 * 100) / 2.
    expect(priced([{ model: 'claude-sonnet-5-5', prices }], usBatch)).toMatchObject({
      list: 11_385n,
      net: 5_350n,
    });
    const surcharged = { ...prices, usSurcharge: true, above: { ...prices, input: '2', promptTokens: 16 } };
    // (10 * 2,000 + 7 * 100) * 1.1 / 2, as 17 tokens are beyond 16.
    expect(priced([{ model: 'claude-sonnet-5-5', prices: surcharged }], usBatch).net).toBe(11_385n);
  });

  it('add to those a book has', () => {
    const first = mergePriceBooks(SHIPPED_PRICE_BOOK, [{ model: '*', discountBasisPoints: 1 }]);
    expect(first.ok && mergePriceBooks(first.book, [{ model: '*', discountBasisPoints: 2 }])).toEqual({
      ok: false,
      problems: [
        { path: '/overrides/1', code: 'overlapping_days', message: 'must not overlap /overrides/0' },
      ],
    });
  });
});

function priced(overrides: readonly PriceOverride[], record: Partial<UsageRecord> = {}) {
  const merged = mergePriceBooks(SHIPPED_PRICE_BOOK, overrides);
  if (!merged.ok) throw new Error(JSON.stringify(merged.problems));
  const cost = createPricer(merged.book).priceRecord(usageRecord({ tokens: TOKENS, ...record }));
  return { ...cost, list: cost.listNanoDollars, net: cost.netNanoDollars };
}
