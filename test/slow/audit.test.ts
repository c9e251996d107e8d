import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  type AuditDifference,
  type AuditReport,
  DAY_MS,
  HOUR_MS,
  NO_TOKENS,
  type StatisticsKey,
  type StoredStatisticsItem,
  type UsageRecord,
} from '@token-ledger/core';
import { AuditedLedger } from '../support/audited-ledger.ts';
import { overriddenStore } from '../support/overridden-store.ts';
import { NOON, recordKey, usageRecord } from '../support/records.ts';

const hour = { period: 'hour', bucketId: '2026112112' } as const;

/** What a difference is about, without the compared figures. */
const place = ({ bucket, expected: _e, found: _f, ...rest }: AuditDifference) => ({
  ...rest,
  bucket: bucket.id,
});

describe('audit', () => {
  let ledger: AuditedLedger;
  let records: readonly UsageRecord[];

  /** Two days of usage by two users over two keys, all rolled up, in the following month. */
  beforeEach(async () => {
    ledger = new AuditedLedger();
    records = [0, 1, 2, 3, 4, 5].map((index) =>
      usageRecord({
        requestId: `req_${index}`,
        occurredAtMs: NOON + (index % 3) * HOUR_MS + index * 400_000,
        accessKeyId: `ak_${index % 2}`,
        userId: `u_${index % 2}`,
        model: index === 5 ? 'claude-opus-5' : 'claude-haiku-5',
      }),
    );
    await ledger.record(...records);
    ledger.nowMs = Date.UTC(2026, 11, 2);
    await ledger.rollUp();
  });

  async function expectRepaired(repaired: AuditReport['repaired']): Promise<void> {
    expect((await ledger.audit({ repair: true })).repaired).toEqual(repaired);
    await ledger.rollUp();
    expect(await ledger.audit()).toMatchObject({ differences: 0, pending: [] });
    expect(await ledger.counts('month', '202611', 'all')).toEqual({ '*': 6 });
    for (const record of records) expect(await ledger.store.getRecord(record)).toEqual(record);
  }

  it('finds nothing where everything agrees', async () => {
    expect(await ledger.audit()).toEqual({
      comparedHours: 48,
      pending: [],
      frozenSkipped: 0,
      differences: 0,
    });
  });

  it('finds a lost segment, and restores it', async () => {
    await ledger.store.removeFromSegments(NOON, () => true);
    const report = await ledger.audit();
    expect(report.first).toMatchObject({
      where: 'records',
      requestId: 'req_0',
      bucket: { id: '2026112112' },
    });
    await expectRepaired({ records: 1, markedBuckets: 1 });
  });

  it('finds the loss of the claim of one record, and claims it again', async () => {
    ledger.store.loseRecord(recordKey('req_4', 'ak_0'));
    const { differences, first } = await ledger.audit();
    expect(differences).toBe(1);
    expect(first).toMatchObject({
      where: 'records',
      requestId: 'req_4',
      bucket: { id: '2026112113' },
      found: 'none, or erased',
    });
    await expectRepaired({ records: 1, markedBuckets: 0 });
  });

  it.each([
    ['hour', { ...hour, dimension: 'access_key', id: 'ak_1' }],
    ['day', { period: 'day', bucketId: '20261121', dimension: 'user', id: 'u_0' }],
    ['month', { period: 'month', bucketId: '202611', dimension: 'all', id: '*' }],
  ] as const)('finds that one item of statistics of the %s is lost', async (where, key) => {
    ledger.store.loseStatistics(key);
    const { first } = await ledger.audit();
    expect(place(first as AuditDifference)).toEqual({
      where,
      bucket: key.bucketId,
      dimension: key.dimension,
      id: key.id,
      measure: 'count',
    });
    expect(first).toMatchObject({ found: 0n });
    // With an hour its day differs, with a day its month.
    await expectRepaired({ records: 0, markedBuckets: where === 'month' ? 1 : 2 });
  });

  it('finds one wrong figure in one cell, to the measure', async () => {
    const key: StatisticsKey = { ...hour, bucketId: '2026112114', dimension: 'user', id: 'u_1' };
    const [item] = await ledger.store.getStatistics([key]);
    const { version, statistics, ...rest } = item as StoredStatisticsItem;
    const cells = statistics.cells.map((cell) => ({
      ...cell,
      measures: { ...cell.measures, cacheRead: cell.measures.cacheRead + 1n },
    }));
    await ledger.store.putStatistics({ ...rest, statistics: { ...statistics, cells } }, version);
    const found: AuditDifference[] = [];
    const report = await ledger.audit({ onDifference: (difference) => found.push(difference) });
    const wrong = { model: 'claude-opus-5', feature: 'chat', measure: 'cacheRead' } as const;
    expect(report.first).toMatchObject({ ...wrong, where: 'hour', id: 'u_1', expected: 50n, found: 51n });
    expect(found.map(place)).toEqual([
      { ...wrong, where: 'hour', bucket: '2026112114', dimension: 'user', id: 'u_1' },
      { ...wrong, where: 'dimensions', bucket: '2026112114', dimension: 'user' },
      // The list of the hour has what is right.
      { where: 'lists', bucket: '2026112114', dimension: 'user', id: 'u_1', measure: 'cacheRead' },
      { ...wrong, where: 'day', bucket: '20261121', dimension: 'user', id: 'u_1' },
    ]);
    await expectRepaired({ records: 0, markedBuckets: 2 });
  });

  describe('of lists', () => {
    const bucket = { period: 'day', bucketId: '20261121', dimension: 'list' } as const;

    /** Gives what one value used to another one, so that the sums stay the same. */
    async function falsify(id: string): Promise<void> {
      const [item] = await ledger.store.getStatistics([{ ...bucket, id }]);
      const { version, statistics, ...rest } = item as StoredStatisticsItem;
      const cells = statistics.cells.map((cell) => ({
        ...cell,
        model: cell.model === 'u_0' ? 'u_x' : cell.model,
      }));
      expect(
        await ledger.store.putStatistics({ ...rest, statistics: { ...statistics, cells } }, version),
      ).toBe(true);
    }

    it('finds one that readers would use and that is wrong, and has it written again', async () => {
      await falsify('user/model');
      const { first } = await ledger.audit();
      expect(place(first as AuditDifference)).toEqual({
        where: 'lists',
        bucket: '20261121',
        dimension: 'user',
        id: 'u_0',
        model: 'claude-haiku-5',
        measure: 'requests',
      });
      await expectRepaired({ records: 0, markedBuckets: 1 });
    });

    it('accepts one that is missing, or that readers do not use', async () => {
      ledger.store.loseStatistics({ ...bucket, id: 'user' });
      const [list] = await ledger.store.getStatistics([{ ...bucket, id: 'access_key' }]);
      const { version, ...rest } = list as StoredStatisticsItem;
      await ledger.store.putStatistics({ ...rest, statistics: { count: 1, cells: [] } }, version);
      expect(await ledger.audit()).toMatchObject({ differences: 0 });
    });
  });

  it('finds a record that was claimed by a message which got no further, and counts it', async () => {
    await ledger.store.claim([usageRecord({ requestId: 'given up', occurredAtMs: NOON + 5 * HOUR_MS })]);
    const { first, differences } = await ledger.audit();
    expect(differences).toBe(1);
    expect(first).toMatchObject({ where: 'records', requestId: 'given up', bucket: { id: '2026112117' } });
    expect((await ledger.audit({ repair: true })).repaired).toEqual({ records: 1, markedBuckets: 1 });
    await ledger.rollUp();
    expect(await ledger.audit()).toMatchObject({ differences: 0 });
    expect(await ledger.counts('month', '202611', 'all')).toEqual({ '*': 7 });
  });

  it('allows a quarter of an hour from the claim of a record to its copy', async () => {
    const receivedAtMs = ledger.nowMs - 15 * 60_000;
    const underWay = usageRecord({ occurredAtMs: NOON, receivedAtMs });
    await ledger.store.claim([underWay]);
    expect(await ledger.audit()).toMatchObject({ differences: 0 });
    ledger.nowMs += 1;
    expect((await ledger.audit()).first).toMatchObject({ requestId: underWay.requestId });
  });

  it('does not report copies that are erased while it runs', async () => {
    const erasing = overriddenStore(ledger.store, {
      async *scanRecords() {
        yield* ledger.store.scanRecords();
        await ledger.erase('u_0');
      },
    });
    expect(await ledger.audit({ repair: true }, erasing)).toMatchObject({ differences: 0 });
    await ledger.rollUp();
    expect(await ledger.counts('month', '202611')).toEqual({ u_1: 3 });
  });

  it('finds a copy with another content, and replaces it', async () => {
    await ledger.store.removeFromSegments(NOON, () => true);
    await ledger.store.putSegment(NOON, [{ ...(records[0] as UsageRecord), model: 'another' }]);
    expect((await ledger.audit()).first).toMatchObject({ requestId: 'req_0', found: 'another content' });
    await expectRepaired({ records: 1, markedBuckets: 1 });
  });

  it('finds that the copy of a later revision is missing, and writes it', async () => {
    const [first] = records as [UsageRecord];
    const revised = { ...first, revision: 2, otherName: 'msg_0', model: 'claude-opus-5' };
    await ledger.store.replaceRecord(revised, 1);
    expect((await ledger.audit()).first).toMatchObject({
      requestId: 'req_0',
      accessKeyId: 'ak_0',
      found: 'an earlier revision',
    });
    records = [revised, ...records.slice(1)];
    await expectRepaired({ records: 1, markedBuckets: 1 });
    const { items } = await ledger.store.listStatistics({ ...hour, dimension: 'all' });
    expect(items[0]?.statistics).toMatchObject({ revisions: 1 });
  });

  it('finds that the copy of a redirect is missing, which would count a call twice, and writes it', async () => {
    const [first] = records as [UsageRecord];
    const merged = { requestId: 'msg_0', otherName: 'req_0', revision: 2, mergedInto: 'req_0' };
    await ledger.record({ ...first, requestId: 'msg_0' });
    await ledger.rollUp();
    await ledger.store.replaceRecord({ ...first, ...merged, tokens: NO_TOKENS }, 1);
    expect((await ledger.audit()).first).toMatchObject({ requestId: 'msg_0', found: 'an earlier revision' });
    expect((await ledger.audit({ repair: true })).repaired).toEqual({ records: 1, markedBuckets: 1 });
    await ledger.rollUp();
    expect(await ledger.audit()).toMatchObject({ differences: 0, pending: [] });
    expect(await requests()).toBe(6n);
    expect(await ledger.counts('month', '202611', 'all')).toEqual({ '*': 7 });
  });

  async function requests(): Promise<bigint> {
    const key = { period: 'month', bucketId: '202611', dimension: 'all', id: '*' } as const;
    return (await ledger.store.getTotals([key]))[0]?.totals.requests ?? 0n;
  }

  it('does not take a change for lost whose copy is on its way', async () => {
    const [first] = records as [UsageRecord];
    const revised = { ...first, revision: 2, status: 'error' } as const;
    let reads = 0;
    const completing = overriddenStore(ledger.store, {
      getRecord: async (key) => {
        const record = await ledger.store.getRecord(key);
        reads += 1;
        if (reads === 1) await ledger.store.putSegment(NOON, [revised]);
        return record;
      },
    });
    await ledger.store.replaceRecord(revised, 1);
    expect(await ledger.audit({}, completing)).toMatchObject({ differences: 0 });
    expect(reads).toBe(1);
  });

  it('finds a copy of an erased record, and removes it', async () => {
    await ledger.store.eraseRecord(recordKey('req_3', 'ak_1'), 'u_1');
    expect((await ledger.audit()).first).toMatchObject({ requestId: 'req_3', found: 'none, or erased' });
    await ledger.audit({ repair: true });
    await ledger.rollUp();
    expect(await ledger.audit()).toMatchObject({ differences: 0 });
    expect(await ledger.counts('month', '202611')).toEqual({ u_0: 3, u_1: 2 });
  });

  it('reports the first difference in time first, and a cause before its consequence', async () => {
    ledger.store.loseStatistics({ ...hour, bucketId: '2026112113', dimension: 'all', id: '*' });
    await ledger.store.claim([usageRecord({ requestId: 'given up', occurredAtMs: NOON + 2 * HOUR_MS })]);
    await ledger.store.removeFromSegments(NOON + HOUR_MS + 25 * 60_000, () => true);
    const { first } = await ledger.audit({ fromMs: NOON + HOUR_MS, toMs: NOON + 3 * HOUR_MS });
    expect(first).toMatchObject({ where: 'records', bucket: { id: '2026112113' }, requestId: 'req_4' });
  });

  it('does not compare statistics that wait for the roll-up, but does compare their records', async () => {
    await ledger.record(usageRecord({ occurredAtMs: NOON + HOUR_MS }));
    ledger.store.loseRecord(recordKey('req_1', 'ak_1'));
    const { pending, comparedHours, differences, first } = await ledger.audit();
    expect(pending.map(({ id }) => id)).toEqual(['2026112113', '20261121', '202611']);
    expect([comparedHours, differences]).toEqual([47, 1]);
    expect(first).toMatchObject({ where: 'records', requestId: 'req_1' });
  });

  it('does not compare an hour that is not over', async () => {
    ledger.nowMs = NOON + 30 * DAY_MS + HOUR_MS / 2;
    await ledger.record(usageRecord({ occurredAtMs: ledger.nowMs }));
    const report = await ledger.audit({ fromMs: ledger.nowMs - HOUR_MS, toMs: ledger.nowMs });
    expect(report).toMatchObject({ comparedHours: 1, differences: 0 });
    expect(report.pending.map(({ id }) => id)).toEqual(['2026122112', '20261221', '202612']);
  });

  it('leaves frozen hours out, but not their days and months', async () => {
    ledger.nowMs = NOON + 2 * HOUR_MS + 87 * DAY_MS;
    await ledger.store.removeFromSegments(NOON, () => true);
    ledger.store.loseRecord(recordKey('req_3', 'ak_1'));
    const range = { fromMs: NOON, toMs: NOON + 3 * HOUR_MS };
    expect(await ledger.audit(range)).toMatchObject({ frozenSkipped: 2, comparedHours: 1, differences: 0 });
    ledger.store.loseStatistics({ ...hour, dimension: 'all', id: '*' });
    expect((await ledger.audit(range)).first).toMatchObject({ where: 'day', measure: 'count', found: 6n });
  });

  it('does not report records that arrive while it runs', async () => {
    const late = () => usageRecord({ occurredAtMs: NOON, userId: 'u_late' });
    let comings = 0;
    const busy = overriddenStore(ledger.store, {
      listStatistics: async (...parameters) => {
        comings += 1;
        if (comings === 1) await ledger.record(late());
        if (comings === 2) await ledger.rollUp();
        return ledger.store.listStatistics(...parameters);
      },
    });
    expect(await ledger.audit({}, busy)).toMatchObject({ differences: 0, pending: [] });
    expect(await ledger.counts('hour', '2026112112', 'all')).toEqual({ '*': 3 });
  });

  it('finds any single loss or change, and the roll-up corrects it', async () => {
    const periods = [
      ...['2026112112', '2026112113', '2026112114'].map(
        (bucketId) => ({ period: 'hour', bucketId }) as const,
      ),
      { period: 'day', bucketId: '20261121' } as const,
      { period: 'month', bucketId: '202611' } as const,
    ];
    const ids = [
      ['all', '*'],
      ['access_key', 'ak_0'],
      ['access_key', 'ak_1'],
      ['user', 'u_0'],
      ['user', 'u_1'],
    ] as const;
    const losses = [
      ...periods.flatMap((bucket) =>
        ids.map(
          ([dimension, id]) =>
            async () =>
              ledger.store.loseStatistics({ ...bucket, dimension, id }),
        ),
      ),
      ...records.map((record) => async () => ledger.store.loseRecord(record)),
      ...records.map(({ requestId, occurredAtMs }) => async () => {
        const slice = Math.floor(occurredAtMs / 300_000) * 300_000;
        await ledger.store.removeFromSegments(slice, (record) => record.requestId === requestId);
      }),
    ];
    for (const lose of losses) {
      await lose();
      expect((await ledger.audit({ repair: true })).differences).toBeGreaterThan(0);
      await ledger.rollUp();
      expect(await ledger.audit()).toMatchObject({ differences: 0, pending: [] });
    }
  });
});
