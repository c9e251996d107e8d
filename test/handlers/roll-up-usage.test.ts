import { describe, expect, it } from '@jest/globals';
import { type HeardSource, HOUR_MS, SHIPPED_PRICE_BOOK, SOURCE_PAUSE_MS } from '@token-ledger/core';
import { InMemoryQualityStore } from '@token-ledger/in-memory';
import { createAnnounceAggregations } from '../../functions/roll-up-usage/announce-aggregations.ts';
import {
  type AnnounceSilence,
  createAnnounceSilence,
} from '../../functions/roll-up-usage/announce-silence.ts';
import { environment } from '../../functions/roll-up-usage/contract.ts';
import { createHandler } from '../../functions/roll-up-usage/handler.ts';
import type { ReadSources } from '../../functions/shared/silent-sources.ts';
import { AuditedLedger } from '../support/audited-ledger.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { NOON, usageRecord } from '../support/records.ts';

function setUp(
  sources: ReadSources = async () => [],
  maxBuckets = 500,
  announceSilence: AnnounceSilence = async () => {},
) {
  const ledger = new AuditedLedger();
  const telemetry = recordingTelemetry();
  const handler = createHandler({
    ledger: ledger.deps,
    shippedPrices: SHIPPED_PRICE_BOOK,
    sources,
    announceSilence,
    telemetry,
    maxBuckets,
  });
  const run = (event: unknown) => handler(event, { getRemainingTimeInMillis: () => 300_000 });
  return { ledger, telemetry, run };
}

describe('the environment of roll-up-usage', () => {
  it('has minutes of silence by the names of sources', () => {
    const { SILENT_SOURCE_MINUTES: minutes } = environment.shape;
    expect(minutes.parse('{"anthropic_span":30,"gateway":0}')).toEqual({ anthropic_span: 30, gateway: 0 });
    expect(minutes.parse('{}')).toEqual({});
    for (const wrong of ['{"fax":30}', '{"gateway":-1}', '{"gateway":1.5}', '[]', '{', ''])
      expect(minutes.safeParse(wrong).success).toBe(false);
  });
});

describe('a source that falls silent', () => {
  let lastHeardAtMs = NOON;
  const heard = (silent: boolean, source: HeardSource['source'] = 'gateway'): HeardSource => ({
    source,
    silent,
    lastHeardAtMs,
    steadySinceMs: NOON,
  });

  it('is announced once, and once when it is heard again, by any number of instances', async () => {
    const { events, of } = recordedEvents();
    const statuses = new InMemoryQualityStore();
    let nowMs = NOON;
    let silent = false;
    const instance = () => createAnnounceSilence({ events, statuses, clock: () => nowMs });
    const [one, other] = [instance(), instance()];
    const next = async (isSilent: boolean) => {
      silent = isSilent;
      nowMs += 300_000;
      lastHeardAtMs = nowMs;
      const sources = async () => [heard(silent), heard(false, 'client')];
      for (const announce of [one, other, one]) {
        await setUp(sources, 500, announce).run({});
        nowMs += 1;
      }
    };
    for (const isSilent of [false, true, true, false]) await next(isSilent);
    expect(of('qualityChanged')).toMatchObject([
      { subject: 'silence:gateway', from: 'heard', to: 'silent' },
      { subject: 'silence:gateway', from: 'silent', to: 'heard' },
    ]);
  });

  it('is announced by a later run if the queue was down, and the roll-up does not depend on it', async () => {
    const { events, of, state } = recordedEvents();
    let nowMs = NOON;
    const announce = createAnnounceSilence({
      events,
      statuses: new InMemoryQualityStore(),
      clock: () => (nowMs += 1),
    });
    const runWith = (silent: boolean) => setUp(async () => [heard(silent)], 500, announce).run({});
    await runWith(false);
    state.isDown = true;
    expect(await runWith(true)).toMatchObject({ failed: 0 });
    expect(of('qualityChanged')).toEqual([]);
    state.isDown = false;
    await runWith(true);
    expect(of('qualityChanged')).toHaveLength(1);
  });

  it('is not taken for heard in a night in which nobody is busy', async () => {
    const { events, of } = recordedEvents();
    let nowMs = NOON;
    const announce = createAnnounceSilence({
      events,
      statuses: new InMemoryQualityStore(),
      clock: () => nowMs,
    });
    lastHeardAtMs = NOON;
    await announce([heard(false)]);
    nowMs = NOON + HOUR_MS;
    await announce([heard(true)]);
    nowMs += SOURCE_PAUSE_MS;
    await announce([heard(false)]);
    nowMs += HOUR_MS;
    await announce([heard(true)]);
    expect(of('qualityChanged')).toMatchObject([{ from: 'heard', to: 'silent' }]);
    lastHeardAtMs = nowMs - SOURCE_PAUSE_MS;
    await announce([heard(false)]);
    expect(of('qualityChanged')).toHaveLength(2);
  });

  it('is announced by one instance, and its return by another that only knew it as heard', async () => {
    const { events, of } = recordedEvents();
    const statuses = new InMemoryQualityStore();
    let nowMs = NOON;
    lastHeardAtMs = NOON;
    const instance = () => createAnnounceSilence({ events, statuses, clock: () => (nowMs += 1) });
    const [one, other] = [instance(), instance()];
    await one([heard(false)]);
    await other([heard(true)]);
    await one([heard(false)]);
    await other([heard(true)]);
    expect(of('qualityChanged')).toMatchObject([{ to: 'silent' }, { to: 'heard' }, { to: 'silent' }]);
  });

  it('is announced after the queue was down, although it is heard again by then', async () => {
    const { events, of, state } = recordedEvents();
    let nowMs = NOON;
    lastHeardAtMs = NOON;
    const announce = createAnnounceSilence({
      events,
      statuses: new InMemoryQualityStore(),
      clock: () => (nowMs += 1),
    });
    await announce([heard(false)]);
    state.isDown = true;
    await expect(announce([heard(true)])).rejects.toThrow('down');
    state.isDown = false;
    await announce([heard(false)]);
    expect(of('qualityChanged')).toMatchObject([{ to: 'silent' }, { to: 'heard' }]);
  });

  it('costs nothing while no source was ever heard, and a look at most while nothing changes', async () => {
    const operations: string[] = [];
    const statuses = new InMemoryQualityStore({
      step: async (operation, effect) => {
        operations.push(operation);
        return effect();
      },
    });
    const announce = createAnnounceSilence({ events: recordedEvents().events, statuses, clock: () => NOON });
    await announce([]);
    expect(operations).toEqual([]);
    lastHeardAtMs = NOON;
    await announce([heard(false)]);
    operations.length = 0;
    await announce([heard(false)]);
    expect(operations).toEqual(['getStatuses']);
  });
});

describe('roll-up-usage', () => {
  it('rolls up only what is marked, when its schedule sends no more than an event', async () => {
    const { ledger, telemetry, run } = setUp();
    await ledger.record(usageRecord());
    await ledger.store.putSegment(NOON - HOUR_MS, [usageRecord({ occurredAtMs: NOON - HOUR_MS })]);
    ledger.nowMs = NOON + 2 * HOUR_MS;
    expect(await run({ version: '0', source: 'aws.scheduler' })).toMatchObject({ rolledUp: 1, failed: 0 });
    expect(await ledger.counts('hour', '2026112111')).toEqual({});
    expect(telemetry.counts).toMatchObject({ RollUpRuns: 1, BucketsRolledUp: 1 });
    expect(telemetry.counts).not.toHaveProperty('HoursSwept');
    expect(telemetry.flushes).toBe(1);
  });

  it('sweeps, and recomputes at once what it marked', async () => {
    const { ledger, telemetry, run } = setUp();
    await ledger.store.putSegment(NOON - 5 * HOUR_MS, [usageRecord({ occurredAtMs: NOON - 5 * HOUR_MS })]);
    expect(await run({ sweepHours: 72 })).toMatchObject({
      swept: { markedHours: 1, emptyHours: 71 },
      rolledUp: 1,
    });
    expect(await ledger.marks('hour')).toEqual([]);
    expect(await ledger.counts('hour', '2026112107')).toEqual({ u_1: 1 });
    expect(telemetry.counts).toMatchObject({ HoursSwept: 1 });
  });

  it('rolls up a range that a person waits for, at once and without bound, and no other', async () => {
    const { ledger, telemetry, run } = setUp(undefined, 5);
    const hours = Array.from({ length: 30 }, (_, hour) => NOON - (hour + 3) * HOUR_MS);
    await ledger.record(...hours.map((occurredAtMs) => usageRecord({ occurredAtMs })));
    const range = { fromMs: NOON - 12 * HOUR_MS, toMs: NOON };
    expect(await run({ range })).toMatchObject({ failed: 0, postponed: 0 });
    expect(await ledger.marks('hour')).toHaveLength(20);
    expect(telemetry.counts).not.toHaveProperty('RollUpRuns');
    expect(telemetry.counts).not.toHaveProperty('OldestMarkAge');
    expect(await run({ coalesceLate: false })).toMatchObject({ postponed: 15 });
  });

  it('counts sources that are silent', async () => {
    const heard = { source: 'client', lastHeardAtMs: NOON, steadySinceMs: NOON, silent: false } as const;
    const silent = { ...heard, source: 'anthropic_span', silent: true } as const;
    const { telemetry, run } = setUp(async () => [heard, silent]);
    await run({});
    expect(telemetry.counts).toMatchObject({ SourcesSilent: 1 });
  });

  it('rolls up although it is not known which sources are silent', async () => {
    const { ledger, telemetry, run } = setUp(() => Promise.reject(new Error('throttled')));
    await ledger.record(usageRecord());
    ledger.nowMs = NOON + 2 * HOUR_MS;
    expect(await run({})).toMatchObject({ rolledUp: 1, failed: 0 });
    expect(telemetry.lines).toMatchObject([{ level: 'error' }]);
    expect(telemetry.counts).not.toHaveProperty('SourcesSilent');
    expect(telemetry.flushes).toBe(1);
  });

  it.each([1, 720])('sweeps %d hours', async (sweepHours) => {
    expect(await setUp().run({ sweepHours })).toHaveProperty('swept.markedHours', 0);
  });

  it.each([0, 721, -1, 1.5, '72', null])('refuses to sweep %j hours', async (sweepHours) => {
    const { ledger, telemetry, run } = setUp();
    await expect(run({ sweepHours })).rejects.toThrow(/sweepHours/);
    expect(await ledger.store.getHeartbeat()).toBeUndefined();
    expect(telemetry.counts).toEqual({});
  });
});

describe('roll-up-usage with events', () => {
  async function announcing(type?: 'aggregationCompleted') {
    const events = recordedEvents(type && [type]);
    const made = setUp();
    Object.assign(made.ledger.deps, { announce: createAnnounceAggregations(events.events) });
    await made.ledger.record(usageRecord(), usageRecord({ model: 'claude-of-tomorrow' }));
    made.ledger.nowMs = NOON + 2 * HOUR_MS;
    return { ...made, events };
  }

  it('announces an hour when its statistics are complete, and each of its models without a price', async () => {
    const { run, events } = await announcing();
    await run({});
    const range = { from: '2026-11-21T12:00:00.000Z', to: '2026-11-21T13:00:00.000Z' };
    expect(events.queued.map(({ detail }) => detail)).toEqual([
      {
        version: 1,
        eventId: expect.stringMatching(/^aggregation_hour_2026112112_token_\d+$/),
        period: 'hour',
        id: '2026112112',
        ...range,
        records: 2,
        durationMs: expect.any(Number),
      },
      {
        version: 1,
        eventId: 'unknown_model_20261121_claude-of-tomorrow',
        model: 'claude-of-tomorrow',
        ...range,
        unpricedRequests: 1,
      },
    ]);
    await run({});
    expect(events.queued).toHaveLength(2);
  });

  it('announces late records under another id, and the same model again on another day only', async () => {
    const { ledger, run, events } = await announcing();
    await run({});
    const late = { occurredAtMs: NOON, model: 'claude-of-tomorrow' };
    await ledger.record(usageRecord(late));
    await run({ coalesceLate: false });
    const [first, second] = events.of('aggregationCompleted');
    expect(second).toMatchObject({ id: '2026112112', records: 3 });
    expect(second?.eventId).not.toBe(first?.eventId);
    expect(events.of('unknownModel')).toHaveLength(1);
    ledger.nowMs = NOON + 25 * HOUR_MS;
    await ledger.record(usageRecord({ ...late, occurredAtMs: NOON + 23 * HOUR_MS }));
    await run({ coalesceLate: false });
    expect(events.of('unknownModel').map(({ eventId }) => eventId.slice(0, 22))).toEqual([
      'unknown_model_20261121',
      'unknown_model_20261122',
    ]);
  });

  it('keeps the mark of an hour that it could not announce, and announces it under the same id', async () => {
    const { ledger, run, events } = await announcing('aggregationCompleted');
    events.state.isDown = true;
    const [mark] = await ledger.marks('hour');
    expect(await run({})).toMatchObject({ rolledUp: 0, failed: 1 });
    // The statistics are there, and the mark only makes readers look themselves.
    expect(await ledger.counts('hour', '2026112112')).toEqual({ u_1: 2 });
    expect(await ledger.marks('hour')).toEqual([mark]);
    events.state.isDown = false;
    expect(await run({})).toMatchObject({ rolledUp: 1, failed: 0 });
    expect(events.of('aggregationCompleted')).toMatchObject([{ records: 2 }]);
  });

  it('announces an hour again under the same id if it is killed before the mark is deleted', async () => {
    const { ledger, run, events } = await announcing('aggregationCompleted');
    const { store } = ledger.deps;
    const deleteMark = store.deleteMark.bind(store);
    store.deleteMark = async () => Promise.reject(new Error('The process is gone.'));
    await run({});
    store.deleteMark = deleteMark;
    await run({});
    const ids = events.of('aggregationCompleted').map(({ eventId }) => eventId);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });
});
