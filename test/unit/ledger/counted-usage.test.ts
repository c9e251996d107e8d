import { describe, expect, it } from '@jest/globals';
import {
  addMeasures,
  billedTokens,
  createPricer,
  MEASURE_NAMES,
  type MeasureName,
  mergeStatistics,
  NO_MEASURES,
  NO_TOKENS,
  SHIPPED_PRICE_BOOK,
  type Statistics,
  StatisticsFold,
  sumOfTokens,
  TOKEN_KINDS,
  totalMeasures,
  totalTokens,
  type UsageIteration,
  type UsageRecord,
} from '@token-ledger/core';
import fc from 'fast-check';
import { reportedUsage } from '../../support/arbitrary-usage.ts';
import { NOON, usageRecord } from '../../support/records.ts';

const pricer = createPricer(SHIPPED_PRICE_BOOK);
const tokens = (input: number, output: number) => ({ ...NO_TOKENS, input, output });
const step = (type: string, input: number, output: number, model?: string): UsageIteration => ({
  type,
  ...(model !== undefined && { model }),
  tokens: tokens(input, output),
});

describe('what a record counts', () => {
  const model = 'claude-opus-5-5';

  it('is its own counters when it had one step', () => {
    expect(countedOf({ model, tokens: tokens(1_000, 100) })).toEqual({
      [model]: { requests: 1, input: 1_000, output: 100, cost: 6_000_000 },
    });
  });

  it('includes the tokens of a compaction, under the model of the record', () => {
    const iterations = [step('compaction', 180_000, 3_500), step('message', 23_000, 1_000)];
    expect(countedOf({ model, tokens: tokens(23_000, 1_000), iterations })).toEqual({
      [model]: {
        requests: 1,
        input: 203_000,
        output: 4_500,
        // 203,000 * 4,000 + 4,500 * 20,000
        cost: 902_000_000,
        unreportedTokens: 183_500,
      },
    });
  });

  it('includes the tokens of an advisor and their cost, under the model of the advisor', () => {
    const iterations = [step('message', 1_000, 100), step('advisor_message', 700, 30, 'claude-fable-5')];
    expect(countedOf({ model, tokens: tokens(1_000, 100), iterations })).toEqual({
      [model]: { requests: 1, input: 1_000, output: 100, cost: 6_000_000 },
      'claude-fable-5': { input: 700, output: 30, cost: 8_500_000, unreportedTokens: 730 },
    });
  });

  it('is the request under the model that was asked, and the tokens under that which served', () => {
    const iterations = [
      step('message', 408, 20, 'claude-fable-5'),
      step('fallback_message', 412, 264, 'claude-opus-4-8'),
    ];
    expect(countedOf({ model: 'claude-opus-4-8', tokens: tokens(412, 264), iterations })).toEqual({
      'claude-opus-4-8': { requests: 1, input: 412, output: 264, cost: 8_660_000 },
      'claude-fable-5': { input: 408, output: 20, cost: 5_080_000, unreportedTokens: 428 },
    });
    // A record that names the model that declined.
    expect(countedOf({ model: 'claude-fable-5', tokens: tokens(412, 264), iterations })).toEqual({
      'claude-fable-5': { requests: 1, input: 408, output: 20, cost: 5_080_000, unreportedTokens: -248 },
      'claude-opus-4-8': { input: 412, output: 264, cost: 8_660_000, unreportedTokens: 676 },
    });
  });

  it('leaves out an attempt that declined before there was any output', () => {
    const iterations = [
      step('message', 408, 0, 'claude-fable-5'),
      step('fallback_message', 412, 264, 'claude-opus-4-8'),
    ];
    expect(
      Object.keys(countedOf({ model: 'claude-opus-4-8', tokens: tokens(412, 264), iterations })),
    ).toEqual(['claude-opus-4-8']);
  });

  it('has one model under one name, that of the record', () => {
    const record = { model: 'us.anthropic.claude-opus-5-5', tokens: tokens(10, 1) };
    const iterations = [
      step('message', 10, 1, 'claude-opus-5-5'),
      step('compaction', 5, 1, 'claude-opus-5-5-20260922'),
      step('advisor_message', 3, 1, 'claude-opus-5-5[1m]'),
    ];
    expect(countedOf({ ...record, iterations })).toEqual({
      // (18 * 4,000 + 3 * 20,000) * 1.1
      'us.anthropic.claude-opus-5-5': {
        requests: 1,
        input: 18,
        output: 3,
        cost: 145_200,
        unreportedTokens: 10,
      },
    });
  });

  it('is the request alone when it was refused before any output', () => {
    const refused = { model, tokens: tokens(1_000, 0), stopReason: 'refusal' };
    expect(countedOf(refused)).toEqual({ [model]: { requests: 1, unreportedTokens: -1_000 } });
  });

  it('is a request that another organization pays for, with its tokens and without cost', () => {
    expect(countedOf({ model, tokens: tokens(1_000, 100), billedTo: 'user_profile' })).toEqual({
      [model]: { requests: 1, input: 1_000, output: 100, billedElsewhereRequests: 1 },
    });
  });

  it('counts doubts and searches once, under the model of the record', () => {
    const iterations = [step('advisor_message', 10, 1, 'unknown')];
    const tier = { serviceTier: 'priority', webSearchRequests: 2, status: 'error' } as const;
    expect(countedOf({ model, tokens: tokens(10, 1), iterations, ...tier })).toEqual({
      [model]: { requests: 1, errors: 1, input: 10, output: 1, cost: 20_000_000, unpricedRequests: 1 },
      unknown: { input: 10, output: 1, unreportedTokens: 11 },
    });
  });
});

describe('the counted usage of any records', () => {
  const models = fc.constantFrom('claude-opus-5-5', 'claude-fable-5', 'claude-haiku-5-5', 'none');
  const iterations = fc.array(
    fc.record({
      type: fc.constantFrom('message', 'compaction', 'advisor_message', 'fallback_message'),
      model: fc.option(models, { nil: undefined }),
      output: fc.nat(3),
    }),
    { maxLength: 4 },
  );
  const records = fc.array(
    fc.record({ usage: reportedUsage, model: models, steps: iterations, refused: fc.boolean() }).map(
      ({ usage, model, steps, refused }): UsageRecord => ({
        ...usage,
        ...(refused && { stopReason: 'refusal' }),
        model,
        occurredAtMs: NOON,
        receivedAtMs: NOON,
        ...(steps.length > 0 && {
          iterations: steps.map(({ type, model: by, output }) => step(type, 7, output, by)),
        }),
      }),
    ),
    { minLength: 1, maxLength: 4 },
  );

  it('adds up to the billed tokens, the cost and the requests of the records', () => {
    fc.assert(
      fc.property(records, (all) => {
        const totals = totalMeasures(statisticsOf(all));
        const priced = all.map((record) => pricer.priceRecord(record));
        const sum = (amounts: readonly bigint[]) => amounts.reduce((a, b) => a + b, 0n);
        for (const kind of TOKEN_KINDS)
          expect(totals[kind]).toBe(sum(all.map((record) => BigInt(billedTokens(record)[kind]))));
        expect(totals.requests).toBe(BigInt(all.length));
        expect(totals.cost).toBe(sum(priced.map(({ netNanoDollars }) => netNanoDollars)));
        expect(totals.cost + totals.discount).toBe(sum(priced.map(({ listNanoDollars }) => listNanoDollars)));
        expect(sumOfTokens(totals) - totals.unreportedTokens).toBe(
          sum(all.map((record) => BigInt(totalTokens(record.tokens)))),
        );
      }),
    );
  });

  it('has shares that are never negative, each model once, and one cell for each that used anything', () => {
    fc.assert(
      fc.property(records, (all) => {
        for (const record of all) {
          const { shares } = pricer.priceRecord(record);
          expect(new Set(shares.map(({ model }) => model)).size).toBe(shares.length);
          for (const { listNanoDollars, netNanoDollars } of shares)
            expect(listNanoDollars >= 0n && netNanoDollars >= 0n).toBe(true);
          for (const { model, measures } of statisticsOf([record]).cells)
            expect(model === record.model || sumOfTokens(measures) > 0n).toBe(true);
        }
      }),
    );
  });

  it('is the same however records are divided', () => {
    fc.assert(
      fc.property(records, (all) => {
        expect(mergeStatistics(all.map((record) => statisticsOf([record])))).toEqual(statisticsOf(all));
      }),
    );
  });
});

function statisticsOf(records: readonly UsageRecord[]): Statistics {
  const fold = new StatisticsFold(pricer);
  for (const record of records) fold.add(record);
  const [statistics] = fold.result().all.values();
  if (!statistics) throw new Error('Nothing was counted.');
  return statistics;
}

/** By model, the measures that are not 0. */
function countedOf(record: Partial<UsageRecord>): Record<string, Partial<Record<MeasureName, number>>> {
  const { count, cells } = statisticsOf([usageRecord(record)]);
  expect(count).toBe(1);
  expect(cells.map(({ measures }) => measures).reduce(addMeasures, NO_MEASURES).requests).toBe(1n);
  return Object.fromEntries(
    cells.map(({ model, measures }) => [
      model,
      Object.fromEntries(
        MEASURE_NAMES.filter((name) => measures[name] !== 0n).map((name) => [name, Number(measures[name])]),
      ),
    ]),
  );
}
