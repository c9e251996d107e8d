import { describe, expect, it } from '@jest/globals';
import { createPricer, NO_TOKENS, SHIPPED_PRICE_BOOK, type UsageRecord } from '@token-ledger/core';
import { usageRecord } from '../../support/records.ts';

const pricer = createPricer(SHIPPED_PRICE_BOOK);
const model = 'claude-opus-5-5';

describe('a fallback credit', () => {
  const tokens = { ...NO_TOKENS, input: 10, output: 100, cacheCreation5m: 100_000 };
  /** Opus 5.5 at 4, 20, 5 and 0.2 USD: 10 * 4,000 + 100 * 20,000. */
  const OTHERS = 2_040_000n;

  it('that was redeemed has cache writes at the price of reads, and is uncertain', () => {
    expect(priced({ tokens, fallbackCredit: 'redeemed' })).toEqual({
      list: OTHERS + 20_000_000n,
      unpriced: false,
      uncertain: true,
    });
  });

  it('covers writes of every time-to-live', () => {
    const writes = { ...NO_TOKENS, cacheCreation5m: 1, cacheCreation1h: 2, cacheCreationUnattributed: 4 };
    expect(priced({ tokens: writes, fallbackCredit: 'redeemed' }).list).toBe(1_400n);
  });

  it('that was redeemed without a write changes nothing', () => {
    const read = { ...tokens, cacheCreation5m: 0 };
    expect(priced({ tokens: read, fallbackCredit: 'redeemed' })).toEqual({
      list: OTHERS,
      unpriced: false,
      uncertain: false,
    });
  });

  it('that was not applied changes nothing', () => {
    const costs = { list: OTHERS + 500_000_000n, unpriced: false, uncertain: false };
    expect(priced({ tokens, fallbackCredit: 'not_applied' })).toEqual(costs);
    expect(priced({ tokens })).toEqual(costs);
  });

  it('of an outcome that is not known leaves the usual price, uncertain', () => {
    expect(priced({ tokens, fallbackCredit: 'postponed' })).toEqual({
      list: OTHERS + 500_000_000n,
      unpriced: false,
      uncertain: true,
    });
  });

  it('does not reach the writes of other steps', () => {
    const compaction = { type: 'compaction', tokens: { ...NO_TOKENS, cacheCreation5m: 1_000 } };
    const record = { tokens, fallbackCredit: 'redeemed', iterations: [compaction] };
    expect(priced(record).list).toBe(OTHERS + 20_000_000n + 5_000_000n);
  });
});

describe('a call that another organization pays for', () => {
  const tokens = { ...NO_TOKENS, input: 1_000, output: 500 };
  const advisor = { type: 'advisor_message', model: 'claude-fable-5', tokens };

  it('has its tokens and costs nothing, which is neither unpriced nor uncertain', () => {
    const record = usageRecord({
      model,
      tokens,
      iterations: [advisor],
      webSearchRequests: 7,
      billedTo: 'user_profile',
    });
    const free = { listNanoDollars: 0n, netNanoDollars: 0n };
    expect(pricer.priceRecord(record)).toEqual({
      ...free,
      unpriced: false,
      reasons: [],
      uncertain: false,
      shares: [
        { model, tokens, ...free },
        { model: 'claude-fable-5', tokens, ...free },
      ],
    });
  });

  it('costs nothing either where its price is not known', () => {
    for (const strange of [{ model: 'none' }, { serviceTier: 'priority' }, { fallbackCredit: 'redeemed' }]) {
      const record = { model, tokens, ...strange, iterations: [{ type: 'new', tokens }] };
      expect(priced({ ...record, billedTo: 'user_profile' })).toEqual({
        list: 0n,
        unpriced: false,
        uncertain: false,
      });
    }
  });
});

function priced(record: Partial<UsageRecord>) {
  const { listNanoDollars, netNanoDollars, unpriced, uncertain } = pricer.priceRecord(
    usageRecord({ model, ...record }),
  );
  expect(netNanoDollars).toBe(listNanoDollars);
  return { list: listNanoDollars, unpriced, uncertain };
}
