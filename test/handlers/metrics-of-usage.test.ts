import { describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS, SHIPPED_PRICE_BOOK } from '@token-ledger/core';
import { InMemoryAlertQueue, InMemoryBudgetStore, InMemoryPriceStore } from '@token-ledger/in-memory';
import { createHandler as createEvaluation } from '../../functions/evaluate-budgets/handler.ts';
import { createHandler as createRollUp } from '../../functions/roll-up-usage/handler.ts';
import { record, setUp } from '../support/accepted-usage.ts';
import { ledgerOver } from '../support/ledger-over.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { NOON } from '../support/records.ts';

describe('usage that goes well', () => {
  it('has eight metrics, each of which costs $0.30 a month: docs/cost.md counts on it', async () => {
    const intake = setUp();
    await intake.post({ records: [record('req_1'), record('req_2')] });
    await intake.deliver();

    let nowMs = NOON + 2 * HOUR_MS;
    const ledger = { ...ledgerOver(intake.store, () => nowMs), prices: new InMemoryPriceStore() };
    const [rollingUp, evaluating] = [recordingTelemetry(), recordingTelemetry()];
    const rollUp = createRollUp({
      ledger,
      shippedPrices: SHIPPED_PRICE_BOOK,
      sources: async () => [],
      announceSilence: async () => {},
      telemetry: rollingUp,
      maxBuckets: 500,
    });
    const evaluate = createEvaluation({
      ledger,
      store: new InMemoryBudgetStore(),
      queue: new InMemoryAlertQueue(),
      telemetry: evaluating,
    });
    for (const event of [{}, { sweepHours: 72 }]) {
      await rollUp(event, { getRemainingTimeInMillis: () => 300_000 });
      nowMs += DAY_MS / 2;
    }
    await evaluate();

    expect(
      [intake.telemetry, intake.consumer, rollingUp, evaluating].map(({ counts }) =>
        Object.keys(counts).toSorted(),
      ),
    ).toEqual([
      ['RecordsAccepted'],
      ['RecordsRecorded', 'TokensRecorded'],
      ['BucketsRolledUp', 'HoursSwept', 'OldestMarkAge', 'RollUpRuns'],
      ['BudgetRuns'],
    ]);
  });
});

describe('usage that is late, repeated and without the split of its cache writes', () => {
  const late = record('req_1', {
    occurredAt: NOON - 2 * HOUR_MS,
    usage: { input_tokens: 1, output_tokens: 1, cache_creation_input_tokens: 5 },
  });

  it.each([
    ['has a metric of each', true, { LateRecords: 1, DuplicateRecords: 1, UnattributedTokens: 5 }],
    ['has none of the three without enableQualityMetrics, and is counted', false, {}],
  ])('%s', async (_, qualityMetrics, expected) => {
    const { post, telemetry } = setUp({ asyncProcessing: false, qualityMetrics });
    for (let attempt = 0; attempt < 2; attempt += 1) await post({ records: [late] });
    const { RecordsAccepted, ...counts } = telemetry.counts;
    expect([RecordsAccepted, counts]).toEqual([2, { RecordsRecorded: 1, TokensRecorded: 7, ...expected }]);
  });
});
