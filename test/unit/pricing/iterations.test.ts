import { describe, expect, it } from '@jest/globals';
import {
  createPricer,
  NO_TOKENS,
  SHIPPED_PRICE_BOOK,
  type TokenCounts,
  type UsageIteration,
  type UsageRecord,
} from '@token-ledger/core';
import { usageRecord } from '../../support/records.ts';

const pricer = createPricer(SHIPPED_PRICE_BOOK);
const tokens = (input: number, output: number, rest: Partial<TokenCounts> = {}): TokenCounts => ({
  ...NO_TOKENS,
  input,
  output,
  ...rest,
});
/** Sonnet 5.5 at 2 and 10 USD: 1,000 * 2,000 + 100 * 10,000. */
const OWN = 3_000_000n;

describe('the iterations of a record', () => {
  it('of type message are in its counters already', () => {
    const steps = [message('claude-sonnet-5-5', tokens(600, 40)), message(undefined, tokens(400, 60))];
    expect(cost(steps)).toEqual({ list: OWN, unpriced: false, uncertain: false });
  });

  it('of type compaction are added, at the price of the model of the record', () => {
    // 5,000 * 2,000 + 200 * 10,000
    const iterations = [
      message(undefined, tokens(1_000, 100)),
      { type: 'compaction', tokens: tokens(5_000, 200) },
    ];
    expect(cost(iterations)).toEqual({ list: OWN + 12_000_000n, unpriced: false, uncertain: false });
  });

  it('of type advisor_message are added, at the price of their own model', () => {
    // Opus 5.5 at 4, 20 and 0.2 USD: 700 * 4,000 + 30 * 20,000 + 1,000 * 200.
    const advisor = tokens(700, 30, { cacheRead: 1_000 });
    expect(cost([{ type: 'advisor_message', model: 'claude-opus-5-5', tokens: advisor }])).toEqual({
      list: OWN + 3_600_000n,
      unpriced: false,
      uncertain: false,
    });
    // Without a model: 700 * 2,000 + 30 * 10,000 + 1,000 * 100.
    expect(cost([{ type: 'advisor_message', tokens: advisor }]).list).toBe(OWN + 1_800_000n);
  });

  it('of a model without a price leave the rest priced', () => {
    const advisor = { type: 'advisor_message', model: 'claude-fable-5-3', tokens: tokens(700, 30) };
    expect(cost([advisor])).toEqual({ list: OWN, unpriced: true, uncertain: false });
    const compaction = { type: 'compaction', model: 'claude-sonnet-5-5', tokens: tokens(5_000, 200) };
    expect(cost([compaction], { model: 'none' })).toMatchObject({ list: 12_000_000n, unpriced: true });
  });

  it('of a type that is not known are unpriced if they have tokens', () => {
    const record = usageRecord({
      tokens: tokens(1_000, 100),
      iterations: [{ type: 'new', tokens: tokens(1, 0) }],
    });
    expect(pricer.priceRecord(record)).toMatchObject({
      listNanoDollars: OWN,
      reasons: ['unknown_iteration_type'],
    });
    expect(cost([{ type: 'new', tokens: NO_TOKENS }])).toEqual({
      list: OWN,
      unpriced: false,
      uncertain: false,
    });
  });

  it('have the tier and geography of the record', () => {
    // (3,000,000 + 700 * 4,000 + 30 * 20,000) * 1.1 / 2
    const advisor = { type: 'advisor_message', model: 'claude-opus-5-5', tokens: tokens(700, 30) };
    expect(cost([advisor], { serviceTier: 'batch', inferenceGeo: 'us' }).list).toBe(3_520_000n);
  });

  it('have a prompt size of their own', () => {
    const haiku = { model: 'claude-haiku-5-5', tokens: tokens(60_000, 0) };
    // Neither of two prompts of 60,000 is beyond 100,000: 120,000 * 100.
    expect(cost([{ type: 'compaction', tokens: tokens(60_000, 0) }], haiku).list).toBe(12_000_000n);
    // One is: 60,000 * 100 + 100,001 * 500.
    expect(cost([{ type: 'compaction', tokens: tokens(100_001, 0) }], haiku).list).toBe(56_000_500n);
  });

  it('that only together exceed a prompt size are priced by the whole request, and uncertain', () => {
    const loop = { model: 'claude-haiku-5-5', tokens: tokens(120_000, 0) };
    const step = message(undefined, tokens(60_000, 0));
    expect(cost([step, step], loop)).toEqual({ list: 60_000_000n, unpriced: false, uncertain: true });
    const long = [message(undefined, tokens(100_001, 0)), message(undefined, tokens(19_999, 0))];
    expect(cost(long, loop)).toEqual({ list: 60_000_000n, unpriced: false, uncertain: false });
  });

  it('of another model are taken to be fast beside a fast record if they can be, and are uncertain', () => {
    const fast = { model: 'claude-opus-5-5', speed: 'fast' };
    const own = 1_000n * 8_000n + 100n * 40_000n;
    const advisedBy = (model: string) => [{ type: 'advisor_message', model, tokens: tokens(10, 0) }];
    expect(cost(advisedBy('claude-opus-5'), fast)).toEqual({
      list: own + 100_000n,
      unpriced: false,
      uncertain: true,
    });
    expect(cost(advisedBy('claude-fable-5'), fast)).toEqual({
      list: own + 100_000n,
      unpriced: false,
      uncertain: true,
    });
    expect(cost(advisedBy('claude-opus-5-5'), fast)).toEqual({
      list: own + 80_000n,
      unpriced: false,
      uncertain: false,
    });
  });
});

/*
 * Fable 5 at 10 and 50 USD declines, Opus 4.8 at 5, 25 and 0.5 USD serves: the counters of the record are those of Opus.
 */
describe('a call that a fallback model served', () => {
  const served: TokenCounts = tokens(412, 264);
  const own = 412n * 5_000n + 264n * 25_000n; // 8,660,000
  const answer = { type: 'fallback_message', model: 'claude-opus-4-8', tokens: served };

  it('does not pay for the attempt that declined before there was any output', () => {
    const iterations = [message('claude-fable-5', tokens(408, 0)), answer];
    expect(cost(iterations, { model: 'claude-opus-4-8', tokens: served })).toEqual({
      list: own,
      unpriced: false,
      uncertain: false,
    });
  });

  it('pays for the attempt that declined after some output, at the price of the model that made it', () => {
    // As above, and 408 * 10,000 + 20 * 50,000.
    const iterations = [message('claude-fable-5', tokens(408, 20)), answer];
    expect(cost(iterations, { model: 'claude-opus-4-8', tokens: served }).list).toBe(own + 5_080_000n);
  });

  it('is priced by the model that served, also when the record names the one that was asked', () => {
    expect(cost([answer], { model: 'claude-fable-5', tokens: served }).list).toBe(own);
    expect(cost([answer], { model: 'claude-fable-5-3', tokens: served }).unpriced).toBe(false);
  });

  it('has the earlier steps of the model that served in its counters, under any of its names', () => {
    const iterations = [
      message('claude-fable-5', tokens(408, 20)),
      message('claude-opus-4-8-20260601', tokens(12, 4)),
      message(undefined, tokens(5, 5)),
      answer,
    ];
    expect(cost(iterations, { model: 'claude-opus-4-8', tokens: served }).list).toBe(own + 5_080_000n);
  });

  it('is uncertain about cache writes, which may be credited', () => {
    const written = tokens(412, 264, { cacheCreation5m: 10 });
    expect(cost([{ ...answer, tokens: written }], { model: 'claude-opus-4-8', tokens: written })).toEqual({
      list: own + 62_500n,
      unpriced: false,
      uncertain: true,
    });
  });

  it('is uncertain about a compaction, which either model may have written', () => {
    // 10 * 5,000
    const compaction = { type: 'compaction', tokens: tokens(10, 0) };
    expect(cost([compaction, answer], { model: 'claude-opus-4-8', tokens: served })).toEqual({
      list: own + 50_000n,
      unpriced: false,
      uncertain: true,
    });
  });

  it('has only the last answer as the one that served', () => {
    const first = { type: 'fallback_message', model: 'claude-fable-5', tokens: tokens(408, 20) };
    expect(cost([first, answer], { model: 'claude-opus-4-8', tokens: served }).list).toBe(own + 5_080_000n);
  });
});

it('messages of another model are uncertain when no fallback served', () => {
  expect(cost([message('claude-opus-5-5', tokens(1_000, 100))])).toEqual({
    list: OWN,
    unpriced: false,
    uncertain: true,
  });
});

describe('a request that was refused', () => {
  it('is not billed before there was any output', () => {
    expect(cost(undefined, { stopReason: 'refusal', tokens: tokens(1_000, 0) })).toEqual({
      list: 0n,
      unpriced: false,
      uncertain: false,
    });
    const advisor = { type: 'advisor_message', tokens: tokens(10, 1) };
    expect(cost([advisor], { stopReason: 'refusal', tokens: tokens(1_000, 0) }).list).toBe(30_000n);
  });

  it('is billed in full afterwards', () => {
    expect(cost(undefined, { stopReason: 'refusal', tokens: tokens(1_000, 100) }).list).toBe(OWN);
    expect(cost(undefined, { stopReason: 'end_turn', tokens: tokens(1_000, 0) }).list).toBe(2_000_000n);
  });
});

function message(model: string | undefined, counts: TokenCounts): UsageIteration {
  return { type: 'message', ...(model !== undefined && { model }), tokens: counts };
}

function cost(iterations: readonly UsageIteration[] | undefined, overrides: Partial<UsageRecord> = {}) {
  const { listNanoDollars, netNanoDollars, unpriced, uncertain } = pricer.priceRecord(
    usageRecord({ tokens: tokens(1_000, 100), ...(iterations && { iterations }), ...overrides }),
  );
  expect(netNanoDollars).toBe(listNanoDollars);
  return { list: listNanoDollars, unpriced, uncertain };
}
