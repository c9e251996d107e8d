import { describe, expect, it } from '@jest/globals';
import { HOUR_MS, SHIPPED_PRICE_BOOK, withModelAliases } from '@token-ledger/core';
import { InMemoryPriceStore } from '@token-ledger/in-memory';
import { environment } from '../../functions/roll-up-usage/contract.ts';
import { createHandler } from '../../functions/roll-up-usage/handler.ts';
import { readEnvironment } from '../../functions/shared/environment.ts';
import { AuditedLedger } from '../support/audited-ledger.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { NOON, usageRecord } from '../support/records.ts';

function setUp() {
  const ledger = new AuditedLedger();
  const telemetry = recordingTelemetry();
  const run = (deps = ledger.deps, shippedPrices = SHIPPED_PRICE_BOOK) =>
    createHandler({
      ledger: deps,
      shippedPrices,
      sources: async () => [],
      announceSilence: async () => {},
      telemetry,
      maxBuckets: 500,
    })({ coalesceLate: false }, { getRemainingTimeInMillis: () => 300_000 });
  return { ledger, telemetry, run };
}

describe('roll-up-usage and prices', () => {
  it('counts each request without a price once, however often its hour is rolled up', async () => {
    const { ledger, telemetry, run } = setUp();
    const unpriced = () => usageRecord({ model: 'claude-unheard-of' });
    await ledger.record(usageRecord(), unpriced(), unpriced());
    ledger.nowMs = NOON + 2 * HOUR_MS;
    await run();
    expect(telemetry.counts.UnpricedRequests).toBe(2);
    await ledger.record(usageRecord(), unpriced());
    await run();
    expect(telemetry.counts.UnpricedRequests).toBe(3);
    await ledger.sweep(72);
    await run();
    expect(telemetry.counts.UnpricedRequests).toBe(3);
  });

  it('stores the shipped prices', async () => {
    const { ledger, telemetry, run } = setUp();
    await run();
    expect(await ledger.prices.getPriceBook(1)).toMatchObject({ book: SHIPPED_PRICE_BOOK });
    expect(telemetry.counts.PriceBooksRefused ?? 0).toBe(0);
  });

  it('keeps the stored prices, rolls up and raises an alarm when overrides do not fit the shipped ones', async () => {
    const { ledger, telemetry, run } = setUp();
    const overrides = [{ model: 'claude-gone', discountBasisPoints: 100 }];
    const book = { ...SHIPPED_PRICE_BOOK, overrides };
    await ledger.prices.insertPriceBook({ revision: 1, book, createdAtMs: NOON });
    await ledger.prices.putPriceSchedule(
      { latestRevision: 1, spans: [{ fromMs: 0, revision: 1 }] },
      undefined,
    );
    await ledger.record(usageRecord());
    ledger.nowMs = NOON + 2 * HOUR_MS;
    expect(await run()).toMatchObject({ rolledUp: 1, failed: 0 });
    expect(telemetry.counts.PriceBooksRefused).toBe(1);
    expect(await ledger.prices.getPriceSchedule()).toMatchObject({ latestRevision: 1 });
  });

  it('prices an application inference profile from the next hour on, once the configuration explains it', async () => {
    const { ledger, telemetry, run } = setUp();
    const model = 'arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/a1b2c3d4e5f6';
    const explained = withModelAliases(SHIPPED_PRICE_BOOK, {
      a1b2c3d4e5f6: 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0',
    });
    await run();
    const costs: unknown[] = [];
    for (const shippedPrices of [SHIPPED_PRICE_BOOK, explained, explained]) {
      await ledger.record(usageRecord({ model, occurredAtMs: ledger.nowMs }));
      await run(ledger.deps, shippedPrices);
      const prices = await ledger.deps.readPrices();
      const pricer = await prices.pricerAt(ledger.nowMs);
      costs.push(pricer.priceRecord(usageRecord({ model, occurredAtMs: ledger.nowMs })).reasons);
      ledger.nowMs += HOUR_MS;
    }
    expect(costs).toEqual([['unknown_model'], ['unknown_model'], []]);
    // The same configuration makes no further price book.
    expect(await ledger.prices.getPriceSchedule()).toMatchObject({ latestRevision: 2 });
    expect(telemetry.counts.PriceBooksRefused ?? 0).toBe(0);
  });

  it('starts only if the configured ids are an object of texts', () => {
    const variables = {
      LEDGER_TABLE: 'statistics',
      RETENTION_DAYS: '90',
      LEAF_MINUTES: '60',
      REPORTING_TIME_ZONE: 'UTC',
      MAX_BUCKETS_PER_RUN: '500',
      SILENT_SOURCE_MINUTES: '{}',
      EVENTS: '[]',
      NOTIFICATION_QUEUE_URL: 'notifications',
    };
    const start = (aliases: string) => readEnvironment(environment, { ...variables, MODEL_ALIASES: aliases });
    expect(start('{}').MODEL_ALIASES).toEqual({});
    expect(start('{"a":"b"}').MODEL_ALIASES).toEqual({ a: 'b' });
    for (const wrong of ['[]', '{"a":1}', '{', '', 'null'])
      expect(() => start(wrong)).toThrow('MODEL_ALIASES');
  });

  it('rolls up what needs no prices although they cannot be brought up to date', async () => {
    const { ledger, telemetry, run } = setUp();
    const prices = new InMemoryPriceStore();
    prices.getPriceSchedule = async () => {
      throw new Error('throttled');
    };
    await ledger.record(usageRecord());
    ledger.nowMs = NOON + 2 * HOUR_MS;
    expect(await run({ ...ledger.deps, prices })).toMatchObject({ rolledUp: 1 });
    expect(telemetry.lines).toContainEqual(
      expect.objectContaining({ level: 'error', message: expect.stringMatching(/^The prices could not/) }),
    );
  });
});
