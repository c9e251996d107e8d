import { beforeEach, describe, expect, it } from '@jest/globals';
import { MAX_QUALITY_RANGE_DAYS } from '@token-ledger/contract';
import { DAY_MS, HOUR_MS, iso } from '@token-ledger/core';
import { answered, pathsOf } from '../support/answered.ts';
import { AuditedLedger } from '../support/audited-ledger.ts';
import { checkedQuality } from '../support/checked-quality.ts';
import { type RecordingTelemetry, recordingTelemetry } from '../support/recording-telemetry.ts';
import { NOON, usageRecord } from '../support/records.ts';

const RANGE = { from: iso(NOON - HOUR_MS), to: iso(NOON + HOUR_MS) };

describe('quality over HTTP', () => {
  let ledger: AuditedLedger;
  let telemetry: RecordingTelemetry;

  beforeEach(async () => {
    ledger = new AuditedLedger();
    telemetry = recordingTelemetry();
    await ledger.record(usageRecord({ requestId: 'req_a' }), usageRecord({ model: 'unknown' }));
    ledger.nowMs = Date.UTC(2026, 11, 2);
    await ledger.rollUp();
  });

  async function get(query: Record<string, string>) {
    const request = { method: 'GET', path: '/v1/quality', scopes: ['read'], query } as const;
    const { statusCode, body } = await answered(checkedQuality(ledger, { telemetry }), request);
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
        conflicts: { reports: 0, complete: true },
        unpriced: { models: [{ model: 'unknown', requests: 1 }], complete: true },
        quarantined: { records: 0, complete: true },
      },
    });
    expect(telemetry.lines.filter(({ level }) => level === 'error')).toEqual([]);
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
