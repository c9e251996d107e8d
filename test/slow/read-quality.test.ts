import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  DAY_MS,
  HOUR_MS,
  NOTHING_WITNESSED,
  type QualityOptions,
  type QualityReport,
  readQuality,
  type UsageRecord,
} from '@token-ledger/core';
import { Random } from '../../scripts/random.ts';
import { AuditedLedger } from '../support/audited-ledger.ts';
import { NOON, usageRecord } from '../support/records.ts';

const RECORDS = 24;

describe('the quality of what is recorded', () => {
  let ledger: AuditedLedger;
  let records: readonly UsageRecord[];

  /** Half a day of usage by two users over two keys, two records an hour, all rolled up, in the following month. */
  beforeEach(async () => {
    ledger = new AuditedLedger();
    await fill();
  });

  async function fill(): Promise<void> {
    records = Array.from({ length: RECORDS }, (_, index) =>
      usageRecord({
        requestId: `req_${index}`,
        occurredAtMs: NOON - (index % 12) * HOUR_MS + index * 60_000,
        accessKeyId: `ak_${Math.floor(index / 12)}`,
        userId: `u_${Math.floor(index / 12)}`,
      }),
    );
    await ledger.record(...records);
    ledger.nowMs = Date.UTC(2026, 11, 2);
    await ledger.rollUp();
  }

  function check(options: Partial<QualityOptions> = {}): Promise<QualityReport> {
    const { store } = ledger;
    const random = new Random(1);
    const sampler = {
      async sampleRecords(count: number) {
        const all: UsageRecord[] = [];
        for await (const page of store.scanRecords()) all.push(...page);
        return all.slice(0, count);
      },
    };
    return readQuality(
      { ...ledger.deps, sampler, random: () => random.next() },
      {
        fromMs: NOON - 12 * HOUR_MS,
        toMs: NOON + 12 * HOUR_MS,
        sampledPerHour: 5,
        sampledOfTable: 500,
        maxRecords: 1_000,
        maxMs: 10_000,
        ...options,
      },
    );
  }

  it('is reported in full if nothing is wrong', async () => {
    const whole = { expected: BigInt(RECORDS), found: BigInt(RECORDS) };
    const report = await check();
    expect(report).toEqual({
      asOfMs: ledger.nowMs,
      hours: { compared: 24, pending: 0, frozen: 0, open: 0, tooLarge: 0 },
      completeness: { hour: whole, day: whole, month: whole },
      completions: 0,
      differences: 0,
      listed: [],
      sampled: { copies: RECORDS, claims: RECORDS },
      records: RECORDS,
      late: 0,
      clockClamped: 0,
      measures: expect.objectContaining({ requests: BigInt(RECORDS), cacheCreationUnattributed: 240n }),
      quarantined: { records: 0, complete: true },
      sources: new Map([['direct', expect.objectContaining({ records: RECORDS })]]),
      witnessed: NOTHING_WITNESSED,
    });
  });

  it('counts late and quarantined records, and those whose clock was ahead', async () => {
    const late = usageRecord({ occurredAtMs: NOON, receivedAtMs: NOON + HOUR_MS + 1, clockClamped: true });
    const untimed = usageRecord({ occurredAtMs: NOON, clockClamped: true, timeMissing: true });
    await ledger.record(late, untimed, usageRecord({ occurredAtMs: NOON, receivedAtMs: NOON + HOUR_MS }));
    const record = { reason: 'too_old', problems: [], record: '{}' };
    for (const receivedAtMs of [NOON, NOON + 1, NOON + 12 * HOUR_MS, NOON - 12 * HOUR_MS - 1])
      await ledger.store.quarantine({ ...record, id: String(receivedAtMs), receivedAtMs });
    expect(await check()).toMatchObject({
      late: 1,
      clockClamped: 1,
      quarantined: { records: 2, complete: true },
      hours: { compared: 23, pending: 1 },
      differences: 0,
    });
  });

  describe.each(['hours', 'leaves'])('with statistics of %s', (kind) => {
    beforeEach(async () => {
      if (kind === 'hours') return;
      ledger = new AuditedLedger({ leafMinutes: 15 });
      await fill();
    });

    it('detects the loss of any single segment, claim or item, and nothing when it is back', async () => {
      const ids = [
        ['all', '*'],
        ['access_key', 'ak_0'],
        ['user', 'u_1'],
      ] as const;
      const buckets = [
        ...['2026112101', '2026112107', '2026112112'].map(
          (bucketId) => ({ period: 'hour', bucketId }) as const,
        ),
        { period: 'day', bucketId: '20261121' } as const,
        { period: 'month', bucketId: '202611' } as const,
      ];
      const losses = [
        ...buckets.flatMap((bucket) =>
          ids.map(([dimension, id]) => ({
            lose: async () => ledger.store.loseStatistics({ ...bucket, dimension, id }),
            lowers: dimension === 'all' ? bucket.period : undefined,
          })),
        ),
        ...records.flatMap((lost) => [
          { lose: async () => ledger.store.loseRecord(lost), lowers: undefined },
          {
            lose: () =>
              ledger.store.removeFromSegments(
                Math.floor(lost.occurredAtMs / 300_000) * 300_000,
                (record) => record.requestId === lost.requestId,
              ),
            lowers: undefined,
          },
        ]),
      ];
      for (const { lose, lowers } of losses) {
        await lose();
        const { differences, listed, completeness } = await check();
        expect(differences).toBeGreaterThan(0);
        expect(listed.length).toBeGreaterThan(0);
        if (lowers) expect(completeness[lowers].found).toBeLessThan(completeness[lowers].expected);
        await ledger.audit({ repair: true });
        await ledger.rollUp();
        const report = await check();
        expect([report.differences, report.hours.compared]).toEqual([0, 24]);
      }
    });
  });

  it('covers a large range in parts, which together are the whole', async () => {
    const parts: QualityReport[] = [];
    let next: number | undefined = NOON - 12 * HOUR_MS;
    while (next !== undefined) {
      const part: QualityReport = await check({ fromMs: next, maxRecords: 5 });
      parts.push(part);
      next = part.nextFromMs;
    }
    expect(parts.length).toBeGreaterThan(4);
    const sum = (figure: (report: QualityReport) => bigint | number) =>
      parts.reduce((total, part) => total + Number(figure(part)), 0);
    expect(sum(({ records: read }) => read)).toBe(RECORDS);
    expect(sum(({ hours }) => hours.compared)).toBe(24);
    expect(sum(({ completeness }) => completeness.day.found)).toBe(RECORDS);
    expect(sum(({ completeness }) => completeness.month.found)).toBe(RECORDS);
  });

  it('stops in time, after at least one hour', async () => {
    const report = await check({ maxMs: -1 });
    expect(report).toMatchObject({ nextFromMs: NOON - 11 * HOUR_MS, hours: { compared: 1 } });
  });

  it('leaves out an hour that is too large by itself', async () => {
    const report = await check({ maxRecords: 1 });
    expect(report).toMatchObject({ hours: { tooLarge: 12 }, differences: 0 });
    expect(report.nextFromMs).toBeUndefined();
  });

  it('leaves out hours that are not over, and the records of frozen hours', async () => {
    ledger.nowMs = NOON - 6 * HOUR_MS + 60_000;
    expect((await check()).hours).toMatchObject({ open: 19 });
    ledger.nowMs = NOON + 2 * DAY_MS + 86 * DAY_MS;
    await ledger.store.removeFromSegments(NOON, () => true);
    const report = await check();
    expect(report).toMatchObject({ hours: { frozen: 24 }, differences: 0, records: 0 });
    expect(report.measures.requests).toBe(BigInt(RECORDS));
    ledger.store.loseStatistics({ period: 'day', bucketId: '20261121', dimension: 'all', id: '*' });
    expect((await check()).differences).toBeGreaterThan(0);
  });

  it('does not report records claimed within the last quarter of an hour', async () => {
    const receivedAtMs = ledger.nowMs - 15 * 60_000;
    await ledger.store.claim([usageRecord({ occurredAtMs: NOON, receivedAtMs })]);
    expect((await check()).differences).toBe(0);
    ledger.nowMs += 1;
    expect((await check()).listed).toMatchObject([{ where: 'records', found: 'none' }]);
  });
});
