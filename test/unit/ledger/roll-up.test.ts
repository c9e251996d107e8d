import { describe, expect, it } from '@jest/globals';
import {
  ALL_ID,
  DAY_MS,
  HOUR_MS,
  type LedgerStore,
  type Period,
  type RollUpOptions,
  recordUsage,
  rollUp,
  type UsageRecord,
} from '@token-ledger/core';
import { createInMemoryLedgerStore } from '@token-ledger/in-memory';
import { ledgerOver, ROLL_UP_ALL } from '../../support/ledger-over.ts';
import { overriddenStore } from '../../support/overridden-store.ts';
import { NOON, usageRecord } from '../../support/records.ts';

const MINUTE_MS = 60_000;

/** A ledger with a manual clock. */
class Ledger {
  nowMs = NOON;
  readonly store = createInMemoryLedgerStore();
  readonly #deps = ledgerOver(this.store, () => this.nowMs);

  record(...records: readonly UsageRecord[]) {
    return recordUsage(this.#deps, records);
  }

  rollUp(options: Partial<RollUpOptions> = {}, store: LedgerStore = this.store) {
    return rollUp({ ...this.#deps, store }, { ...ROLL_UP_ALL, coalesceLate: true, ...options });
  }

  async count(period: Period, bucketId: string): Promise<number | undefined> {
    const [item] = await this.store.getStatistics([{ period, bucketId, dimension: 'all', id: ALL_ID }]);
    return item?.statistics.count;
  }

  async marks(period: Period): Promise<string[]> {
    return (await this.store.listMarks(period)).map(({ bucketId }) => bucketId);
  }
}

describe('rollUp', () => {
  it('leaves an hour alone until two minutes after it is over', async () => {
    const ledger = new Ledger();
    await ledger.record(usageRecord());
    ledger.nowMs = NOON + HOUR_MS + 2 * MINUTE_MS - 1;
    await ledger.rollUp();
    expect(await ledger.count('hour', '2026112112')).toBeUndefined();
    ledger.nowMs += 1;
    expect(await ledger.rollUp()).toMatchObject({ rolledUp: 1 });
    expect(await ledger.count('hour', '2026112112')).toBe(1);
    expect([await ledger.marks('hour'), await ledger.marks('day')]).toEqual([[], ['20261121']]);
  });

  it('rolls up hour, day and month in one run once all are over', async () => {
    const ledger = new Ledger();
    await ledger.record(usageRecord(), usageRecord({ occurredAtMs: NOON - 5 * HOUR_MS }));
    ledger.nowMs = Date.UTC(2026, 11, 1, 1);
    await ledger.rollUp();
    expect(await ledger.count('day', '20261121')).toBe(2);
    expect(await ledger.count('month', '202611')).toBe(2);
    for (const period of ['hour', 'day', 'month'] as const) expect(await ledger.marks(period)).toEqual([]);
  });

  it('changes only hour, day and month for a late record', async () => {
    const ledger = new Ledger();
    const other = usageRecord({ occurredAtMs: NOON - DAY_MS, accessKeyId: 'ak_2' });
    await ledger.record(usageRecord(), other);
    ledger.nowMs = Date.UTC(2026, 11, 1, 1);
    await ledger.rollUp();
    const sibling = { period: 'hour', bucketId: '2026112012', dimension: 'access_key', id: 'ak_2' } as const;
    const before = await ledger.store.getStatistics([sibling]);
    await ledger.record(usageRecord());
    await ledger.rollUp({ coalesceLate: false });
    expect(await ledger.count('hour', '2026112112')).toBe(2);
    expect(await ledger.count('day', '20261121')).toBe(2);
    expect(await ledger.count('month', '202611')).toBe(3);
    expect(await ledger.store.getStatistics([sibling])).toEqual(before);
  });

  it('lets late records wait for a quarter of the age of their hour, from 15 minutes to two hours', async () => {
    for (const [ageMs, waitMs] of [
      [10 * MINUTE_MS, 15 * MINUTE_MS],
      [3 * HOUR_MS, HOUR_MS],
      [30 * HOUR_MS, 2 * HOUR_MS],
    ] as const) {
      const ledger = new Ledger();
      ledger.nowMs = NOON + HOUR_MS + ageMs;
      await ledger.record(usageRecord());
      ledger.nowMs += waitMs - 1;
      await ledger.rollUp();
      expect(await ledger.count('hour', '2026112112')).toBeUndefined();
      ledger.nowMs += 1;
      await ledger.rollUp();
      expect(await ledger.count('hour', '2026112112')).toBe(1);
    }
  });

  it('recomputes a day once for the late records of many hours, an hour after the first at the earliest', async () => {
    const ledger = new Ledger();
    await ledger.record(...[0, 1, 2].map((hours) => usageRecord({ occurredAtMs: NOON - hours * HOUR_MS })));
    const midnight = NOON + 12 * HOUR_MS;
    ledger.nowMs = midnight + HOUR_MS;
    await ledger.rollUp();
    expect(await ledger.count('day', '20261121')).toBe(3);
    await ledger.record(...[0, 1, 2].map((hours) => usageRecord({ occurredAtMs: NOON - hours * HOUR_MS })));
    ledger.nowMs += 2 * HOUR_MS;
    await ledger.rollUp();
    expect(await ledger.count('hour', '2026112112')).toBe(2);
    ledger.nowMs += HOUR_MS - 1;
    await ledger.rollUp();
    expect(await ledger.count('day', '20261121')).toBe(3);
    ledger.nowMs += 1;
    await ledger.rollUp();
    expect(await ledger.count('day', '20261121')).toBe(6);
  });

  it('does at most the allowed number of buckets, newest first, and reports the postponed ones', async () => {
    const ledger = new Ledger();
    await ledger.record(...[0, 1, 2].map((hours) => usageRecord({ occurredAtMs: NOON - hours * HOUR_MS })));
    ledger.nowMs = NOON + 2 * HOUR_MS;
    expect(await ledger.rollUp({ maxBuckets: 2 })).toMatchObject({ rolledUp: 2, postponed: 1 });
    expect(await ledger.marks('hour')).toEqual(['2026112110']);
    expect(await ledger.rollUp({ deadlineMs: ledger.nowMs })).toMatchObject({ rolledUp: 0, postponed: 1 });
  });

  it('keeps the mark if a record arrived while it was at work', async () => {
    const ledger = new Ledger();
    await ledger.record(usageRecord());
    let recorded = 1;
    ledger.nowMs = NOON + 2 * HOUR_MS;
    const meddling = overriddenStore(ledger.store, {
      putStatistics: async (...parameters) => {
        await ledger.record(usageRecord());
        recorded += 1;
        return ledger.store.putStatistics(...parameters);
      },
    });
    await ledger.rollUp({}, meddling);
    expect(await ledger.marks('hour')).toEqual(['2026112112']);
    await ledger.rollUp({ coalesceLate: false });
    expect(await ledger.marks('hour')).toEqual([]);
    expect(recorded).toBeGreaterThan(1);
    expect(await ledger.count('hour', '2026112112')).toBe(recorded);
  });

  it('never lets statistics decrease when records are gone, and reports it', async () => {
    const ledger = new Ledger();
    await ledger.record(usageRecord(), usageRecord());
    ledger.nowMs = NOON + 2 * HOUR_MS;
    await ledger.rollUp();
    const thinned = createInMemoryLedgerStore();
    const [item] = await ledger.store.getStatistics([
      { period: 'hour', bucketId: '2026112112', dimension: 'all', id: ALL_ID },
    ]);
    if (item) await thinned.putStatistics(item, undefined);
    await thinned.putMark({ period: 'hour', bucketId: '2026112112', token: 't', firstMarkedAtMs: NOON });
    expect(await ledger.rollUp({}, thinned)).toMatchObject({ rolledUp: 0, shrinksRefused: 1 });
    expect(await thinned.listMarks('hour')).toHaveLength(1);
    expect(await thinned.getStatistics([{ ...item!, id: ALL_ID }])).toMatchObject([
      { statistics: { count: 2 } },
    ]);
  });

  it('recomputes corrected statistics, from the hour up, if a repair is requested', async () => {
    const ledger = new Ledger();
    await ledger.record(usageRecord({ userId: 'u_1' }), usageRecord({ userId: 'u_2' }));
    ledger.nowMs = Date.UTC(2026, 11, 1, 1);
    await ledger.rollUp();
    // The same ledger after the records of one user were erased and the counters of the other corrected.
    const kept = usageRecord({ userId: 'u_2', tokens: { ...usageRecord().tokens, output: 7 } });
    const corrected = overriddenStore(ledger.store, {
      async *readSegments(sliceStartMs) {
        if (sliceStartMs === NOON) yield [kept];
      },
    });
    const mark = {
      period: 'hour',
      bucketId: '2026112112',
      token: 'repair',
      firstMarkedAtMs: ledger.nowMs,
    } as const;
    await ledger.store.putMark({ ...mark, repair: true });
    expect(await ledger.rollUp({ coalesceLate: false }, corrected)).toMatchObject({
      rolledUp: 3,
      shrinksRefused: 0,
    });
    for (const [period, bucketId] of [
      ['hour', '2026112112'],
      ['day', '20261121'],
      ['month', '202611'],
    ] as const) {
      const key = { period, bucketId, dimension: 'user' } as const;
      const items = await ledger.store.getStatistics([
        { ...key, id: 'u_1' },
        { ...key, id: 'u_2' },
      ]);
      expect(items).toMatchObject([
        { statistics: { count: 0, cells: [] } },
        { statistics: { count: 1, cells: [{ measures: { output: 7n } }] } },
      ]);
      expect(await ledger.marks(period)).toEqual([]);
    }
  });

  it('renews the mark before it writes if usage went to a user, also if as much came without one', async () => {
    const ledger = new Ledger();
    const { userId: _, ...unnamed } = usageRecord({ requestId: 'req_a' });
    await ledger.record({ ...unnamed, status: 'partial' });
    ledger.nowMs = NOON + HOUR_MS * 2;
    await ledger.rollUp();
    await ledger.record(usageRecord({ requestId: 'req_a' }), { ...unnamed, requestId: 'req_b' });
    const calls: string[] = [];
    const observed = overriddenStore(ledger.store, {
      putMark: (mark) => {
        if (mark.period === 'hour') calls.push('mark');
        return ledger.store.putMark(mark);
      },
      putStatistics: (item, replaces) => {
        if (item.period === 'hour' && item.dimension === 'user') calls.push(item.id);
        return ledger.store.putStatistics(item, replaces);
      },
    });
    await ledger.rollUp({ coalesceLate: false }, observed);
    expect(calls).toEqual(['mark', '-', 'u_1']);
    expect(await ledger.marks('hour')).toEqual(['2026112112']);
    await ledger.rollUp({ coalesceLate: false }, observed);
    expect(calls).toHaveLength(3);
    expect(await ledger.marks('hour')).toEqual([]);
  });

  it('deletes the mark of a frozen hour without touching its statistics', async () => {
    const ledger = new Ledger();
    await ledger.record(usageRecord());
    ledger.nowMs = NOON + HOUR_MS + 87 * DAY_MS;
    expect(await ledger.rollUp()).toMatchObject({ rolledUp: 0, frozenMarks: 1 });
    expect(await ledger.marks('hour')).toEqual([]);
    expect(await ledger.count('hour', '2026112112')).toBeUndefined();
  });

  it('continues with the other buckets when one fails, and leaves its mark', async () => {
    const ledger = new Ledger();
    await ledger.record(usageRecord(), usageRecord({ occurredAtMs: NOON - HOUR_MS }));
    ledger.nowMs = NOON + 2 * HOUR_MS;
    const failing = overriddenStore(ledger.store, {
      readSegments: (sliceStartMs) => {
        if (sliceStartMs === NOON) throw new Error('throttled');
        return ledger.store.readSegments(sliceStartMs);
      },
    });
    expect(await ledger.rollUp({}, failing)).toMatchObject({
      rolledUp: 1,
      failures: [{ period: 'hour', bucketId: '2026112112' }],
    });
    expect(await ledger.marks('hour')).toEqual(['2026112112']);
  });

  it('leaves a heartbeat when it is done', async () => {
    const ledger = new Ledger();
    await ledger.rollUp();
    expect(await ledger.store.getHeartbeat()).toEqual({ completedAtMs: NOON });
  });
});
