import { beforeEach, describe, expect, it } from '@jest/globals';
import { createScheduledRunId } from '@token-ledger/aws';
import { SCHEDULED_TIME } from '@token-ledger/aws/scheduled-time';
import type { AccessKey } from '@token-ledger/core';
import { InMemoryDirectory } from '@token-ledger/in-memory';
import { createHandler } from '../../functions/run-report/handler.ts';
import { type RecordingTelemetry, recordingTelemetry } from '../support/recording-telemetry.ts';
import { NOON } from '../support/records.ts';
import { DAILY, DUE, newReport, ReportHarness } from '../support/reports.ts';

const ARN = 'arn:aws:lambda:eu-central-1:123456789012:function:run-report';
/** The event that EventBridge Scheduler sends. */
const EVENT = { reportId: 'r1', schedule: DAILY, scheduledAt: '2026-11-21T06:30:00Z' };

describe('run-report', () => {
  let harness: ReportHarness;
  let telemetry: RecordingTelemetry;
  let targets: string[];
  let directory: InMemoryDirectory;
  let sentEvents: string[];
  let queueIsDown: boolean;

  beforeEach(async () => {
    harness = new ReportHarness();
    telemetry = recordingTelemetry();
    targets = [];
    directory = new InMemoryDirectory();
    sentEvents = [];
    queueIsDown = false;
    await harness.reports.createReport(newReport());
  });

  function run(event: unknown) {
    const handler = createHandler({
      reports: harness.reports,
      start: harness.start,
      schedulerOf: (arn) => {
        targets.push(arn);
        return harness.scheduler;
      },
      waitingEvents: directory,
      sendEvents: async (bodies) =>
        bodies.map((body) => {
          sentEvents.push(body);
          return queueIsDown ? { kind: 'failed', error: new Error('The queue is down.') } : { kind: 'sent' };
        }),
      telemetry,
    });
    return handler(event, { invokedFunctionArn: ARN });
  }
  const runs = () => harness.reports.listRuns('r1', { limit: 9 });

  it('runs the report whose schedule is due, over the range of that time, with the rights of the caller who saved it', async () => {
    harness.nowMs = NOON + 20 * 3_600_000;
    expect(await run(EVENT)).toEqual({ kind: 'run', runId: `${DUE}-r1` });
    expect(await runs()).toMatchObject([
      {
        fromMs: Date.UTC(2026, 10, 20),
        toMs: Date.UTC(2026, 10, 21),
        startedBy: { kind: 'schedule', scheduledAtMs: DUE },
        startedAtMs: harness.nowMs,
        channels: ['topic', 'webhook'],
      },
    ]);
    expect(await harness.exports.getExport(`${DUE}-r1`)).toMatchObject({
      createdBy: { kind: 'access_key', id: 'ak_admin' },
      reportId: 'r1',
      createdAtMs: harness.nowMs,
    });
    expect(harness.sent).toEqual([`${DUE}-r1`]);
    expect([telemetry.counts, telemetry.flushes]).toEqual([{ ReportRuns: 1 }, 1]);
  });

  it('runs it once however often it is invoked, also while another run is under way', async () => {
    await run(EVENT);
    await run(EVENT);
    await run({ ...EVENT, scheduledAt: '2026-11-22T07:30:00+01:00' });
    expect((await runs()).map(({ id }) => id)).toEqual([`${DUE + 86_400_000}-r1`, `${DUE}-r1`]);
    expect(await harness.exports.listExports({ limit: 9 })).toHaveLength(2);
  });

  it('uses the time zone of the deployment', async () => {
    harness = new ReportHarness(undefined, 'America/New_York');
    await harness.reports.createReport(newReport());
    await run(EVENT);
    expect(await runs()).toMatchObject([
      { fromMs: Date.UTC(2026, 10, 20, 5), toMs: Date.UTC(2026, 10, 21, 5) },
    ]);
  });

  it('removes the schedule of a report that was deleted or has no schedule any more', async () => {
    const { schedule: _, ...unscheduled } = newReport({ revision: 2 });
    await harness.scheduler.ensure('gone', DAILY);
    await harness.scheduler.ensure('r1', DAILY);
    await harness.reports.replaceReport(unscheduled);
    expect(await run({ ...EVENT, reportId: 'gone' })).toEqual({ kind: 'removed' });
    expect(await run(EVENT)).toEqual({ kind: 'removed' });
    expect(harness.scheduler.schedules).toEqual({});
    expect(await runs()).toEqual([]);
    expect(telemetry.counts).toEqual({ SchedulesRepaired: 2 });
  });

  it('replaces a schedule that is not the stored one, and runs nothing', async () => {
    const late = { ...EVENT, schedule: { ...DAILY, time: '06:31' } };
    expect(await run(late)).toEqual({ kind: 'replaced' });
    expect(harness.scheduler.schedules).toEqual({ r1: DAILY });
    expect(await runs()).toEqual([]);
  });

  it('corrects all schedules when invoked to, and only then', async () => {
    const weekly = { frequency: 'weekly', weekday: 'friday', time: '00:00' } as const;
    await harness.reports.createReport(newReport({ id: 'r2', schedule: weekly }));
    const { schedule: _, ...unscheduled } = newReport({ id: 'r3' });
    await harness.reports.createReport(unscheduled);
    await harness.scheduler.ensure('r1', DAILY);
    expect(await run({ repairSchedules: true })).toEqual({ kind: 'repaired', checked: 2, repaired: ['r2'] });
    expect(harness.scheduler.schedules).toEqual({ r1: DAILY, r2: weekly });
    expect(await run({ repairSchedules: true })).toMatchObject({ repaired: [] });
    expect([telemetry.counts, targets]).toEqual([{ SchedulesRepaired: 1 }, [ARN, ARN]]);
  });

  it('fails when a schedule could not be checked, after checking the others', async () => {
    await harness.reports.createReport(newReport({ id: 'r2' }));
    const ensure = harness.scheduler.ensure.bind(harness.scheduler);
    harness.scheduler.ensure = (id, schedule) =>
      id === 'r1' ? Promise.reject(new Error('Throttled.')) : ensure(id, schedule);
    await expect(run({ repairSchedules: true })).rejects.toThrow('1 of 2 schedules');
    expect(harness.scheduler.schedules).toEqual({ r2: DAILY });
    expect(telemetry.flushes).toBe(1);
  });

  it('uses the current minute if an emulator does not say when a schedule was due', async () => {
    harness.nowMs = DUE + 59_999;
    await run({ ...EVENT, scheduledAt: SCHEDULED_TIME });
    expect((await runs()).map(({ id }) => id)).toEqual([`${DUE}-r1`]);
  });

  it.each([
    undefined,
    {},
    { ...EVENT, scheduledAt: 'today' },
    { ...EVENT, reportId: '' },
    { ...EVENT, schedule: { frequency: 'hourly', time: '00:00' } },
    { repairSchedules: false },
  ])('fails, so that an alarm goes off, when it is started with %j', async (event) => {
    await expect(run(event)).rejects.toThrow(/invalid_|too_small/);
    expect(await harness.exports.listExports({ limit: 9 })).toEqual([]);
  });

  it('sends events once an hour that a killed function left, and removes those that the queue has', async () => {
    const key: AccessKey = {
      id: 'ak_1',
      name: 'search',
      scopes: [],
      salt: '00',
      secretHash: '00',
      createdAtMs: NOON,
      disabled: false,
      revision: 1,
    };
    await directory.createAccessKey(key, { id: 'e1', body: 'one' });
    await run(EVENT);
    expect(sentEvents).toEqual([]);
    queueIsDown = true;
    await run({ repairSchedules: true });
    expect(telemetry.lines.map(({ level }) => level)).toContain('error');
    queueIsDown = false;
    await run({ repairSchedules: true });
    await run({ repairSchedules: true });
    expect(sentEvents).toEqual(['one', 'one']);
    expect(await directory.listWaitingEvents()).toEqual([]);
  });

  it('sends them even if schedules cannot be looked at', async () => {
    await directory.replaceAccessKey({ id: 'ak_1', revision: 1 } as AccessKey, { id: 'e1', body: 'one' });
    await directory.createAccessKey({ id: 'ak_2', revision: 1 } as AccessKey, { id: 'e2', body: 'two' });
    harness.reports.listReports = async () => Promise.reject(new Error('throttled'));
    await expect(run({ repairSchedules: true })).rejects.toThrow('throttled');
    expect(sentEvents).toEqual(['two']);
  });
});

describe('the id of a scheduled run', () => {
  it('is always the same for a report and a time, and different for each', () => {
    const ids = [
      createScheduledRunId('r1', DUE),
      createScheduledRunId('r2', DUE),
      createScheduledRunId('r1', DUE + 60_000),
    ];
    expect(ids[0]).toBe(createScheduledRunId('r1', DUE));
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  });

  it('sorts by time among those of exports', () => {
    const before = createScheduledRunId('r1', DUE);
    const after = createScheduledRunId('r1', DUE + 1);
    expect(before < after).toBe(true);
    expect(before.slice(0, 10)).toBe(createScheduledRunId('r2', DUE).slice(0, 10));
  });
});
