import { describe, expect, it } from '@jest/globals';
import {
  DAY_MS,
  HOUR_MS,
  readHealth,
  readRebuild,
  readStatistics,
  SLICE_MS,
  type StatisticsQuery,
  startRebuild,
} from '@token-ledger/core';
import { AuditedLedger } from '../../support/audited-ledger.ts';
import { overriddenStore } from '../../support/overridden-store.ts';
import { NOON, usageRecord } from '../../support/records.ts';

const QUARTER_MS = HOUR_MS / 4;
const HOUR = '2026112112';
const FIRST = '20261121120015';
const SECOND = '20261121121515';
const LAST = '20261121124515';

/** A record in the first and one in the last quarter of the hour, and the clock at its end. */
async function dividedHour() {
  const ledger = new AuditedLedger({ leafMinutes: 15 });
  const [first, last] = [
    usageRecord({ occurredAtMs: NOON }),
    usageRecord({ occurredAtMs: NOON + HOUR_MS - 1 }),
  ];
  await ledger.record(first, last);
  return { ledger, first, last };
}

/** The slices that a query of the hour reads. */
async function slicesRead(ledger: AuditedLedger, query: Partial<StatisticsQuery> = {}) {
  const read: number[] = [];
  const store = overriddenStore(ledger.store, {
    readSegments: (ms) => {
      read.push((ms - NOON) / SLICE_MS);
      return ledger.store.readSegments(ms);
    },
  });
  const { rows, ...answer } = await readStatistics(
    { ...ledger.deps, store },
    { dimension: 'all', period: 'hour', fromMs: NOON, toMs: NOON + HOUR_MS, limit: 10, ...query },
  );
  return { read: read.toSorted((a, b) => a - b), count: rows[0]?.statistics.count, ...answer };
}

describe('an hour that is divided into leaves', () => {
  it('is marked where its records are, and summed from its leaves', async () => {
    const { ledger } = await dividedHour();
    expect(await ledger.marks('leaf')).toEqual([FIRST, LAST]);
    expect(await ledger.marks('hour')).toEqual([]);
    ledger.nowMs = NOON + HOUR_MS + 2 * 60_000;
    expect(await ledger.rollUp()).toMatchObject({ rolledUp: 3, failures: [] });
    expect(await ledger.counts('leaf', FIRST, 'all')).toEqual({ '*': 1 });
    expect(await ledger.counts('leaf', SECOND, 'all')).toEqual({});
    expect(await ledger.counts('hour', HOUR)).toEqual({ u_1: 2 });
    expect(await ledger.marks('day')).toEqual(['20261121']);
  });

  it('is read while it is open from its closed leaves, and the records of the open one', async () => {
    const { ledger } = await dividedHour();
    ledger.nowMs = NOON + QUARTER_MS + 2 * 60_000 - 1;
    await ledger.rollUp();
    expect(await slicesRead(ledger)).toMatchObject({ count: 2, read: [0, 1, 2, 9, 10, 11] });
    ledger.nowMs += 1;
    await ledger.rollUp();
    const { pendingHours, ...answer } = await slicesRead(ledger);
    expect(answer).toMatchObject({ count: 2, read: [9, 10, 11] });
    expect(pendingHours.map(({ id }) => id)).toEqual([HOUR]);
    // A part of the hour reads only the leaf that it divides.
    expect(await slicesRead(ledger, { fromMs: NOON + 1 })).toMatchObject({
      read: [0, 1, 2, 9, 10, 11],
      count: 1,
    });
  });

  it('recomputes only the leaf of a late record', async () => {
    const { ledger } = await dividedHour();
    ledger.nowMs = NOON + 2 * HOUR_MS;
    await ledger.rollUp();
    await ledger.record(usageRecord({ occurredAtMs: NOON + QUARTER_MS, userId: 'u_2' }));
    expect(await slicesRead(ledger)).toMatchObject({ count: 3, read: [3, 4, 5] });
    await ledger.rollUp();
    expect(await slicesRead(ledger)).toMatchObject({ count: 3, read: [] });
    expect(await ledger.counts('hour', HOUR)).toEqual({ u_1: 2, u_2: 1 });
  });

  it('keeps its leaves as long as its records, and its sums forever', async () => {
    const { ledger } = await dividedHour();
    ledger.nowMs = NOON + DAY_MS;
    await ledger.rollUp();
    const expiryOf = async (period: 'leaf' | 'hour', bucketId: string) => {
      const { items } = await ledger.store.listStatistics({ period, bucketId, dimension: 'all' });
      return items.map(({ expiresAtMs }) => expiresAtMs);
    };
    expect(await expiryOf('leaf', FIRST)).toEqual([NOON + SLICE_MS + 90 * DAY_MS]);
    expect(await expiryOf('hour', HOUR)).toEqual([undefined]);
  });

  it('counts as one pending hour however many leaves wait', async () => {
    const { ledger } = await dividedHour();
    ledger.nowMs = NOON + HOUR_MS + 5 * 60_000;
    expect((await readHealth(ledger.deps)).pending).toEqual({ hour: 1, day: 0, month: 0 });
  });

  it('is recomputed from its records by a rebuild, which ends when the hour is done', async () => {
    const { ledger } = await dividedHour();
    ledger.nowMs = NOON + 2 * HOUR_MS;
    await ledger.rollUp();
    ledger.store.loseStatistics({ period: 'leaf', bucketId: FIRST, dimension: 'user', id: 'u_1' });
    ledger.store.loseStatistics({ period: 'hour', bucketId: HOUR, dimension: 'user', id: 'u_1' });
    const start = await startRebuild(ledger.deps, { fromMs: NOON, toMs: NOON + HOUR_MS, repair: true });
    if (start.kind !== 'started') throw new Error(start.kind);
    expect(start.progress).toMatchObject({ markedHours: 1, pendingHours: 1, status: 'running' });
    await ledger.rollUp();
    expect(await ledger.counts('leaf', FIRST)).toEqual({ u_1: 1 });
    expect(await ledger.counts('hour', HOUR)).toEqual({ u_1: 2 });
    expect(await readRebuild(ledger.deps, start.progress.id)).toMatchObject({ status: 'finished' });
  });

  it('removes an erased user from its leaves too', async () => {
    const { ledger } = await dividedHour();
    await ledger.record(usageRecord({ occurredAtMs: NOON, userId: 'u_2' }));
    ledger.nowMs = NOON + 2 * HOUR_MS;
    await ledger.rollUp();
    expect(await ledger.erase('u_1')).toMatchObject({ erasedRecords: 2, repairedHours: 1 });
    await ledger.rollUp();
    expect(await ledger.counts('leaf', FIRST)).toEqual({ u_2: 1 });
    expect(await ledger.counts('hour', HOUR)).toEqual({ u_2: 1 });
  });

  it('is audited leaf by leaf, and repaired from the wrong one', async () => {
    const { ledger } = await dividedHour();
    ledger.nowMs = NOON + 2 * DAY_MS;
    await ledger.rollUp();
    expect(await ledger.audit()).toMatchObject({ comparedHours: 24 * 2, differences: 0 });
    ledger.store.loseStatistics({ period: 'leaf', bucketId: LAST, dimension: 'all', id: '*' });
    const report = await ledger.audit({ repair: true });
    expect(report.first).toMatchObject({ where: 'leaf', bucket: { id: LAST }, dimension: 'all' });
    await ledger.rollUp();
    expect(await ledger.audit()).toMatchObject({ comparedHours: 24 * 2, differences: 0 });
  });

  it('is swept from its records', async () => {
    const { ledger } = await dividedHour();
    ledger.nowMs = NOON + 2 * HOUR_MS;
    await ledger.rollUp();
    ledger.store.loseStatistics({ period: 'leaf', bucketId: FIRST, dimension: 'user', id: 'u_1' });
    expect(await ledger.sweep(3)).toMatchObject({ markedHours: 1 });
    await ledger.rollUp();
    expect(await ledger.counts('leaf', FIRST)).toEqual({ u_1: 1 });
  });
});
