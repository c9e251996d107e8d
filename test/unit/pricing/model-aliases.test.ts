import { describe, expect, it } from '@jest/globals';
import {
  checkPriceBook,
  createPricer,
  mergePriceBooks,
  NO_TOKENS,
  type PriceOverride,
  SHIPPED_PRICE_BOOK,
  withModelAliases,
} from '@token-ledger/core';
import { usageRecord } from '../../support/records.ts';

const ARN = 'arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/a1b2c3d4e5f6';
const ID = 'a1b2c3d4e5f6';

describe('an application inference profile', () => {
  it('has no price unless it is explained', () => {
    expect(priced(ARN, {})).toMatchObject({ list: 0n, unpriced: true });
    expect(priced(ID, {})).toMatchObject({ list: 0n, unpriced: true });
    expect(priced(ARN, { a1b2c3d4e5f7: 'claude-sonnet-4-5' })).toMatchObject({ unpriced: true });
  });

  it.each([
    [ARN, ARN],
    [ARN, ID],
    [ID, ARN],
    [ID, ID],
    [`${ARN}[1m]`, ID],
  ])('reported as %s is explained by %s', (reported, explained) => {
    const costs = { unpriced: false, uncertain: false };
    const geographic = { [explained]: 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0' };
    expect(priced(reported, geographic)).toEqual({ list: 3_300_000_000n, ...costs });
    expect(priced(reported, { [explained]: 'claude-sonnet-4-5' })).toEqual({
      list: 3_000_000_000n,
      ...costs,
    });
  });

  it('that stands for a model without a price has none', () => {
    expect(priced(ARN, { [ID]: 'claude-unheard-of' })).toMatchObject({ list: 0n, unpriced: true });
    // What an id stands for is not explained again.
    expect(priced(ARN, { [ID]: 'b', b: 'claude-sonnet-4-5' })).toMatchObject({ unpriced: true });
  });

  it('has the price that an override gives to its own id', () => {
    const override = { model: ARN, listPrices: { input: '1', output: '2' } };
    expect(priced(ARN, { [ID]: 'claude-sonnet-4-5' }, [override]).list).toBe(1_000_000_000n);
  });
});

it('an id that a rule explains cannot be explained otherwise', () => {
  const aliases = { 'claude-sonnet-4-5-20250929': 'claude-opus-4-1', constructor: 'claude-opus-4-1' };
  expect(priced('claude-sonnet-4-5-20250929', aliases).list).toBe(3_000_000_000n);
  expect(priced('toString', aliases).unpriced).toBe(true);
  expect(priced('', aliases).unpriced).toBe(true);
});

it('a book without explanations is the same book, and one with bad ones has problems', () => {
  expect(withModelAliases(SHIPPED_PRICE_BOOK, {})).toBe(SHIPPED_PRICE_BOOK);
  const bad = withModelAliases(SHIPPED_PRICE_BOOK, {
    'a b': 'claude-sonnet-4-5',
    c: '*',
    d: 'claude-opus-5',
  });
  expect(checkPriceBook(bad).map(({ path, code }) => `${path} ${code}`)).toEqual([
    '/modelAliases invalid_format',
    '/modelAliases invalid_format',
  ]);
});

function priced(model: string, aliases: Record<string, string>, overrides: readonly PriceOverride[] = []) {
  const merged = mergePriceBooks(withModelAliases(SHIPPED_PRICE_BOOK, aliases), overrides);
  if (!merged.ok) throw new Error(JSON.stringify(merged.problems));
  const record = usageRecord({ model, tokens: { ...NO_TOKENS, input: 1_000_000 } });
  const { listNanoDollars: list, unpriced, uncertain } = createPricer(merged.book).priceRecord(record);
  return { list, unpriced, uncertain };
}
