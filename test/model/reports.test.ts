import { describe, expect, it } from '@jest/globals';
import {
  applySchedule,
  deliverRun,
  deliveryId,
  handOverRun,
  type Report,
  type ReportChannel,
  type RunKey,
  repairSchedules,
  syncSchedule,
} from '@token-ledger/core';
import { inEveryOrder } from '../support/all-choices.ts';
import { FAULTS, type Fault, FaultyCalls } from '../support/faults.ts';
import type { AtomicCall } from '../support/interleaving.ts';
import { DAILY, DUE, newReport, ReportHarness } from '../support/reports.ts';
import { inSteps } from '../support/stepped-store.ts';

/*
 * Functions may stop at any call, any number of times, and run side by side: each time of a schedule has one run and one
 * export, every channel reports its end under one id, and in the end the schedules are those that are stored.
 */

/** Everything, each call of which is a step. `at` is the one that goes wrong, 1 being the first. */
function world(at = 0, fault: Fault = 'refused') {
  const faulty = new FaultyCalls(at, fault);
  const { step } = faulty;
  const made = { wire: [] as string[], queue: [] as RunKey[] };
  const channels = (['topic', 'webhook'] as const).map(
    (name): ReportChannel => ({
      name,
      deliver: async ({ run }) => {
        const id = deliveryId({ reportId: run.reportId, runId: run.id });
        await step('deliver', () => made.wire.push(`${name} ${id}`));
        return true;
      },
    }),
  );
  return Object.assign(faulty, { ...made, channels, harness: new ReportHarness(step) });
}
type World = ReturnType<typeof world>;

const due = { reportId: 'r1', schedule: DAILY, scheduledAtMs: DUE };
const RUN_ID = `${DUE}-r1`;
const DELIVERIES = ['topic', 'webhook'].map((channel) => `${channel} report_r1_${RUN_ID}`);

/** Runs it until it is done, or waits for an answer that never comes. */
async function untilStuck(run: Promise<unknown>): Promise<void> {
  await Promise.race([
    run.catch((error: Error) => expect(FAULTS.some((fault) => error.message.includes(fault))).toBe(true)),
    new Promise((resolve) => setImmediate(resolve)),
  ]);
}

/** The message of an export is handled: it is finished, if it is not, and its end handed over before the message goes. */
async function write({ harness, step, queue }: World, exportId: string): Promise<void> {
  const job = await harness.exports.getExport(exportId);
  if (job?.status === 'queued') await harness.end(exportId);
  const runs = { sendRun: (key: RunKey) => step('sendRun', () => void queue.push(key)) };
  await handOverRun({ exports: harness.exports, runs }, exportId);
}

async function deliver({ harness, channels }: World, key: RunKey): Promise<void> {
  const { failures } = await deliverRun(harness.deliver(channels), key);
  if (failures.length > 0) throw failures[0]?.error;
}

describe('with a fault at any single call', () => {
  it.each(FAULTS)(
    'of a run by schedule (%s), there is one run, one export, and every channel reports it',
    async (fault) => {
      let at = 2;
      for (; ; at += 1) {
        const faulty = world(at, fault);
        const { harness, queue, wire } = faulty;
        await harness.reports.createReport(newReport());
        // Each is tried again by what started it, because it was not acknowledged.
        await untilStuck(syncSchedule(harness.schedule, due));
        for (const id of harness.sent) await untilStuck(write(faulty, id));
        for (const key of queue) await untilStuck(deliver(faulty, key));
        const { calls } = faulty;
        if (calls < at) break;
        await syncSchedule(harness.schedule, due);
        for (const id of harness.sent) await write(faulty, id);
        for (const key of queue) await deliver(faulty, key);

        const runs = await harness.reports.listRuns('r1', { limit: 9 });
        expect(runs.map(({ id, outcome }) => [id, outcome?.status])).toEqual([[RUN_ID, 'finished']]);
        expect((await harness.exports.listExports({ limit: 9 })).map(({ id }) => id)).toEqual([RUN_ID]);
        for (const attempt of Object.values(runs[0]?.deliveries ?? {}))
          expect(attempt.problem).toBeUndefined();
        expect([...new Set(wire)].toSorted()).toEqual(DELIVERIES);
        expect(wire.length).toBeLessThanOrEqual(DELIVERIES.length + 1);
      }
      expect(at).toBeGreaterThan(14);
    },
  );

  it.each(FAULTS)('of a change (%s), the schedule is the stored one after the next repair', async (fault) => {
    const weekly = { frequency: 'weekly', weekday: 'monday', time: '07:00' } as const;
    for (const schedule of [weekly, undefined, 'delete'] as const) {
      for (let at = 3; ; at += 1) {
        const faulty = world(at, fault);
        const { harness } = faulty;
        await harness.reports.createReport(newReport());
        await harness.scheduler.ensure('r1', DAILY);
        await untilStuck(change(harness, schedule));
        const { calls } = faulty;
        if (calls < at) break;
        await repairSchedules(harness.schedule);
        // What should not be there is removed when it is due.
        for (const put of Object.values(harness.scheduler.schedules))
          await syncSchedule(harness.schedule, { ...due, schedule: put });
        const stored = await harness.reports.getReport('r1');
        expect(harness.scheduler.schedules['r1']).toEqual(stored?.schedule);
      }
    }
  });
});

/** As `PUT /v1/reports/{id}` does it, and `DELETE` with nothing. */
async function change(
  { reports, scheduler }: Pick<ReportHarness, 'reports' | 'scheduler'>,
  schedule: Report['schedule'] | 'delete',
): Promise<void> {
  if (schedule === 'delete') {
    await reports.deleteReport('r1');
    await applySchedule({ reports, scheduler }, 'r1', undefined);
    return;
  }
  const before = await reports.getReport('r1');
  if (!before) return;
  const { schedule: _, ...rest } = before;
  const report = { ...rest, ...(schedule && { schedule }), revision: before.revision + 1 };
  if (await reports.replaceReport(report)) await applySchedule({ reports, scheduler }, 'r1', schedule);
}

describe('in every order of their calls', () => {
  it('two invocations for the same time make one run and one export', async () => {
    const orders = await inEveryOrder(async (interleaving) => {
      const harness = new ReportHarness();
      await harness.reports.createReport(newReport());
      for (let actor = 0; actor < 2; actor += 1)
        interleaving.startReliable((call) => syncSchedule(stepped(harness, call).schedule, due));
      await interleaving.finish();
      expect(await harness.reports.listRuns('r1', { limit: 9 })).toHaveLength(1);
      expect(await harness.exports.listExports({ limit: 9 })).toHaveLength(1);
      expect(harness.sent).toEqual([RUN_ID, RUN_ID]);
    });
    expect(orders).toBeGreaterThan(10);
  });

  const other = { ...DAILY, time: '07:00' } as const;
  it.each<[string, readonly (Report['schedule'] | 'delete')[]]>([
    ['two changes', [{ ...DAILY, time: '08:00' }, other]],
    ['a change and a removal', [undefined, other]],
    ['a change and a deletion', ['delete', other]],
  ])(
    '%s leave the schedule that is stored, also beside a repair',
    async (_, changes) => {
      for (const repairing of [false, true]) {
        await inEveryOrder(async (interleaving) => {
          const harness = new ReportHarness();
          await harness.reports.createReport(newReport());
          await harness.scheduler.ensure('r1', DAILY);
          for (const schedule of repairing ? changes.slice(1) : changes)
            interleaving.startReliable((call) => change(stepped(harness, call), schedule));
          if (repairing)
            interleaving.startReliable((call) => repairSchedules(stepped(harness, call).schedule));
          await interleaving.finish();
          const stored = await harness.reports.getReport('r1');
          expect(harness.scheduler.schedules['r1']).toEqual(stored?.schedule);
        });
      }
    },
    60_000,
  );

  it('two deliveries of the same run reach every channel, each at most twice', async () => {
    await inEveryOrder(async (interleaving) => {
      const { harness, wire, channels } = world();
      await harness.reports.createReport(newReport({ delivery: { topic: true } }));
      await syncSchedule(harness.schedule, due);
      await harness.end(RUN_ID);
      for (let actor = 0; actor < 2; actor += 1) {
        interleaving.startReliable((call) => {
          const each = channels.map((channel) => inSteps(channel, call));
          return deliverRun(stepped(harness, call).deliver(each), { reportId: 'r1', runId: RUN_ID });
        });
      }
      await interleaving.finish();
      expect([1, 2]).toContain(wire.length);
      expect(new Set(wire)).toEqual(new Set(DELIVERIES.slice(0, 1)));
    });
  });
});

/** The same world, with every operation of its stores as a step of its own. */
function stepped(harness: ReportHarness, call: AtomicCall) {
  const reports = inSteps(harness.reports, call);
  const scheduler = inSteps(harness.scheduler, call);
  const exports = inSteps(harness.exports, call);
  const start = { ...harness.start, runs: reports, exports, queue: inSteps(harness.start.queue, call) };
  return {
    reports,
    scheduler,
    schedule: { reports, scheduler, start },
    deliver: (channels: readonly ReportChannel[]) => ({ ...harness.deliver(channels), reports, exports }),
  };
}
