import { describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS, SLICE_MS } from '@token-ledger/core';
import { AuditedLedger } from '../../support/audited-ledger.ts';
import { NOON, usageRecord } from '../../support/records.ts';

describe('sweep', () => {
  it('marks every hour of the given number that has usage, whether counted or not', async () => {
    const ledger = new AuditedLedger();
    await ledger.record(usageRecord({ occurredAtMs: NOON - 71 * HOUR_MS }));
    await ledger.record(usageRecord({ occurredAtMs: NOON - 72 * HOUR_MS - 1 }));
    ledger.nowMs = NOON + 1;
    await ledger.rollUp();
    expect(await ledger.marks('hour')).toEqual([]);
    // In its last slice, and without a mark: its message was given up.
    const lastSlice = NOON - 8 * HOUR_MS - SLICE_MS;
    await ledger.store.putSegment(lastSlice, [usageRecord({ occurredAtMs: lastSlice })]);
    expect(await ledger.sweep(72)).toEqual({ markedHours: 2, emptyHours: 71 });
    expect(await ledger.marks('hour')).toEqual(['2026111813', '2026112103']);
    expect(await ledger.rollUp()).toMatchObject({ failures: [], shrinksRefused: 0 });
    expect(await ledger.marks('hour')).toEqual([]);
    expect(await ledger.counts('hour', '2026112103', 'all')).toEqual({ '*': 1 });
  });

  it('marks the current hour, and neither the one before the first nor the one after', async () => {
    const ledger = new AuditedLedger();
    const hours = [-2, -1, 0, 1].map((hour) => NOON + hour * HOUR_MS);
    for (const startMs of hours)
      await ledger.store.putSegment(startMs, [usageRecord({ occurredAtMs: startMs })]);
    ledger.nowMs = NOON + HOUR_MS / 2;
    await ledger.sweep(1);
    expect(await ledger.marks('hour')).toEqual(['2026112111', '2026112112']);
  });

  it('does not mark hours that freeze before they can be recomputed', async () => {
    const ledger = new AuditedLedger();
    for (const hour of [0, 1, 2])
      await ledger.store.putSegment(NOON + hour * HOUR_MS, [
        usageRecord({ occurredAtMs: NOON + hour * HOUR_MS }),
      ]);
    // The first hour is frozen, the second freezes in an hour.
    ledger.nowMs = NOON + HOUR_MS + 87 * DAY_MS;
    await ledger.sweep(88 * 24);
    expect(await ledger.marks('hour')).toEqual([]);
    ledger.nowMs -= HOUR_MS;
    await ledger.sweep(88 * 24);
    expect(await ledger.marks('hour')).toEqual(['2026112114']);
  });
});
