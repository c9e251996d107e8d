import { beforeEach, describe, expect, it } from '@jest/globals';
import { DAY_MS, type StatisticsKey } from '@token-ledger/core';
import { createHandler } from '../../functions/audit-ledger/handler.ts';
import { AuditedDays } from '../support/audited-days.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import { type RecordingTelemetry, recordingTelemetry } from '../support/recording-telemetry.ts';

const HOUR: StatisticsKey = { period: 'hour', bucketId: '2026112112', dimension: 'all', id: '*' };

describe('audit-ledger', () => {
  let days: AuditedDays;
  let events: ReturnType<typeof recordedEvents>;
  let telemetry: RecordingTelemetry;
  let rollUpTelemetry: RecordingTelemetry;

  beforeEach(async () => {
    days = await AuditedDays.create();
    events = recordedEvents();
    telemetry = recordingTelemetry();
    rollUpTelemetry = recordingTelemetry();
  });

  function run(remainingMs = 900_000) {
    const handler = createHandler({
      ledger: days.deps,
      statuses: days.audits,
      events: events.events,
      telemetry,
      rollUpTelemetry,
    });
    return handler({}, { getRemainingTimeInMillis: () => remainingMs });
  }
  const levels = () => telemetry.lines.map(({ level }) => level);

  it('is quiet about a day on which nothing is wrong', async () => {
    expect(await run()).toMatchObject({ kind: 'finished', day: '20261121', score: 98, open: 0 });
    expect(await run()).toMatchObject({ kind: 'finishedBefore', score: 98 });
    expect([levels(), rollUpTelemetry.counts, events.queued]).toEqual([[], {}, []]);
    expect([telemetry.flushes, rollUpTelemetry.flushes]).toEqual([2, 2]);
  });

  it('says what it repaired', async () => {
    await days.plant(HOUR, { input: 5n });
    expect(await run()).toMatchObject({ kind: 'unfinished' });
    await days.ledger.rollUp();
    expect(await run()).toMatchObject({ kind: 'finished' });
    expect(levels()).toEqual(['info', 'warn']);
    expect(telemetry.lines[1]?.fields).toMatchObject({
      day: '20261121',
      kept: 0,
      outcomes: [{ kind: 'hour', id: '2026112112', outcome: 'repaired' }],
    });
    expect(rollUpTelemetry.counts).toEqual({});
  });

  it('raises the alarm of kept statistics for what it must not repair, once a night', async () => {
    await days.plant(HOUR, { count: 9 });
    for (const kind of ['unfinished', 'finished', 'finishedBefore'])
      expect(await run()).toMatchObject({ kind });
    const { kept } = (await days.audits.getDayAudit('20261121'))?.figures ?? { kept: 0 };
    expect(kept).toBeGreaterThan(0);
    expect(rollUpTelemetry.counts).toEqual({ StatisticsKept: kept });
    expect(levels()).toEqual(['info', 'error']);
  });

  it('reports what it kept, and the grade, on the next night if no run of its own could end it', async () => {
    await run(100_000);
    const open = await days.audits.getDayAudit('20261121');
    if (!open) throw new Error('There is no audit.');
    const figures = { compared: 100, repaired: 0, kept: 3 };
    await days.audits.putDayAudit({ ...open, revision: open.revision + 1, figures });
    days.ledger.nowMs += DAY_MS;
    expect(await run()).toMatchObject({ day: '20261122' });
    expect(rollUpTelemetry.counts).toEqual({ StatisticsKept: 3 });
    expect(telemetry.lines).toContainEqual(
      expect.objectContaining({
        level: 'error',
        fields: expect.objectContaining({ day: '20261121', kept: 3 }),
      }),
    );
    expect(events.of('qualityChanged')).toMatchObject([{ subject: 'deployment', from: 'poor', to: 'good' }]);
    await run();
    expect(rollUpTelemetry.counts).toEqual({ StatisticsKept: 3 });
  });

  it('announces that the deployment crossed a grade, once, also if the queue was down', async () => {
    await run();
    // The next day was worse.
    const { audits } = days;
    const before = await audits.getDayAudit('20261121');
    if (!before) throw new Error('There is no audit.');
    const figures = { compared: 100, repaired: 0, kept: 1 };
    await audits.putDayAudit({ ...before, day: '20261122', revision: 1, figures });
    days.ledger.nowMs += DAY_MS;
    events.state.isDown = true;
    await expect(run()).rejects.toThrow('down');
    events.state.isDown = false;
    days.ledger.nowMs += 1_000;
    await run();
    await run();
    const changedAt = new Date(days.ledger.nowMs - 1_000).toISOString();
    expect(events.queued.map(({ type, detail }) => [type, detail])).toEqual([
      [
        'qualityChanged',
        {
          version: 1,
          eventId: `quality_deployment_poor_${Date.parse(changedAt)}`,
          subject: 'deployment',
          from: 'good',
          to: 'poor',
          changedAt,
        },
      ],
    ]);
  });

  it('begins nothing that it could not end in time, and says what is open', async () => {
    expect(await run(100_000)).toMatchObject({ kind: 'unfinished', open: 76 });
    expect(levels()).toEqual(['info']);
    for (let more = 1; more < 4; more += 1) await run(100_000);
    expect(levels().at(-1)).toBe('warn');
    expect(telemetry.lines.at(-1)?.fields).toMatchObject({ day: '20261121', unchecked: 76 });
  });
});
