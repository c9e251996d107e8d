import { beforeEach, describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS } from '@token-ledger/core';
import { createHandler } from '../../functions/rebuild-usage/handler.ts';
import { answered, pathsOf } from '../support/answered.ts';
import { AuditedLedger } from '../support/audited-ledger.ts';
import type { HttpEventOptions } from '../support/http-event.ts';
import { rollUpsOnRequest } from '../support/ledger-over.ts';
import { recordedAudit } from '../support/recorded-audit.ts';
import { type RecordingTelemetry, recordingTelemetry } from '../support/recording-telemetry.ts';
import { NOON, usageRecord } from '../support/records.ts';

/** It is half past noon; this is from yesterday's noon to the end of the current hour. */
const RANGE = { from: '2026-11-20T12:00:00Z', to: '2026-11-21T13:00:00Z' };

describe('rebuilds over HTTP', () => {
  let ledger: AuditedLedger;
  let telemetry: RecordingTelemetry;
  let rollUps: ReturnType<typeof rollUpsOnRequest>;

  beforeEach(() => {
    ledger = new AuditedLedger();
    ledger.nowMs = NOON + HOUR_MS / 2;
    telemetry = recordingTelemetry();
    rollUps = rollUpsOnRequest(ledger.deps);
    rollUps.start = async () => {};
  });

  const call = (request: HttpEventOptions) =>
    answered(
      createHandler({
        ledger: ledger.deps,
        startRollUp: (range) => rollUps.start(range),
        pause: async () => {},
        audit: recordedAudit(),
        telemetry,
      }),
      request,
    );

  const post = (body: unknown, caller: Partial<HttpEventOptions> = { scopes: ['admin'] }) =>
    call({ method: 'POST', path: '/v1/rebuilds', json: body, ...caller });

  const get = (id: string) =>
    call({ method: 'GET', path: '/v1/rebuilds/{id}', pathParameters: { id }, scopes: ['admin'] });

  it('starts, shows its progress, and finishes', async () => {
    await ledger.record(usageRecord({ occurredAtMs: NOON - HOUR_MS }));
    const started = await post(RANGE);
    expect(started).toMatchObject({
      statusCode: 202,
      headers: { location: `/v1/rebuilds/${started.body.id}` },
      body: {
        id: expect.stringMatching(/^token_/),
        from: '2026-11-20T12:00:00.000Z',
        to: '2026-11-21T13:00:00.000Z',
        repair: false,
        status: 'running',
        startedAt: '2026-11-21T12:30:00.000Z',
        hours: 25,
        pendingHours: 24,
        openHours: 1,
        skippedFrozenHours: 0,
        processedRecords: 0,
        errors: [],
      },
    });
    await ledger.rollUp();
    // The hour under way is recomputed once it is over, and keeps no other rebuild away until then.
    expect(await get(started.body.id)).toMatchObject({
      statusCode: 200,
      body: { id: started.body.id, status: 'finished', pendingHours: 0, openHours: 1 },
    });
    expect(await post(RANGE)).toMatchObject({ statusCode: 202 });
    ledger.nowMs += HOUR_MS;
    await ledger.rollUp();
    expect((await get(started.body.id)).body).toMatchObject({ status: 'finished', openHours: 0 });
    expect(await ledger.counts('hour', '2026112111')).toEqual({ u_1: 1 });
  });

  it('has the range rolled up at once', async () => {
    await ledger.record(usageRecord({ occurredAtMs: NOON - HOUR_MS }));
    rollUps.start = async (range) => void (await rollUps.run(range));
    const { body } = await post(RANGE);
    expect((await get(body.id)).body).toMatchObject({
      pendingHours: 0,
      openHours: 1,
      processedRecords: 1,
      errors: [],
    });
  });

  it('passes on that it is a repair', async () => {
    expect((await post({ ...RANGE, repair: true })).body).toMatchObject({ repair: true });
    expect(await ledger.store.listMarks('hour')).toContainEqual(expect.objectContaining({ repair: true }));
  });

  it('accepts 400 days', async () => {
    const from = new Date(NOON - 400 * DAY_MS).toISOString();
    const { statusCode, body } = await post({ from, to: new Date(NOON).toISOString() });
    expect([statusCode, body.hours + body.skippedFrozenHours]).toEqual([202, 9600]);
    expect(body.hours).toBe(87 * 24 - 2);
  });

  it.each([
    ['an end before the start', { from: RANGE.to, to: RANGE.from }, ['/to']],
    ['an empty range', { from: RANGE.from, to: RANGE.from }, ['/to']],
    ['more than 400 days', { from: '2025-10-17T11:00:00Z', to: '2026-11-21T12:00:00Z' }, ['/to']],
    ['the hour after the one under way', { ...RANGE, to: '2026-11-21T14:00:00Z' }, ['/to']],
    ['the future', { from: '2026-12-01T00:00:00Z', to: '2026-12-02T00:00:00Z' }, ['/to']],
    [
      'part of an hour, on both sides',
      { from: '2026-11-20T12:00:00.001Z', to: '2026-11-21T11:59:59Z' },
      ['/from', '/to'],
    ],
    ['a half hour by another clock', { ...RANGE, from: '2026-11-20T12:00:00+05:30' }, ['/from']],
    ['a time without an offset', { ...RANGE, from: '2026-11-20T12:00:00' }, ['/from']],
    ['numbers', { from: 1, to: 2 }, ['/from', '/to']],
    ['nothing', {}, ['/from', '/to']],
    ['a list', [], ['']],
    ['a repair that is no truth value', { ...RANGE, repair: 'yes' }, ['/repair']],
    ['an unknown field', { ...RANGE, force: true }, ['/force']],
  ])('refuses %s and changes nothing', async (_, body, paths) => {
    const answer = await post(body);
    expect([answer.statusCode, answer.body.code]).toEqual([400, 'invalid_request']);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(pathsOf(answer.body)).toEqual(paths);
    await expectUnchanged();
  });

  it('refuses invalid JSON, and bodies that are too long', async () => {
    expect((await post('{')).body.code).toBe('invalid_json');
    expect((await post({ ...RANGE, x: 'x'.repeat(10_000) })).body.code).toBe('body_too_large');
    await expectUnchanged();
  });

  it('refuses a range whose every hour is frozen, and counts those of a partly frozen one', async () => {
    const range = (days: number) => ({
      from: new Date(NOON - days * DAY_MS).toISOString(),
      to: new Date(NOON - 88 * DAY_MS).toISOString(),
    });
    expect(await post(range(90))).toMatchObject({ statusCode: 409, body: { code: 'range_frozen' } });
    await expectUnchanged();
    const partly = { ...range(89), to: new Date(NOON - 86 * DAY_MS).toISOString() };
    expect((await post(partly)).body).toMatchObject({ hours: 22, skippedFrozenHours: 50 });
  });

  it('refuses a second one while the first is running, and names the first', async () => {
    const first = (await post(RANGE)).body;
    const marks = await ledger.store.listMarks('hour');
    const { statusCode, body } = await post({ ...RANGE, from: '2026-11-01T00:00:00Z' });
    expect([statusCode, body.code, body.retryable]).toEqual([409, 'rebuild_running', true]);
    expect(body.running).toEqual(first);
    expect(body.detail).toContain(first.id);
    expect(await ledger.store.listMarks('hour')).toEqual(marks);
  });

  it('refuses a caller without the scope', async () => {
    const { statusCode, body } = await post(RANGE, { authorizer: { denial: 'insufficient_scope' } });
    expect([statusCode, body.code]).toEqual([403, 'insufficient_scope']);
    await expectUnchanged();
  });

  it('answers 404 for an unknown rebuild', async () => {
    for (const id of ['unknown', 'x'.repeat(2000), '']) {
      expect(await get(id)).toMatchObject({ statusCode: 404, body: { code: 'rebuild_not_found' } });
    }
  });

  async function expectUnchanged(): Promise<void> {
    expect(await ledger.store.listMarks('hour')).toEqual([]);
    expect(await ledger.store.getCurrentRebuild()).toBeUndefined();
  }
});
