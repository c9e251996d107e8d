import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  DAY_MS,
  HOUR_MS,
  type LedgerStore,
  type RebuildProgress,
  type RebuildRange,
  readRebuild,
  rollUp,
  startRebuild,
} from '@token-ledger/core';
import { AuditedLedger } from '../../support/audited-ledger.ts';
import { ROLL_UP_ALL } from '../../support/ledger-over.ts';
import { overriddenStore } from '../../support/overridden-store.ts';
import { NOON, usageRecord } from '../../support/records.ts';

const RANGE: RebuildRange = { fromMs: NOON, toMs: NOON + 3 * HOUR_MS, repair: false };

describe('a rebuild', () => {
  let ledger: AuditedLedger;

  beforeEach(async () => {
    ledger = new AuditedLedger();
    await ledger.record(usageRecord(), usageRecord({ occurredAtMs: NOON + HOUR_MS }));
    ledger.nowMs = NOON + DAY_MS;
    await ledger.rollUp();
  });

  const start = (range: Partial<RebuildRange> = {}, store: LedgerStore = ledger.store) =>
    startRebuild({ ...ledger.deps, store }, { ...RANGE, ...range });

  async function started(range: Partial<RebuildRange> = {}): Promise<RebuildProgress> {
    const result = await start(range);
    if (result.kind !== 'started') throw new Error(`The rebuild was not started: ${result.kind}`);
    return result.progress;
  }

  const read = (id: string) => readRebuild(ledger.deps, id);

  it('marks every hour of its range and no other', async () => {
    const { id: _id, ...progress } = await started();
    expect(progress).toEqual({
      ...RANGE,
      markedHours: 3,
      skippedFrozenHours: 0,
      startedAtMs: ledger.nowMs,
      markedAtMs: ledger.nowMs,
      status: 'running',
      pendingHours: 3,
      openHours: 0,
      processedRecords: 0,
      errors: [],
    });
    expect(await ledger.marks('hour')).toEqual(['2026112112', '2026112113', '2026112114']);
  });

  it('restores lost statistics, and finishes once its hours are rolled up', async () => {
    ledger.store.loseStatistics({ period: 'hour', bucketId: '2026112112', dimension: 'user', id: 'u_1' });
    const { id } = await started();
    await ledger.rollUp();
    expect(await read(id)).toMatchObject({ status: 'finished', pendingHours: 0, processedRecords: 2 });
    expect(await ledger.counts('hour', '2026112112')).toEqual({ u_1: 1 });
    expect(await ledger.audit()).toMatchObject({ differences: 0 });
  });

  it('is recomputed by the next run, with its days, although late records would wait', async () => {
    ledger.store.loseStatistics({ period: 'day', bucketId: '20261121', dimension: 'user', id: 'u_1' });
    const { id } = await started();
    await rollUp(ledger.deps, { ...ROLL_UP_ALL, coalesceLate: true });
    expect(await read(id)).toMatchObject({ status: 'finished' });
    expect(await ledger.counts('day', '20261121')).toEqual({ u_1: 2 });
  });

  it('lists hours that could not be recomputed until they are', async () => {
    const { id } = await started();
    const read12 = ledger.store.readSegments.bind(ledger.store);
    ledger.store.readSegments = () => {
      throw new TypeError('secret text of the error');
    };
    await ledger.rollUp();
    ledger.nowMs += 60_000;
    await ledger.rollUp();
    const errors = (await read(id))?.errors ?? [];
    expect(errors.map(({ hour, code, atMs }) => [hour.id, code, atMs])).toEqual(
      ['2026112112', '2026112113', '2026112114'].map((hour) => [hour, 'TypeError', NOON + DAY_MS]),
    );
    ledger.store.readSegments = read12;
    await ledger.rollUp();
    expect(await read(id)).toMatchObject({ status: 'finished', errors: [], processedRecords: 2 });
  });

  it('lets statistics decrease only if it is a repair', async () => {
    await ledger.store.removeFromSegments(NOON, () => true);
    const { id } = await started();
    expect(await ledger.rollUp()).toMatchObject({ shrinksRefused: 3 });
    expect(await read(id)).toMatchObject({
      status: 'running',
      pendingHours: 1,
      processedRecords: 1,
      errors: [{ hour: { id: '2026112112' }, code: 'would_shrink', atMs: ledger.nowMs }],
    });
    ledger.nowMs += 3 * HOUR_MS;
    await started({ repair: true });
    await ledger.rollUp();
    expect(await ledger.counts('hour', '2026112112')).toEqual({});
  });

  it('does not wait for later marks', async () => {
    const { id } = await started();
    ledger.nowMs += 1;
    const late = usageRecord({ occurredAtMs: NOON + HOUR_MS });
    await ledger.record(late);
    expect(await read(id)).toMatchObject({ pendingHours: 3 });
    await ledger.rollUp();
    await ledger.record({ ...late, requestId: 'later' });
    expect(await read(id)).toMatchObject({ status: 'finished', pendingHours: 0 });
  });

  it('excludes another one until it is finished', async () => {
    const first = await started();
    const refused = await start({ fromMs: NOON - HOUR_MS });
    expect(refused).toEqual({ kind: 'running', progress: first });
    expect(await ledger.marks('hour')).not.toContain('2026112111');
    await ledger.rollUp();
    expect((await started()).id).not.toBe(first.id);
  });

  it('excludes another one also if both begin at the same moment', async () => {
    const results = await Promise.all([start(), start(), start()]);
    expect(results.map(({ kind }) => kind).toSorted()).toEqual(['running', 'running', 'started']);
  });

  it('excludes others for three hours at most', async () => {
    const { id } = await started();
    ledger.nowMs += 3 * HOUR_MS - 1;
    expect(await start()).toMatchObject({ kind: 'running' });
    ledger.nowMs += 1;
    expect(await read(id)).toMatchObject({ status: 'stalled' });
    expect(await start()).toMatchObject({ kind: 'started' });
  });

  it('can be requested again after it was interrupted while marking', async () => {
    let marks = 0;
    const failing = overriddenStore(ledger.store, {
      putMark: (mark) =>
        (marks += 1) > 1 ? Promise.reject(new Error('killed')) : ledger.store.putMark(mark),
    });
    await expect(start({}, failing)).rejects.toThrow('killed');
    const stopped = await start();
    expect(stopped).toMatchObject({ kind: 'running', progress: { status: 'marking' } });
    ledger.nowMs += 15 * 60_000;
    if (stopped.kind !== 'running') throw new Error('It was not running.');
    expect(await read(stopped.progress.id)).toMatchObject({ status: 'interrupted', pendingHours: 3 });
    expect(await started()).toMatchObject({ pendingHours: 3 });
  });

  it('skips hours that are frozen or about to be, and does not begin if none is left', async () => {
    ledger.nowMs = NOON + HOUR_MS + 87 * DAY_MS - 1;
    expect(await started()).toMatchObject({ markedHours: 1, skippedFrozenHours: 2 });
    ledger.nowMs += 3 * HOUR_MS;
    expect(await start()).toEqual({ kind: 'frozen' });
  });

  it('is not found under another id', async () => {
    await started();
    expect(await read('another')).toBeUndefined();
  });
});
