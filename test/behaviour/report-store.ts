import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  type ExportStore,
  MEASURE_NAMES,
  type Measures,
  type ReportStore,
  type RunOutcome,
  type RunStore,
} from '@token-ledger/core';
import { EXPORT_JOB } from '../support/exports.ts';
import { NOON } from '../support/records.ts';
import { keyOf, newReport, newRun, VIEWER } from '../support/reports.ts';

/** More than a JSON number holds exactly. */
const HUGE = Object.fromEntries(
  MEASURE_NAMES.map((name, index) => [name, 2n ** 70n + BigInt(index)]),
) as Measures;

const OUTCOME: RunOutcome = {
  status: 'failed',
  failure: 'too_large',
  atMs: NOON + 1,
  files: [
    {
      subject: 'records',
      name: 'records.csv',
      rows: 1,
      bytes: 2,
      asOfMs: NOON,
      exact: true,
      incompleteBeforeMs: NOON - 1,
      totals: HUGE,
    },
  ],
};
const RUN = newRun();
const KEY = keyOf(RUN);
const JOB = { ...EXPORT_JOB, id: RUN.id, reportId: RUN.reportId };

interface Stores {
  readonly reports: ReportStore & RunStore;
  /** In the same place. */
  readonly exports: ExportStore;
}

/** The behaviour of every store of reports and their runs. `create` returns an empty one. */
export function describeReportStore(name: string, create: () => Promise<Stores>): void {
  describe(name, () => {
    let reports: ReportStore & RunStore;
    let exports: ExportStore;
    beforeEach(async () => {
      ({ reports, exports } = await create());
    });

    it('returns a report as it was created, with and without optional fields', async () => {
      const { schedule: _, ...rest } = newReport({ id: 'r2', title: 'ü 名', savedBy: VIEWER });
      const plain = { ...rest, delivery: { topic: false } };
      await reports.createReport(plain);
      await reports.createReport(newReport());
      expect(await reports.getReport('r1')).toStrictEqual(newReport());
      expect(await reports.getReport('r2')).toStrictEqual(plain);
      expect(await reports.getReport('r')).toBeUndefined();
      expect(await reports.listReports()).toStrictEqual([newReport(), plain]);
    });

    it('replaces a report only by its next revision', async () => {
      await reports.createReport(newReport());
      expect(await reports.replaceReport(newReport({ revision: 3 }))).toBe(false);
      const changes = ['one', 'other'].map((title) => newReport({ title, revision: 2 }));
      const won = await Promise.all(changes.map((change) => reports.replaceReport(change)));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await reports.getReport('r1')).toStrictEqual(changes[won.indexOf(true)]);
      expect(await reports.replaceReport(newReport({ id: 'never created', revision: 2 }))).toBe(false);
    });

    it('deletes a report once, and keeps its runs', async () => {
      await reports.createReport(newReport());
      await reports.startRun(RUN, JOB);
      expect(await reports.deleteReport('r1')).toBe(true);
      expect(await reports.deleteReport('r1')).toBe(false);
      expect(await reports.listReports()).toEqual([]);
      expect(await reports.getRun(KEY)).toBeDefined();
    });

    it('starts a run with its export once, however often it is called, and keeps the first', async () => {
      const titles = ['a', 'b', 'c'];
      const started = await Promise.all(
        titles.map((title, index) =>
          reports.startRun({ ...RUN, title }, { ...JOB, createdAtMs: NOON + index }),
        ),
      );
      expect(started.filter(Boolean)).toHaveLength(1);
      const first = started.indexOf(true);
      expect(await reports.getRun(KEY)).toStrictEqual({ ...RUN, title: titles[first], deliveries: {} });
      expect((await exports.getExport(RUN.id))?.createdAtMs).toBe(NOON + first);
    });

    it('does not create the export of a run again after it was deleted', async () => {
      await reports.startRun(RUN, JOB);
      await exports.deleteExport(RUN.id);
      expect(await reports.startRun(RUN, JOB)).toBe(false);
      expect(await exports.getExport(RUN.id)).toBeUndefined();
    });

    it('stores no run if its id belongs to another export', async () => {
      await exports.insertExport(JOB);
      await expect(reports.startRun(RUN, JOB)).rejects.toThrow(/already|cancel/i);
      expect(await reports.getRun(KEY)).toBeUndefined();
    });

    it('lists the runs of one report, newest first, page by page', async () => {
      for (const id of ['a', 'c', 'b', 'd']) await reports.startRun({ ...RUN, id }, { ...JOB, id });
      await reports.startRun({ ...RUN, id: 'e', reportId: 'r2' }, { ...JOB, id: 'e' });
      const ids = async (page: { limit: number; beforeId?: string }) =>
        (await reports.listRuns('r1', page)).map(({ id }) => id);
      expect(await ids({ limit: 3 })).toEqual(['d', 'c', 'b']);
      expect(await ids({ limit: 3, beforeId: 'b' })).toEqual(['a']);
      expect(await ids({ limit: 3, beforeId: 'a' })).toEqual([]);
      expect(await reports.listRuns('r3', { limit: 1 })).toEqual([]);
    });

    it('keeps the first outcome', async () => {
      await reports.startRun(RUN, JOB);
      await reports.settleRun(KEY, OUTCOME);
      await reports.settleRun(KEY, { status: 'finished', atMs: NOON + 2, files: [] });
      expect(await reports.getRun(KEY)).toStrictEqual({ ...RUN, outcome: OUTCOME, deliveries: {} });
    });

    it('keeps the last attempt of each channel, until one is confirmed', async () => {
      await reports.startRun(RUN, JOB);
      await reports.noteDelivery(KEY, 'topic', { atMs: 1 });
      await reports.noteDelivery(KEY, 'topic', { atMs: 2 });
      await reports.noteDelivery(KEY, 'topic', { atMs: 3, problem: 'late' });
      for (const atMs of [1, 2]) await reports.noteDelivery(KEY, 'webhook', { atMs, problem: `${atMs}` });
      expect((await reports.getRun(KEY))?.deliveries).toStrictEqual({
        topic: { atMs: 1 },
        webhook: { atMs: 2, problem: '2' },
      });
      await reports.noteDelivery(KEY, 'webhook', { atMs: 3 });
      expect((await reports.getRun(KEY))?.deliveries.webhook).toStrictEqual({ atMs: 3 });
    });

    it('does not create a run by settling it, and deletes one, also when there is none', async () => {
      await reports.settleRun(KEY, OUTCOME);
      await reports.noteDelivery(KEY, 'topic', { atMs: 1 });
      expect(await reports.getRun(KEY)).toBeUndefined();
      await reports.startRun(RUN, JOB);
      await reports.deleteRun(KEY);
      await reports.deleteRun(KEY);
      expect(await reports.listRuns('r1', { limit: 1 })).toEqual([]);
    });
  });
}
