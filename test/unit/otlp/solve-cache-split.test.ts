import { describe, expect, it } from '@jest/globals';
import { type ModelPrices, SHIPPED_PRICE_BOOK } from '@token-ledger/core';
import { createSplitSolver, type UnsplitCall } from '@token-ledger/otlp';
import fc from 'fast-check';

const solve = createSplitSolver();

const VECTOR: UnsplitCall = {
  model: 'claude-opus-4-8',
  occurredAtMs: Date.UTC(2026, 10, 29),
  input: 12,
  output: 150,
  cacheRead: 3000,
  cacheCreation: 400,
  costUsd: 0.0087475,
};

/** Models that had prices for the cache when they last had any, with a time of them. */
const PRICED = SHIPPED_PRICE_BOOK.entries
  .filter(
    ({ cacheCreation5m, cacheCreation1h, cacheRead }) => cacheCreation5m && cacheCreation1h && cacheRead,
  )
  .map((prices) => ({
    prices,
    occurredAtMs: prices.effectiveTo ? Date.parse(prices.effectiveTo) - 1 : Date.UTC(2027, 0, 1),
  }));

/** A call of any priced model, fast or not, with the cost that a program computes in floating-point numbers. */
const calls = fc
  .record({
    entry: fc.constantFrom(...PRICED),
    isFast: fc.boolean(),
    input: fc.nat(150_000),
    output: fc.nat(64_000),
    cacheRead: fc.nat(200_000),
    cacheCreation5m: fc.nat(150_000),
    cacheCreation1h: fc.nat(150_000),
  })
  .filter(({ cacheCreation5m, cacheCreation1h }) => cacheCreation5m + cacheCreation1h > 0)
  .map(({ entry: { prices, occurredAtMs }, isFast, ...tokens }) => {
    const fast = isFast && prices.fast !== undefined;
    const { input, output, cacheRead, cacheCreation5m, cacheCreation1h } = tokens;
    const cacheCreation = cacheCreation5m + cacheCreation1h;
    const price = pricesOf(prices, fast, input + cacheRead + cacheCreation);
    const costUsd =
      (input / 1e6) * price.input +
      (output / 1e6) * price.output +
      (cacheRead / 1e6) * price.cacheRead +
      (cacheCreation5m / 1e6) * price.cacheCreation5m +
      (cacheCreation1h / 1e6) * price.cacheCreation1h;
    const call: UnsplitCall = {
      model: prices.model,
      occurredAtMs,
      input,
      output,
      cacheRead,
      cacheCreation,
      costUsd,
      ...(fast && { speed: 'fast' }),
    };
    return { call, split: { cacheCreation5m, cacheCreation1h }, price };
  });

describe('the split of cache writes by time-to-live', () => {
  it('is recovered from what Claude Code says a call cost', () => {
    expect(solve(VECTOR)).toEqual({ cacheCreation5m: 150, cacheCreation1h: 250 });
  });

  it('is the true one for every price, speed and mix', () => {
    fc.assert(
      fc.property(calls, ({ call, split }) => {
        expect(solve(call)).toEqual(split);
      }),
      { numRuns: 10_000 },
    );
  });

  it('stays unknown when no whole number of tokens explains the cost', () => {
    fc.assert(
      fc.property(calls, fc.double({ min: 0.01, max: 0.99, noNaN: true }), ({ call, price }, share) => {
        const oneToken = (price.cacheCreation1h - price.cacheCreation5m) / 1e6;
        expect(solve({ ...call, costUsd: call.costUsd + share * oneToken })).toBeUndefined();
      }),
      { numRuns: 10_000 },
    );
  });

  it.each<[string, Partial<UnsplitCall>]>([
    ['less than if all writes lived for five minutes', { costUsd: 0.0078 }],
    ['more than if all writes lived for an hour', { costUsd: 0.0097 }],
    ['nothing', { costUsd: 0 }],
    ['less than nothing', { costUsd: -0.0087475 }],
    ['no number', { costUsd: Number.NaN }],
    ['without end', { costUsd: Number.POSITIVE_INFINITY }],
    ['what it would at a price that is not known', { model: 'claude-unknown-9' }],
    ['what it would at a speed that is not known', { speed: 'warp' }],
    ['what it would, but nothing was written', { cacheCreation: 0 }],
    ['what it would for part of a token', { cacheCreation: 400.5 }],
    ['what it would for less than no tokens', { input: -12 }],
    ['what it would for more tokens than there are', { cacheCreation: 2 ** 50 }],
  ])('stays unknown of a call that cost %s', (_, changes) => {
    expect(solve({ ...VECTOR, ...changes })).toBeUndefined();
  });

  it.each([
    [0.00781, { cacheCreation5m: 400, cacheCreation1h: 0 }],
    [0.00931, { cacheCreation5m: 0, cacheCreation1h: 400 }],
  ])('can be all of one kind: at $%d', (costUsd, expected) => {
    expect(solve({ ...VECTOR, costUsd })).toEqual(expected);
  });
});

/** US dollars per million tokens, by arithmetic of its own. */
function pricesOf(prices: ModelPrices, fast: boolean, promptTokens: number) {
  const base = prices.above && promptTokens > prices.above.promptTokens ? prices.above : prices;
  const standard = {
    input: Number(base.input),
    output: Number(base.output),
    cacheCreation5m: Number(base.cacheCreation5m),
    cacheCreation1h: Number(base.cacheCreation1h),
    cacheRead: Number(base.cacheRead),
  };
  if (!fast || !prices.fast) return standard;
  const input = Number(prices.fast.input);
  return {
    input,
    output: Number(prices.fast.output),
    cacheCreation5m: input * 1.25,
    cacheCreation1h: input * 2,
    cacheRead: (input * Number(prices.cacheRead)) / Number(prices.input),
  };
}
