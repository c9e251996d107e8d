import { describe, expect, it } from '@jest/globals';
import { HOUR_MS, SHIPPED_PRICE_BOOK } from '@token-ledger/core';
import { InMemoryPriceStore } from '@token-ledger/in-memory';
import { createHandler } from '../../functions/roll-up-usage/handler.ts';
import { AuditedLedger } from '../support/audited-ledger.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { NOON, usageRecord } from '../support/records.ts';

function setUp() {
  const ledger = new AuditedLedger();
  const telemetry = recordingTelemetry();
  const run = (deps = ledger.deps) =>
    createHandler({ ledger: deps, telemetry, maxBuckets: 500 })(
      { coalesceLate: false },
      { getRemainingTimeInMillis: () => 300_000 },
    );
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

  it('rolls up what needs no prices although they cannot be updated', async () => {
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
