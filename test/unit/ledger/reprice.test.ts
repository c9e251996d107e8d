import { describe, expect, it } from '@jest/globals';
import {
  ALL_ID,
  changeOverrides,
  DAY_MS,
  HOUR_MS,
  type LeafSchedule,
  type Measures,
  type Period,
  previewReprice,
  readStatistics,
  reprice,
  SHIPPED_PRICE_BOOK,
  totalMeasures,
} from '@token-ledger/core';
import { AuditedLedger } from '../../support/audited-ledger.ts';
import { NOON, usageRecord } from '../../support/records.ts';

const RANGE = { fromMs: NOON, toMs: NOON + HOUR_MS };
/** A record of 1,000,000 input tokens of a model without a price, which gets one of 3 dollars. */
const NEW_MODEL = {
  model: 'claude-new',
  tokens: { ...usageRecord().tokens, input: 1_000_000, output: 0, cacheRead: 0 },
};
const ONLY_INPUT = {
  ...NEW_MODEL.tokens,
  cacheCreation5m: 0,
  cacheCreation1h: 0,
  cacheCreationUnattributed: 0,
};
const OVERRIDES = [{ model: 'claude-new', listPrices: { input: '3', output: '15' } }];
const THREE_DOLLARS = 3_000_000_000n;

/** A closed hour with a record without a price, and another hour with the same; then the price becomes known. */
async function unpricedHours(leaves: LeafSchedule = {}) {
  const ledger = new AuditedLedger(leaves);
  const deps = { ...ledger.deps, prices: ledger.prices };
  for (const occurredAtMs of [NOON, NOON + HOUR_MS])
    await ledger.record(usageRecord({ ...NEW_MODEL, tokens: ONLY_INPUT, occurredAtMs }));
  ledger.nowMs = NOON + 2 * DAY_MS;
  await ledger.rollUp();
  await changeOverrides(
    { store: ledger.prices, clock: ledger.deps.clock, shipped: SHIPPED_PRICE_BOOK },
    OVERRIDES,
  );
  const stored = async (period: Period, bucketId: string): Promise<Measures | undefined> => {
    const [item] = await ledger.store.getStatistics([{ period, bucketId, dimension: 'all', id: ALL_ID }]);
    return item && totalMeasures(item.statistics);
  };
  return { ledger, deps, stored };
}

describe('repricing a range', () => {
  it('shows the costs before and after by model, from the records, and changes nothing', async () => {
    const { ledger, deps, stored } = await unpricedHours();
    const preview = await previewReprice(deps, { fromMs: NOON, toMs: NOON + 2 * HOUR_MS });
    expect(preview).toMatchObject({ revision: 2, repricedHours: 2, skippedFrozenHours: 0 });
    expect(preview.models.get('claude-new')).toMatchObject({
      before: { requests: 2n, cost: 0n, unpricedRequests: 2n },
      after: { requests: 2n, cost: 2n * THREE_DOLLARS, unpricedRequests: 0n },
    });
    expect(await ledger.marks('hour')).toEqual([]);
    expect(await stored('hour', '2026112112')).toMatchObject({ cost: 0n });
    expect((await ledger.prices.getPriceSchedule())?.spans).toHaveLength(2);
  });

  it.each([{}, { leafMinutes: 5 }] satisfies LeafSchedule[])(
    'changes the range and its parents, and nothing else (%j)',
    async (leaves) => {
      const { ledger, deps, stored } = await unpricedHours(leaves);
      expect(await reprice(deps, RANGE)).toEqual({ revision: 2, repricedHours: 1, skippedFrozenHours: 0 });
      const { rows } = await readStatistics(deps, { dimension: 'all', period: 'day', limit: 10, ...RANGE });
      expect(rows.map(({ statistics }) => totalMeasures(statistics).cost)).toEqual([THREE_DOLLARS]);
      await ledger.rollUp();
      expect(await stored('hour', '2026112112')).toMatchObject({ cost: THREE_DOLLARS, unpricedRequests: 0n });
      expect(await stored('hour', '2026112113')).toMatchObject({ cost: 0n, unpricedRequests: 1n });
      expect(await stored('day', '20261121')).toMatchObject({ cost: THREE_DOLLARS, unpricedRequests: 1n });
      expect(await ledger.audit()).toMatchObject({ differences: 0 });
    },
  );

  it('prices late records by the prices of their hour', async () => {
    const { ledger, deps, stored } = await unpricedHours();
    await reprice(deps, RANGE);
    for (const occurredAtMs of [NOON + 1, NOON + HOUR_MS + 1])
      await ledger.record(usageRecord({ ...NEW_MODEL, tokens: ONLY_INPUT, occurredAtMs }));
    await ledger.rollUp();
    expect(await stored('hour', '2026112112')).toMatchObject({ cost: 2n * THREE_DOLLARS });
    expect(await stored('hour', '2026112113')).toMatchObject({ cost: 0n, unpricedRequests: 2n });
  });

  it('that was stopped before the marks is found by the audit, and completed by repeating it', async () => {
    const { ledger, deps, stored } = await unpricedHours();
    const store = Object.assign(Object.create(deps.store), {
      putMark: async () => {
        throw new Error('killed');
      },
    });
    await expect(reprice({ ...deps, store }, RANGE)).rejects.toThrow('killed');
    expect((await ledger.audit()).first).toMatchObject({ where: 'hour', measure: 'cost' });
    await reprice(deps, RANGE);
    await ledger.rollUp();
    expect(await ledger.audit()).toMatchObject({ differences: 0 });
    expect(await stored('hour', '2026112112')).toMatchObject({ cost: THREE_DOLLARS });
  });

  it('leaves future hours alone', async () => {
    const { ledger, deps } = await unpricedHours();
    const future = { fromMs: ledger.nowMs, toMs: ledger.nowMs + 2 * DAY_MS };
    expect(await reprice(deps, { ...RANGE, toMs: future.toMs })).toMatchObject({ repricedHours: 48 });
    expect(await reprice(deps, future)).toMatchObject({ repricedHours: 0 });
  });

  it('leaves hours alone whose records are about to expire, and says how many', async () => {
    const { ledger, deps, stored } = await unpricedHours();
    ledger.nowMs = NOON + HOUR_MS + 87 * DAY_MS;
    expect(await reprice(deps, { fromMs: NOON, toMs: NOON + 4 * HOUR_MS })).toEqual({
      revision: 2,
      repricedHours: 1,
      skippedFrozenHours: 3,
    });
    await ledger.rollUp();
    expect(await stored('hour', '2026112112')).toMatchObject({ cost: 0n });
  });
});
