import { beforeEach, describe, expect, it } from '@jest/globals';
import { Calendar, DAY_MS, HOUR_MS } from '@token-ledger/core';
import { AuditedLedger } from '../../support/audited-ledger.ts';
import { NOON, usageRecord } from '../../support/records.ts';

/** Midnight in Asia/Kolkata is half past six in the evening of UTC. */
const DIVIDED_HOUR = NOON + 6 * HOUR_MS;

describe('audit of days that begin within an hour', () => {
  let ledger: AuditedLedger;

  beforeEach(async () => {
    ledger = new AuditedLedger();
    ledger.deps.calendar = new Calendar('Asia/Kolkata');
    for (let hour = -8; hour < 8; hour += 1) {
      const startMs = DIVIDED_HOUR + hour * HOUR_MS;
      await ledger.record(
        usageRecord({ occurredAtMs: startMs + 10 * 60_000 }),
        usageRecord({ occurredAtMs: startMs + 40 * 60_000 }),
      );
    }
    ledger.nowMs = NOON + 20 * DAY_MS;
    await ledger.rollUp();
  });

  it('counts only its part of the hour that midnight divides', async () => {
    expect(await ledger.audit()).toMatchObject({ comparedHours: 48, differences: 0, pending: [] });
  });

  it('still finds a lost item of the day', async () => {
    ledger.store.loseStatistics({ period: 'day', bucketId: '20261121', dimension: 'user', id: 'u_1' });
    expect((await ledger.audit()).first).toMatchObject({ where: 'day', id: 'u_1', expected: 17n, found: 0n });
  });

  it('does not compare a day of whose divided hour the records expire', async () => {
    ledger.nowMs = DIVIDED_HOUR + HOUR_MS + 87 * DAY_MS;
    await ledger.store.removeFromSegments(DIVIDED_HOUR + 10 * 60_000, () => true);
    ledger.store.loseStatistics({ period: 'day', bucketId: '20261121', dimension: 'user', id: 'u_1' });
    expect((await ledger.audit()).first).toMatchObject({ where: 'month' });
    expect((await ledger.audit()).differences).toBeGreaterThan(0);
  });
});
