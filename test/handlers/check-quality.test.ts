import { beforeEach, describe, expect, it } from '@jest/globals';
import { MAX_QUALITY_RANGE_DAYS } from '@token-ledger/contract';
import { DAY_MS, type HeardSource, HOUR_MS, iso, type UsageRecord } from '@token-ledger/core';
import { InMemoryQualityStore } from '@token-ledger/in-memory';
import { answered, pathsOf } from '../support/answered.ts';
import { AuditedLedger } from '../support/audited-ledger.ts';
import { checkedQuality } from '../support/checked-quality.ts';
import { DAY_AUDIT } from '../support/quality.ts';
import { type RecordingTelemetry, recordingTelemetry } from '../support/recording-telemetry.ts';
import { NOON, usageRecord } from '../support/records.ts';

const RANGE = { from: iso(NOON - HOUR_MS), to: iso(NOON + HOUR_MS) };

const NOTHING_LACKING = {
  partialRecords: 0,
  totalsOnlyRecords: 0,
  recordsWithoutUser: 0,
  unpricedRecords: 0,
};

describe('quality over HTTP', () => {
  let ledger: AuditedLedger;
  let telemetry: RecordingTelemetry;
  let sources: readonly HeardSource[];
  let audits: InMemoryQualityStore;

  beforeEach(async () => {
    ledger = new AuditedLedger();
    telemetry = recordingTelemetry();
    sources = [];
    audits = new InMemoryQualityStore();
    await ledger.record(usageRecord({ requestId: 'req_a' }), usageRecord({ model: 'unknown' }));
    ledger.nowMs = Date.UTC(2026, 11, 2);
    await ledger.rollUp();
  });

  async function get(query: Record<string, string>) {
    const request = { method: 'GET', path: '/v1/quality', scopes: ['read'], query } as const;
    const { statusCode, body } = await answered(
      checkedQuality(ledger, { telemetry, audits, sources: async () => sources }),
      request,
    );
    return { statusCode, body };
  }

  it('is ok if nothing is wrong', async () => {
    const whole = { expected: 2, found: 2, ratio: 1 };
    expect(await get(RANGE)).toEqual({
      statusCode: 200,
      body: {
        asOf: '2026-12-02T00:00:00.000Z',
        range: RANGE,
        status: 'ok',
        complete: true,
        hours: { compared: 2, pending: 0, frozen: 0, open: 0, tooLarge: 0 },
        completeness: { hour: whole, day: whole, month: whole },
        consistency: { differences: 0, first: [] },
        sample: { copies: 2, claims: 0 },
        usage: {
          records: 2,
          lateRecords: 0,
          completions: 0,
          clockClampedRecords: 0,
          requests: 2,
          cacheCreationTokens: 200,
          unattributedTokens: 20,
          unattributedShare: 0.1,
          unpricedRequests: 1,
          uncertainRequests: expect.any(Number),
        },
        coverage: {
          hoursRead: 2,
          complete: true,
          sources: [{ ...NOTHING_LACKING, source: 'direct', records: 2, unpricedRecords: 1, silent: false }],
        },
        witnessed: { seen: 0, held: 0, recorded: 0, withoutIdentity: 0 },
        conflicts: { reports: 0, complete: true },
        unpriced: { models: [{ model: 'unknown', requests: 1 }], complete: true },
        history: { days: [] },
        quarantined: { records: 0, complete: true },
      },
    });
    expect(telemetry.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('counts what records lack by how they were captured, and shows when each source was last heard', async () => {
    const { userId: _, ...nobody } = usageRecord();
    let serial = 0;
    const heard = (source: HeardSource['source'], silent = false) =>
      ({ source, silent, lastHeardAtMs: NOON, steadySinceMs: NOON }) as const;
    const of = (source: UsageRecord['source'], fields: Partial<UsageRecord> = {}): UsageRecord => ({
      ...nobody,
      ...(source && { source }),
      requestId: `captured_${(serial += 1)}`,
      ...fields,
    });
    await ledger.record(
      of('client', { userId: 'u_1' }),
      of('client', { status: 'partial' }),
      of('claude_code', { detail: 'totals', model: 'unknown' }),
      of('claude_code', { detail: 'totals', status: 'partial', userId: 'u_1' }),
    );
    await ledger.rollUp();
    sources = [heard('client'), heard('anthropic_span', true)];
    const { coverage } = (await get(RANGE)).body;
    const lastHeardAt = '2026-11-21T12:00:00.000Z';
    expect(coverage).toEqual({
      hoursRead: 2,
      complete: true,
      sources: [
        { ...NOTHING_LACKING, source: 'direct', records: 2, unpricedRecords: 1, silent: false },
        {
          ...NOTHING_LACKING,
          source: 'client',
          records: 2,
          partialRecords: 1,
          recordsWithoutUser: 1,
          lastHeardAt,
          silent: false,
        },
        {
          source: 'claude_code',
          records: 2,
          partialRecords: 1,
          totalsOnlyRecords: 1,
          recordsWithoutUser: 1,
          unpricedRecords: 1,
          silent: false,
        },
        { ...NOTHING_LACKING, source: 'anthropic_span', records: 0, lastHeardAt, silent: true },
      ],
    });
  });

  it('counts a record by the source whose figures it has, and one that was merged not at all', async () => {
    const call = usageRecord({ requestId: 'req_m' });
    await ledger.record({ ...call, requestId: 'msg_m', source: 'span', detail: 'totals' });
    await ledger.record({ ...call, source: 'client' });
    await ledger.record({ ...call, otherName: 'msg_m', source: 'gateway' });
    await ledger.rollUp();
    const { coverage } = (await get(RANGE)).body;
    expect(coverage.sources.map(({ source, records }: Record<string, unknown>) => [source, records])).toEqual(
      [
        ['direct', 2],
        ['client', 1],
      ],
    );
  });

  it('says that records of some hours were not read', async () => {
    ledger.nowMs = NOON + HOUR_MS / 2;
    const { hours, complete, coverage } = (await get(RANGE)).body;
    expect({ hours, complete, coverage }).toMatchObject({
      hours: { open: 1 },
      complete: true,
      coverage: { hoursRead: 1, complete: false, sources: [] },
    });
  });

  it('adds up what witnesses saw of the hours of the range', async () => {
    const counts = { seen: 10, held: 8, recorded: 1, withoutIdentity: 1 };
    for (const hour of [-2, -1, 0, 1]) await ledger.witnesses.addWitnessed(NOON + hour * HOUR_MS, counts);
    const { witnessed } = (await get({ ...RANGE, from: iso(NOON - HOUR_MS / 2) })).body;
    expect(witnessed).toEqual({ seen: 20, held: 16, recorded: 2, withoutIdentity: 2 });
  });

  it('names models without a price, the most frequent first, within the hour under way', async () => {
    ledger.nowMs = Date.UTC(2026, 11, 2, 0, 30);
    const now = usageRecord({ occurredAtMs: ledger.nowMs });
    const many = Array.from({ length: 21 }, (_, index) => ({
      ...now,
      model: `new-${index}`,
      requestId: `req_n${index}`,
    }));
    await ledger.record(...many.slice(0, 2), { ...now, model: 'new-0', requestId: 'req_again' });
    const range = { from: iso(ledger.nowMs - 60_000) };
    expect((await get(range)).body.unpriced).toEqual({
      models: [
        { model: 'new-0', requests: 2 },
        { model: 'new-1', requests: 1 },
      ],
      complete: true,
    });
    const listed = async () => {
      const { models, complete } = (await get(range)).body.unpriced;
      return { models: models.length, complete };
    };
    await ledger.record(...many.slice(2, 20));
    expect(await listed()).toEqual({ models: 20, complete: true });
    await ledger.record(...many);
    expect(await listed()).toEqual({ models: 20, complete: false });
  });

  it('names models without a price also of hours that are frozen', async () => {
    ledger.nowMs = NOON + 89 * DAY_MS;
    const { body } = await get({ from: iso(NOON + 1), to: iso(NOON + 2) });
    expect(body).toMatchObject({ hours: { frozen: 1 }, unpriced: { models: [{ model: 'unknown' }] } });
  });

  it('names what is wrong, and logs that something is', async () => {
    ledger.store.loseStatistics({ period: 'hour', bucketId: '2026112112', dimension: 'all', id: '*' });
    ledger.store.loseRecord({ accessKeyId: 'ak_1', requestId: 'req_a' });
    const { body } = await get(RANGE);
    expect(body).toMatchObject({
      status: 'differences',
      completeness: { hour: { expected: 2, found: 0, ratio: 0 }, day: { ratio: 0 }, month: { ratio: 1 } },
    });
    expect(body.consistency.first).toHaveLength(20);
    expect(body.consistency.differences).toBeGreaterThan(20);
    expect(body.consistency.first.slice(0, 2)).toEqual([
      {
        where: 'records',
        from: iso(NOON),
        accessKeyId: 'ak_1',
        requestId: 'req_a',
        expected: 'a raw record for what is in a segment',
        found: 'none, or erased',
      },
      {
        where: 'hour',
        from: iso(NOON),
        dimension: 'all',
        id: '*',
        measure: 'count',
        expected: '2',
        found: '0',
      },
    ]);
    expect(telemetry.lines).toContainEqual(expect.objectContaining({ level: 'error' }));
  });

  it('never reports an incomplete check as complete', async () => {
    const records = Array.from({ length: 1_000 }, () => usageRecord({ occurredAtMs: NOON }));
    await ledger.record(...records);
    await ledger.rollUp();
    await ledger.store.putSegment(NOON, [usageRecord({ occurredAtMs: NOON })]);
    expect((await get(RANGE)).body.completeness.hour).toEqual({
      expected: 1003,
      found: 1002,
      ratio: 0.999002,
    });
  });

  describe('its history', () => {
    const historyOf = async (query: Record<string, string>) => (await get(query)).body.history;

    beforeEach(async () => {
      for (const [day, change] of [
        ['20261121', {}],
        [
          '20261129',
          { figures: { compared: 10, repaired: 0, kept: 1 }, parts: { ...DAY_AUDIT.parts, pending: 1 } },
        ],
      ] as const) {
        const fromMs = Date.UTC(2026, 10, Number(day.slice(6)));
        await audits.putDayAudit({ ...DAY_AUDIT, ...change, day, fromMs, toMs: fromMs + DAY_MS });
      }
      const { finishedAtMs: _, ...unfinished } = DAY_AUDIT;
      const fromMs = Date.UTC(2026, 11, 1);
      await audits.putDayAudit({ ...unfinished, day: '20261201', fromMs, toMs: fromMs + DAY_MS });
    });

    it('has what each night found, with a score for the whole and for each source', async () => {
      const { days } = await historyOf(RANGE);
      expect(days).toHaveLength(1);
      expect(days[0]).toMatchObject({
        date: '2026-11-21',
        from: iso(NOON - DAY_MS / 2),
        complete: true,
        score: 98,
        grade: 'good',
        records: 300,
        recordsWithoutUser: 20,
        quarantinedRecords: 0,
        figures: { compared: 10_000, repaired: 2, kept: 0 },
        pastDates: ['2026-10-08', '2026-10-09'],
        outcomes: [{ kind: 'hour', from: iso(NOON), figures: 2, outcome: 'repaired' }],
        sources: [
          { source: 'direct', score: 99, grade: 'good', records: 200, recordsWithoutUser: 20 },
          { source: 'gateway', score: 100, grade: 'good', records: 100 },
        ],
      });
    });

    it('covers more days than are checked, and judges no day whose audit is not over', async () => {
      const { days } = await historyOf({ from: '2026-12-01', historyDays: '30' });
      expect(
        days.map((day: Record<string, unknown>) => [day['date'], day['score'], day['complete']]),
      ).toEqual([
        ['2026-11-21', 98, true],
        ['2026-11-29', expect.any(Number), false],
        ['2026-12-01', null, false],
      ]);
      expect(days[1]).toMatchObject({ grade: 'poor', figures: { kept: 1 } });
      expect(days[2].finishedAt).toBeUndefined();
    });

    it.each(['0', '401', 'x'])('is refused for %s days', async (historyDays) => {
      const { statusCode, body } = await get({ ...RANGE, historyDays });
      expect([statusCode, pathsOf(body)]).toEqual([400, ['/historyDays']]);
    });

    it('reaches as far back as audits are kept', async () => {
      expect(await get({ ...RANGE, historyDays: '400' })).toMatchObject({ statusCode: 200 });
    });
  });

  it('covers at most the allowed number of days, to the millisecond', async () => {
    const to = Date.UTC(2026, 10, 30);
    const from = to - MAX_QUALITY_RANGE_DAYS * DAY_MS;
    expect(await get({ from: iso(from), to: iso(to) })).toMatchObject({ body: { complete: true } });
    expect(await get({ from: iso(from - 1), to: iso(to) })).toMatchObject({ statusCode: 400 });
  });

  it.each([
    ['nothing', {}, '/from'],
    ['an end before the start', { from: RANGE.to, to: RANGE.from }, '/to'],
    ['an empty range', { from: RANGE.from, to: RANGE.from }, '/to'],
    ['the future', { from: '2027-01-01T00:00:00Z' }, '/from'],
    ['a start that is too long ago', { from: '2026-10-01T00:00:00Z' }, '/from'],
    ['a time without an offset', { from: '2026-11-21T12:00:00' }, '/from'],
    ['an unknown parameter', { ...RANGE, x: '1' }, '/x'],
  ])('is refused for %s', async (_, query, path) => {
    const { statusCode, body } = await get(query);
    expect([statusCode, pathsOf(body)]).toEqual([400, [path]]);
  });
});
