import { describe, expect, it } from '@jest/globals';
import {
  createPricer,
  MAX_TOKENS_PER_COUNTER,
  mergePriceBooks,
  NO_TOKENS,
  type PriceLine,
  SHIPPED_PRICE_BOOK,
  TOKEN_KINDS,
  type TokenCounts,
  type UsageRecord,
} from '@token-ledger/core';
import fc from 'fast-check';
import { reportedUsage, tokenCounts } from '../../support/arbitrary-usage.ts';
import { NOON, usageRecord } from '../../support/records.ts';

const merged = mergePriceBooks(SHIPPED_PRICE_BOOK, [
  { model: '*', discountBasisPoints: 777 },
  { model: 'claude-opus-5', prices: { input: '4.9', output: '21', cacheRead: '0.4', cacheCreation5m: '5' } },
]);
if (!merged.ok) throw new Error(JSON.stringify(merged.problems));
const pricer = createPricer(merged.book);

const models = fc.constantFrom(...SHIPPED_PRICE_BOOK.entries.map(({ model }) => model), 'unknown');
const records: fc.Arbitrary<UsageRecord> = fc
  .record({ usage: reportedUsage, model: models, occurredAtMs: fc.integer({ min: NOON - 4e10, max: NOON }) })
  .map(({ usage, model, occurredAtMs }) => ({ ...usage, model, occurredAtMs, receivedAtMs: occurredAtMs }));
/** Models whose price does not depend on the size of the prompt, so that costs add up. */
const unbanded = fc.constantFrom(
  'claude-opus-5-5',
  'claude-fable-5-1',
  'claude-sonnet-5-5',
  'claude-3-haiku',
);
const small = fc.record(Object.fromEntries(TOKEN_KINDS.map((kind) => [kind, fc.nat(1_000_000)])));

describe('the cost of any record', () => {
  it('is the same each time, never negative, at most the list price, and unpriced exactly with reasons', () => {
    fc.assert(
      fc.property(records, (record) => {
        const cost = pricer.priceRecord(record);
        expect(pricer.priceRecord(structuredClone(record))).toEqual(cost);
        expect(cost.netNanoDollars).toBeGreaterThanOrEqual(0n);
        expect(cost.listNanoDollars).toBeGreaterThanOrEqual(cost.netNanoDollars);
        expect(cost.unpriced).toBe(cost.reasons.length > 0);
        expect(new Set(cost.reasons).size).toBe(cost.reasons.length);
      }),
    );
  });

  it('is the sum of its lines, rounded once', () => {
    fc.assert(
      fc.property(records, fc.option(fc.nat(9), { nil: undefined }), (record, webSearchRequests) => {
        const lines: PriceLine[] = [];
        const searching = { ...record, ...(webSearchRequests !== undefined && { webSearchRequests }) };
        const cost = pricer.priceRecord(searching, (line) => lines.push(line));
        const rounded = (price: (line: PriceLine) => bigint) =>
          (lines.reduce((sum, line) => sum + BigInt(line.quantity) * price(line), 0n) + 500_000_000n) /
          1_000_000_000n;
        expect(rounded(({ netAttoDollars }) => netAttoDollars)).toBe(cost.netNanoDollars);
        expect(rounded(({ listAttoDollars }) => listAttoDollars)).toBe(cost.listNanoDollars);
      }),
    );
  });

  it('never falls when a counter grows', () => {
    fc.assert(
      fc.property(records, fc.constantFrom(...TOKEN_KINDS), fc.nat(2 ** 30), (record, kind, more) => {
        const grown = Math.min(record.tokens[kind] + more, MAX_TOKENS_PER_COUNTER);
        const costlier = pricer.priceRecord({ ...record, tokens: { ...record.tokens, [kind]: grown } });
        const cost = pricer.priceRecord(record);
        expect(costlier.listNanoDollars).toBeGreaterThanOrEqual(cost.listNanoDollars);
        expect(costlier.netNanoDollars).toBeGreaterThanOrEqual(cost.netNanoDollars);
      }),
    );
  });

  it('is the sum of its counters alone, before rounding', () => {
    fc.assert(
      fc.property(unbanded, tokenCounts, (model, tokens) => {
        // 200,000 times a counter is whole nano-dollars under any modifier.
        const scale = 200_000;
        const scaled = TOKEN_KINDS.map((kind): TokenCounts => ({ ...NO_TOKENS, [kind]: tokens[kind] }));
        const times = (counts: TokenCounts): TokenCounts =>
          Object.fromEntries(
            TOKEN_KINDS.map((kind) => [kind, (counts[kind] % 1_000_000) * scale]),
          ) as unknown as TokenCounts;
        const parts = scaled.map((counts) => costs(model, times(counts)));
        const whole = costs(model, times(tokens));
        expect(parts.reduce((sum, part) => sum + part.list, 0n)).toBe(whole.list);
        expect(parts.reduce((sum, part) => sum + part.net, 0n)).toBe(whole.net);
      }),
    );
  });

  it('of two records differs from that of both together by rounding alone', () => {
    fc.assert(
      fc.property(unbanded, small, small, (model, a, b) => {
        const together = Object.fromEntries(
          TOKEN_KINDS.map((kind) => [kind, (a[kind] ?? 0) + (b[kind] ?? 0)]),
        );
        const [first, second, both] = [a, b, together].map((each) =>
          costs(model, each as unknown as TokenCounts),
        );
        const difference = first!.net + second!.net - both!.net;
        expect(difference >= -1n && difference <= 1n).toBe(true);
      }),
    );
  });

  it('is that of its parts to the nano-dollar, whether they are iterations or records', () => {
    fc.assert(
      fc.property(small, small, fc.nat(1_000), (own, advice, searches) => {
        // Without modifiers, every token of these models costs whole nano-dollars.
        const list = createPricer(SHIPPED_PRICE_BOOK);
        const [tokens, advised] = [own, advice] as unknown as [TokenCounts, TokenCounts];
        const advisor = { type: 'advisor_message', model: 'claude-opus-5-5', tokens: advised };
        const whole = usageRecord({ tokens, webSearchRequests: searches, iterations: [advisor] });
        const parts = [
          usageRecord({ tokens }),
          usageRecord({ model: 'claude-opus-5-5', tokens: advised }),
          usageRecord({ tokens: NO_TOKENS, webSearchRequests: searches }),
        ];
        expect(parts.reduce((sum, part) => sum + list.priceRecord(part).listNanoDollars, 0n)).toBe(
          list.priceRecord(whole).listNanoDollars,
        );
      }),
    );
  });
});

function costs(model: string, tokens: TokenCounts) {
  const record = usageRecord({ model, tokens, serviceTier: 'batch', inferenceGeo: 'us' });
  const { listNanoDollars, netNanoDollars } = pricer.priceRecord(record);
  return { list: listNanoDollars, net: netNanoDollars };
}
